"""Dutch policy records against what the letters and lists say, typed again; and nothing that nobody could find."""

import csv
from collections import defaultdict
from datetime import date

import pytest

from scharnier.kernel.content import content_path
from scharnier.kernel.outcome import Verdict
from scharnier.kernel.provenance import Confidence
from scharnier.norms import load_library

LIBRARY = load_library()
FILES = ("nl-policy.csv", "nl-instruments.csv", "nl-covenants.csv")
TODAY = date(2026, 11, 20)


def rows() -> list[dict[str, str]]:
    found = []
    for name in FILES:
        with content_path(f"norms/{name}").open(encoding="utf-8", newline="") as handle:
            found += list(csv.DictReader(handle))
    return found


def below(parent: str) -> list[str]:
    return [norm.id.removeprefix(f"{parent}:").removeprefix(f"{parent}/") for norm in LIBRARY.children(parent)]


def dates(id: str) -> tuple[str, str]:
    norm = LIBRARY.norm(id)
    return str(norm.valid_from or ""), str(norm.valid_to or "")


def test_five_kinds_of_measures() -> None:
    note = "nl-imvo-note-2020"
    assert below(note) == ["voorlichten", "verleiden", "vergemakkelijken", "voorwaarden", "verplichten"]
    assert {LIBRARY.norm(f"{note}:{id}").kind for id in below(note)} == {"mix_dimension"}
    assert dates(note) == ("2020-10-16", "")
    assert "26485 nr. 337" in LIBRARY.norm(note).text_version


def test_six_recommendations_each_with_an_answer_of_the_cabinet() -> None:
    advice = "ser-2019-13"
    assert below(advice) == list("123456")
    for number in "123456":
        answer = LIBRARY.norm(f"{advice}:{number}/response")
        assert answer.parent == f"{advice}:{number}"
        assert str(answer.valid_from) == "2020-07-10"
        assert answer.confidence is Confidence.VERIFIED
        assert answer.source == "SEED-004"


def test_the_cabinet_does_not_put_one_kind_of_rights_first() -> None:
    assert "always" in LIBRARY.norm("ser-2019-13:3").gist["en"]
    assert "indivisible" in LIBRARY.norm("ser-2019-13:3/response").gist["en"]


def test_advice_of_the_ser() -> None:
    adopted = {norm.id: str(norm.adopted) for norm in LIBRARY.all("advice")}
    expected = {
        "ser-2014-convenanten": "2014",
        "ser-2019-13": "2019-10",
        "ser-2020-08": "2020-09",
        "ser-2021-11": "2021-10",
    }
    assert adopted == expected
    lighter = LIBRARY.norm("ser-2021-11").gist["nl"]
    assert all(number in lighter for number in ("1.000", "250", "50"))


def test_questions_of_the_two_frameworks() -> None:
    assert below("nl-iak") == list("1234567")
    compass = [id for id in below("nl-beleidskompas-2023") if id.isdigit()]
    assert compass == list("012345")
    assert dates("nl-beleidskompas-2023") == ("2023-03", "")
    assert LIBRARY.in_force("nl-iak", date(2024, 1, 1)).verdict is Verdict.NOT_MET
    came_from: dict[int, set[int]] = defaultdict(set)
    for link in LIBRARY.links:
        if link.source.startswith("nl-beleidskompas-2023:"):
            assert link.relation == "supersedes"
            came_from[int(link.source[-1])].add(int(link.target[-1]))
    assert came_from == {0: {2}, 1: {1, 3}, 2: {4}, 3: {5, 6}, 4: {7}, 5: {6}}


def test_nine_checks_and_ten_criteria() -> None:
    assert len(LIBRARY.all("policy_test")) == 9
    assert len(below("nl-criteria")) == 10
    assert {LIBRARY.norm(f"nl-criteria:{id}").confidence for id in below("nl-criteria")} == {Confidence.UNVERIFIED}


@pytest.mark.parametrize(
    ("letter", "day", "count", "source"),
    [
        ("mvo-platform-2026", "2026-01-12", 5, "SEED-000"),
        ("mvo-platform-2022-note", "2022-09-15", 10, "SEED-001"),
        ("mvo-platform-2022-isv", "2022-09-02", 6, "SEED-002"),
    ],
)
def test_what_civil_society_asks(letter: str, day: str, count: int, source: str) -> None:
    asked = LIBRARY.children(letter)
    assert len(asked) == count
    assert {norm.source for norm in asked} == {source}
    assert {norm.confidence for norm in asked} == {Confidence.VERIFIED}
    assert dates(letter) == (day, "")


@pytest.mark.parametrize(
    ("covenant", "start", "end"),
    [
        ("nl-covenant-2016:garments", "2016-07-04", "2021"),
        ("nl-covenant-2016:banking", "2016-10", "2019"),
        ("nl-covenant-2017:gold", "2017-06", "2022"),
        ("nl-covenant-2018:food", "2018-06", "2023-06"),
        ("nl-covenant-2018:insurance", "2018-07", "2023"),
        ("nl-covenant-2018:pensions", "2018-12-20", "2022"),
        ("nl-covenant-2019:natural_stone", "2019-05-13", ""),
        ("nl-covenant-2019:metals", "2019-05", "2024"),
        ("nl-covenant-2025:metals", "2025-11-17", ""),
        ("nl-covenant-2023:renewable_energy", "2023-03", ""),
    ],
)
def test_dates_of_sector_agreements(covenant: str, start: str, end: str) -> None:
    assert dates(covenant) == (start, end)


@pytest.mark.parametrize("covenant", ["2017:forest", "2017:plant_protein", "2019:ornamental_plants"])
def test_an_end_that_nobody_knows_is_neither_running_nor_over(covenant: str) -> None:
    norm = LIBRARY.norm(f"nl-covenant-{covenant}")
    assert norm.confidence is Confidence.UNVERIFIED
    assert LIBRARY.in_force(norm.id, TODAY).verdict is Verdict.UNKNOWN


def test_the_policy_of_agreements_ended_in_october_2021() -> None:
    assert str(LIBRARY.norm("nl-covenant").valid_to) == "2021-10"
    assert LIBRARY.in_force("nl-covenant", TODAY).verdict is Verdict.NOT_MET
    assert len(LIBRARY.all("covenant")) == 13  # twelve agreements, the metals one with two terms


def test_thirteen_sectors_of_2014_are_history() -> None:
    sectors = LIBRARY.children("kpmg-sra-2014")
    assert len(sectors) == 13
    assert {LIBRARY.in_force(norm.id, TODAY).verdict for norm in sectors} == {Verdict.NOT_APPLICABLE}


def test_combination_countries_are_unverified_and_have_no_end_or_beginning() -> None:
    ids = below("nl-combination-2022")
    assert set(ids) == {"BD", "CO", "EG", "GH", "IN", "ID", "CI", "KE", "MA", "NG", "SN", "ZA", "UA", "VN"}
    for id in ids:
        country = LIBRARY.norm(f"nl-combination-2022:{id}")
        assert country.confidence is Confidence.UNVERIFIED
        assert LIBRARY.in_force(country.id, TODAY).verdict is Verdict.UNKNOWN


def test_rounds_open_and_close() -> None:
    expected = {
        "spvo/round_2025": ("2025-08-25", "2025-10-06"),
        "sector_cooperation/round_1": ("2024-10-01", "2025-06-30"),
        "sector_cooperation/round_2": ("2026-01-02", "2026-09-30"),
        "sector_cooperation/civil_society": ("2023", "2026"),
        "fvo": ("2019", "2022"),
    }
    assert {id: dates(f"nl-instrument:{id}") for id in expected} == expected
    assert LIBRARY.in_force("nl-instrument:fbk", TODAY).verdict is not Verdict.MET
    assert "Closed" in LIBRARY.norm("nl-instrument:fbk").gist["en"]


def test_instruments_of_the_cabinet_letter_are_there() -> None:
    instruments = set(below("nl-instrument"))
    assert {"fbk", "fvo", "dtif", "dggf", "pib", "vmp", "decp", "eca", "ncp", "trade_missions"} <= instruments
    assert len(LIBRARY.children("nl-instrument:support_desk")) == 7


def test_a_letter_or_advice_is_never_in_force() -> None:
    for kind in ("letter", "ask", "advice", "recommendation", "response", "motion", "criterion", "sector"):
        for norm in LIBRARY.all(kind):
            assert LIBRARY.in_force(norm.id, TODAY).verdict is Verdict.NOT_APPLICABLE


def test_what_nobody_could_find_is_not_here() -> None:
    text = " ".join(" ".join(row.values()) for row in rows())
    assert "FIRM" not in text
    assert "nl-mix-2020:A" not in LIBRARY.norms
    elements = [norm.id for norm in LIBRARY.children("nl-mix-2020") if norm.kind == "mix_element"]
    assert len(elements) == 8
    sure = {id for id in elements if LIBRARY.norm(id).confidence is Confidence.VERIFIED}
    assert sure == {"nl-mix-2020:child_labour_law"}
    assert "not seen" in LIBRARY.norm("nl-regeldruk").gist["en"]  # hourly tariffs


def test_own_knowledge_and_verified_facts_keep_apart() -> None:
    ids = {row["id"] for row in rows()}
    for id in ids:
        norm = LIBRARY.norm(id)
        if norm.confidence is Confidence.VERIFIED:
            assert norm.source.startswith("SEED-"), id
        if norm.source == "OWN":
            assert norm.confidence is Confidence.UNVERIFIED, id


def test_every_phase_of_the_conditions_but_need_and_complaint_meets_a_step() -> None:
    phases = below("isv-cycle")
    assert phases == ["need", "market", "tender", "award", "start", "during", "yearly", "complaint"]
    steps = {
        phase: {
            link.target.removeprefix("oecd-ddg-2018:")
            for link in LIBRARY.links_from(f"isv-cycle:{phase}")
            if link.target.startswith("oecd-ddg-2018:")
        }
        for phase in phases
    }
    expected = {"tender": {"1.3"}, "award": {"2", "3"}, "start": {"2"}, "during": {"3", "4"}, "yearly": {"5"}}
    assert {phase: found for phase, found in steps.items() if found} == expected
