"""Ask once, ask what is needed, and for a report not more than a small partner must give."""

from datetime import date

import pytest

from scharnier.diligence.questionnaire import lint_questionnaire
from scharnier.diligence.questionnaire_file import read_questionnaire
from scharnier.diligence.questions import load_questions
from scharnier.kernel.errors import InputProblem
from scharnier.norms import load_library

LIBRARY = load_library()
KNOWN = load_questions()
ON = date(2027, 3, 1)
FILE = """partner: Weverij Voorbeeld
employees: 900
risks: [child_labour, living_wage]
answers:
  - {question: diligence-wages, answered_on: 2026-09-01}
questions:
  - reporting-energy
  - reporting-scope-3-by-category
  - diligence-child-age-check
  - diligence-wages
  - diligence-security
  - contract-action-plan
  - id: own-footprint
    purpose: reporting
    text: What is the footprint of each product?
    datum: product_footprint
"""


def codes(text: str, on: date = ON) -> set[tuple[str, str]]:
    asked = read_questionnaire("q.yaml", text, LIBRARY, KNOWN)
    return {(remark.code, remark.question) for remark in lint_questionnaire(asked, on, LIBRARY, KNOWN)}


def test_each_remark_is_about_what_it_says_and_nothing_else() -> None:
    assert codes(FILE) == {
        ("above_cap", "reporting-scope-3-by-category"),
        ("above_cap", "own-footprint"),
        ("already_answered", "diligence-wages"),
        ("no_risk", "diligence-security"),
        ("look_elsewhere_first", ""),
    }


def test_the_cap_protects_up_to_a_thousand_staff_and_only_from_questions_for_reports() -> None:
    def above(employees: str) -> bool:
        return any(code == "above_cap" for code, _ in codes(FILE.replace("employees: 900", employees)))

    assert above("employees: 1000")
    assert not above("employees: 1001")
    contract = codes(FILE.replace("purpose: reporting", "purpose: contract"))
    assert ("above_cap", "own-footprint") not in contract
    named = FILE + "    cap: [csrd-2022:vs.b3]\n"
    assert ("above_cap", "own-footprint") not in codes(named)


def test_an_unknown_size_is_asked_for_and_never_taken_for_large() -> None:
    assert ("size_unknown", "") in codes(FILE.replace("employees: 900\n", ""))


def test_before_the_cap_existed_there_was_none() -> None:
    assert not any(code in ("above_cap", "size_unknown") for code, _ in codes(FILE, date(2025, 1, 1)))


def test_an_answer_is_good_for_a_year_and_one_from_the_future_does_not_count() -> None:
    def answered(day: str, on: date = ON) -> bool:
        return ("already_answered", "diligence-wages") in codes(FILE.replace("2026-09-01", day), on)

    assert answered("2026-03-02")
    assert not answered("2026-03-01")  # twelve months are over
    assert not answered("2027-03-02")
    assert answered("2024-02-29", date(2025, 2, 27))
    assert not answered("2024-02-29", date(2025, 2, 28))


def test_an_answer_on_the_last_day_there_is_is_no_crash() -> None:
    codes(FILE.replace("answered_on: 2026-09-01", "answered_on: 9999-12-30"), date(9999, 12, 30))


def test_the_same_thing_is_asked_once() -> None:
    text = FILE.replace("datum: product_footprint", "datum: energy_ghg\n    cap: [csrd-2022:vs.b3]")
    assert ("asked_twice", "own-footprint") in codes(text)


def test_without_risks_need_cannot_be_told() -> None:
    found = codes(FILE.replace("risks: [child_labour, living_wage]\n", ""))
    assert ("risks_unknown", "") in found
    assert not any(code == "no_risk" for code, _ in found)


def test_due_diligence_of_a_large_partner_has_no_such_limit() -> None:
    assert ("look_elsewhere_first", "") not in codes(FILE.replace("employees: 900", "employees: 5000"))
    assert ("look_elsewhere_first", "") in codes(FILE.replace("employees: 900", "employees: 4999"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("employees: 900", "employees: -1"), "line 2, key 'employees'"),
        (("employees: 900", "employees: many"), "line 2, key 'employees'"),
        (
            ("diligence-wages\n  - diligence-sec", "diligence-wage\n  - diligence-sec"),
            "Did you mean 'diligence-wages'?",
        ),
        (("child_labour,", "child_labor,"), "line 3, key 'risks[0]': there is no theme 'child_labor'"),
        (("purpose: reporting", "purpose: curiosity"), "purpose"),
        # An article of law is no part of the standard that the cap is: the question would pass for one below it.
        (("datum: product_footprint", "cap: [csddd-2024:15]"), "there is no disclosure of the voluntary standard"),
    ],
)
def test_a_wrong_questionnaire_is_refused_in_one_line(change: tuple[str, str], message: str) -> None:
    with pytest.raises(InputProblem) as caught:
        read_questionnaire("q.yaml", FILE.replace(*change), LIBRARY, KNOWN)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_shipped_question_is_asked_for_one_reason_in_two_languages() -> None:
    assert len(KNOWN) > 35
    for question in KNOWN.values():
        assert question.text["nl"] != question.text["en"]
        assert question.text["nl"].endswith(("?", ".")), question.id
        assert len(question.text["nl"].split()) <= 40, question.id
    held = {id for question in KNOWN.values() for id in question.cap}
    disclosures = {
        f"csrd-2022:vs.{part}" for part in [*(f"b{n}" for n in range(1, 12)), *(f"c{n}" for n in range(1, 10))]
    }
    assert held == disclosures  # every disclosure of the voluntary standard has its question
