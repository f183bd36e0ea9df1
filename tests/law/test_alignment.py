"""The law beside the norm: the thirteen and two elements and the four deviations, typed again from the facts."""

import re
from datetime import date
from pathlib import Path

import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.provenance import Confidence
from scharnier.law.alignment import align, calc_coverage, list_judgement_changes, named_deviations
from scharnier.norms import load_library
from scharnier.norms.alignment_load import find_dangling, load_alignments
from scharnier.norms.alignment_records import FATES, RELATIONS, SIZES

LIBRARY = load_library()
ON = date(2026, 11, 20)

# element, gap as the fact base writes it, relation of the text in force, article it rests on
TABLE = [
    ("personal_scope", "large", "narrower", "2.1.a"),
    ("material_scope", "medium", "narrower", "3.1.c"),
    ("chain_scope", "medium", "narrower", "3.1.g"),
    ("risk_identification", "medium", "narrower", "8.3"),
    ("prioritisation", "small/medium", "narrower", "9"),
    ("measures", "small", "narrower", "3.1.o"),
    ("involvement", "wording", "same", "12"),
    ("disengagement", "medium", "narrower", "10.6"),
    ("monitoring", "medium/large", "narrower", "15"),
    ("remediation", "medium", "narrower", "12"),
    ("stakeholder_moments", "medium", "narrower", "13"),
    ("stakeholder_definition", "medium", "narrower", "3.1.n"),
    ("grievance", "small", "narrower", "14"),
    ("climate", "large", "absent", "22"),
    ("remedy_courts", "medium", "narrower", "29.1"),
]
# Words without which the reading of the text in force would be wrong.
SAYS = {
    "personal_scope": r"5,000.*1\.5 billion",
    "material_scope": r"annex.*conditions",
    "chain_scope": r"[Uu]pstream.*distribution, transport and storage",
    "risk_identification": r"scoping.*5,000.*direct partners may go first",
    "prioritisation": r"severity and likelihood",
    "measures": r"may look closed",
    "involvement": r"jointly",
    "disengagement": r"suspending.*not required",
    "monitoring": r"five years",
    "remediation": r"voluntary",
    "stakeholder_moments": r"three moments",
    "stakeholder_definition": r"[Dd]irectly affected.*legitimate representatives",
    "grievance": r"Five criteria",
    "climate": r"deleted",
    "remedy_courts": r"representative actions.*deleted",
}
BEHAVIOUR = {
    "personal_scope": "below the limits",
    "material_scope": "all rights",
    "chain_scope": "use and disposal, clients and finance",
    "risk_identification": "every tier",
    "prioritisation": "Rank by severity",
    "involvement": "spectrum",
    "disengagement": "leave",
    "monitoring": "continuously",
    "remediation": "leverage",
    "stakeholder_moments": r"step 1.*step 4.*step 5",
    "grievance": "all eight",
    "climate": "Keep your climate plan",
}


def test_the_table_of_thirteen_and_two_is_reproduced() -> None:
    rows = align(LIBRARY, "CSDDD", ON).rows
    assert [row.element.id for row in rows] == [id for id, *_ in TABLE]
    assert [row.element.id for row in rows if row.element.extra] == ["climate", "remedy_courts"]
    for row, (id, gap, relation, article) in zip(rows, TABLE, strict=True):
        judgement = row.judgement
        assert judgement is not None
        sizes = [size for size in (judgement.size_from, judgement.size) if size]
        assert ("/".join(sizes), judgement.relation) == (gap, relation), id
        assert f"csddd-2024:{article}" in judgement.provisions, id
        assert re.search(SAYS[id], judgement.says["en"]), (id, judgement.says["en"])
        if id in BEHAVIOUR:
            assert row.element.behaviour is not None
            assert re.search(BEHAVIOUR[id], row.element.behaviour["en"]), id
    assert rows[-1].element.behaviour is None  # courts are for the state


def test_on_an_earlier_day_the_earlier_text_is_judged_and_what_nobody_judged_says_so() -> None:
    view = align(LIBRARY, "csddd", date(2025, 1, 1))
    assert view.text.id == "2024"
    judged = {row.element.id: row.judgement for row in view.rows}
    personal, monitoring = judged["personal_scope"], judged["monitoring"]
    assert personal is not None
    assert monitoring is not None
    assert re.search(r"1,000.*450 million", personal.says["en"])
    assert "twelve months" in monitoring.says["en"]
    assert judged["prioritisation"] is None  # no source says what Article 9 read then
    assert judged["climate"] is not None
    assert judged["climate"].relation == "same"


def test_a_proposal_is_compared_and_has_no_more_than_the_fiche_named() -> None:
    view = align(LIBRARY, "csddd", ON, "proposal-2022")
    assert view.text.status == "proposal"
    judged = {row.element.id: row.judgement for row in view.rows if row.judgement}
    assert set(judged) == {"chain_scope", "risk_identification", "measures", "remediation"}
    assert {one.relation for one in judged.values()} == {"narrower"}
    assert {one.size for one in judged.values()} == {None}


# deviation: what became of it in 2024 and in 2026, and the verdict
DEVIATIONS = [
    ("established_relationships", "direct and indirect partners", "direct partners may go first", "mostly_repaired"),
    ("contract_clauses", "purchasing practices", "model clauses", "repaired"),
    ("financial_sector", "Downstream services were out", "review of the financial sector was deleted", "remains"),
    (
        "remedy",
        "duty to remedy, a complaints procedure and liability",
        "EU-wide liability and representative actions were deleted",
        "partly_repaired_then_reduced",
    ),
]


def test_the_four_deviations_the_cabinet_named_are_reproduced_with_their_fate() -> None:
    found = named_deviations(LIBRARY, "csddd")
    assert [one.id for one in found] == [id for id, *_ in DEVIATIONS]
    for one, (_, then, now, verdict) in zip(found, DEVIATIONS, strict=True):
        fates = {fate.text: fate for fate in one.fates}
        assert list(fates) == ["proposal-2022", "2024", "2026"]
        assert fates["proposal-2022"].source == "SEED-001"
        assert then in fates["2024"].what["en"]
        assert now in fates["2026"].what["en"]
        assert one.verdict == verdict
    naming = LIBRARY.alignments["csddd-2024"].named_by
    assert naming is not None
    assert (naming.on, naming.source, naming.confidence) == ("2022", "SEED-001", Confidence.SECONDARY)


def test_no_text_no_law_no_comparison_says_what_there_is() -> None:
    with pytest.raises(InputProblem, match=r"no text of csddd was law on 2020-01-01.*2024 \(from 2024-07-25\)"):
        align(LIBRARY, "csddd", date(2020, 1, 1))
    with pytest.raises(InputProblem, match="has no text 'omnibus'"):
        align(LIBRARY, "csddd", ON, "omnibus")
    with pytest.raises(InputProblem, match=r"not been put beside.*csddd"):
        align(LIBRARY, "target90", ON)
    with pytest.raises(InputProblem, match=r"nobody named.*csddd"):
        named_deviations(LIBRARY, "eudr")


def test_known_gaps_of_other_laws() -> None:
    def relation(law: str, element: str) -> str | None:
        row = next(row for row in align(LIBRARY, law, ON).rows if row.element.id == element)
        return row.judgement.relation if row.judgement else None

    assert relation("eudr", "remediation") == "absent"  # no step 6
    assert relation("conflict_minerals", "remediation") == "absent"
    assert relation("isv", "grievance") == "absent"
    assert relation("isv", "remediation") is None  # sources disagree
    assert relation("flr", "risk_identification") == "absent"
    assert relation("batteries", "remediation") == "absent"


def test_the_words_of_an_element_are_the_same_beside_every_law() -> None:
    model = LIBRARY.alignments["csddd-2024"].elements
    for alignment in LIBRARY.alignments.values():
        for element in alignment.elements.values():
            same = model[element.id]
            assert (element.title, element.asks, element.standard) == (same.title, same.asks, same.standard)


def test_judgements_use_the_vocabulary_and_stay_short() -> None:
    assert {"same", "absent", "contrary", "narrower", "wider"} <= set(LIBRARY.relations)
    for alignment in LIBRARY.alignments.values():
        for element in alignment.elements.values():
            for judgement in element.judgements.values():
                assert judgement.relation in RELATIONS
                assert judgement.size in (None, *SIZES)
                for text in (judgement.says, judgement.effect or {}, element.asks):
                    assert all(len(words.split()) <= 60 for words in text.values()), (element.id, judgement.text)
                if judgement.relation != "same" and judgement.text == "2026":
                    assert judgement.effect, (alignment.law, element.id)
        assert all(one.verdict in FATES for one in alignment.deviations)


def test_what_changed_between_the_texts_of_2024_and_2026() -> None:
    alignment = LIBRARY.alignments["csddd-2024"]
    changed = {
        one.element.id: (one.old.relation, one.new.relation)
        for one in list_judgement_changes(alignment, "2024", "2026")
    }
    assert changed == {
        "personal_scope": ("narrower", "narrower"),  # other limits
        "risk_identification": ("same", "narrower"),
        "disengagement": ("same", "narrower"),
        "monitoring": ("same", "narrower"),
        "stakeholder_moments": ("narrower", "narrower"),  # fewer moments
        "stakeholder_definition": ("same", "narrower"),
        "climate": ("same", "absent"),
        "remedy_courts": ("narrower", "narrower"),  # liability deleted
    }


# The coverage table of the fact base, steps 1 to 6: X duty, p partial, - none.
COVERAGE = {
    "csddd": "XXXXXX",
    "csrd": "-p--X-",
    "eudr": "XXXXp-",
    "flr": "-pp--p",
    "conflict_minerals": "XXXXX-",
    "batteries": "XXXXX-",
    "isv": "pXXXX-",
}
# Where our duties differ from that table (table, ours), and why. Ours counts actions asked, not their weight.
INVOLVEMENT = "no law asks action 2.3 by itself"
EXPLAINED = {
    ("csddd", 2, "X", "p"): INVOLVEMENT,
    ("eudr", 2, "X", "p"): INVOLVEMENT,
    ("conflict_minerals", 2, "X", "p"): INVOLVEMENT,
    ("batteries", 2, "X", "p"): INVOLVEMENT,
    ("isv", 2, "X", "p"): INVOLVEMENT,
    ("csrd", 1, "-", "p"): "reporting on policy is put beside 1.1 as a narrower duty",
    ("csrd", 4, "-", "X"): "reporting on targets is put beside 4.1 as a narrower duty",
    ("eudr", 1, "X", "p"): "the system is put beside 1.2 only",
    ("eudr", 3, "X", "p"): "mitigation is put beside 3.2 only",
    ("eudr", 5, "p", "X"): "step 5 has one action, asked as a narrower duty",
    ("flr", 3, "p", "X"): "both actions are asked as evidence, as narrower duties",
    ("conflict_minerals", 6, "-", "p"): "complaints as early warning (Article 4) are put beside 6.2; remedy is absent",
    ("batteries", 6, "-", "p"): "complaints in the management system (Article 49) are put beside 6.2; remedy is absent",
}


def test_the_steps_laws_ask_are_those_of_the_fact_base_but_for_what_is_explained() -> None:
    found = {one.law.name: one for one in calc_coverage(LIBRARY, ON, list(COVERAGE))}
    differences = set()
    for law, marks in COVERAGE.items():
        for number, mark in enumerate(marks, 1):
            step = found[law].steps[str(number)]
            if mark != step.mark:
                differences.add((law, number, mark, step.mark))
            assert set(step.whole) <= set(step.asked) <= set(step.actions)
    assert differences == set(EXPLAINED)
    assert "2.3" not in {action for one in found.values() for action in one.steps["2"].asked}


# ---- faults in a file -----------------------------------------------------------------------------------------------

GOOD = """\
alignment:
  law: flr-2024
  note: {nl: Proef., en: Test.}
  source: OWN
  confidence: unverified
  checked_on: 2026-11-20
elements:
  - id: remediation
    title: {nl: Herstel, en: Remedy}
    standard: ["ungp-2011:22"]
    asks: {nl: Herstel., en: Remedy.}
    judgements:
      - text: "2024"
        relation: absent
        size: large
        says: {nl: Niets., en: Nothing.}
        provisions: ["17"]
"""


def faults(folder: Path, text: str) -> list[str]:
    (folder / "flr.yaml").write_text(text, encoding="utf-8")
    shelf = load_alignments(folder)
    found = find_dangling(shelf, LIBRARY.laws, set(LIBRARY.norms), set(LIBRARY.references))
    return [str(finding) for finding in found]


def test_a_good_file_has_no_faults_and_an_absent_folder_is_empty(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []
    assert load_alignments(tmp_path / "absent").alignments == {}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("relation: absent", "relation: similar", r"flr\.yaml: line 14: .*relation"),
        ("size: large", "size: none", r"line 1\d: .*stays below the norm"),
        ("size: large", "size: huge", r"line 15: "),
        ("    asks: {nl: Herstel., en: Remedy.}\n", "    asks: {nl: Herstel.}\n", r"line 11: .*en"),
        ("    asks:", "    ask:", r"line 11: elements\.0\.ask: Extra"),
        ('text: "2024"', 'text: "2031"', r"remediation: text '2031' does not exist"),
        ('["17"]', '["99"]', r"provision 'flr-2024:99' does not exist"),
        ("ungp-2011:22", "ungp-2011:99", r"standard 'ungp-2011:99' does not exist"),
        ("source: OWN", "source: NOBODY", r"source 'NOBODY' does not exist"),
        ("law: flr-2024", "law: flr-2025", r"law 'flr-2025' does not exist"),
        ("elements:\n", "elements: [\n", r"line \d+: "),
    ],
)
def test_a_typo_is_named_with_its_line_or_id(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new, 1))
    assert any(re.search(said, fault) for fault in found), found


def test_what_is_the_same_cannot_differ_much(tmp_path: Path) -> None:
    wrong = GOOD.replace("relation: absent", "relation: same")
    assert "differs in nothing or in wording only" in " ".join(faults(tmp_path, wrong))


def test_an_element_or_a_law_twice_is_a_fault(tmp_path: Path) -> None:
    again = GOOD[GOOD.index("  - id: remediation") :]
    assert "element is there more than once" in " ".join(faults(tmp_path, GOOD + again))
    (tmp_path / "flr2.yaml").write_text(GOOD, encoding="utf-8")
    assert "in another file too" in " ".join(faults(tmp_path, GOOD))
