"""What records show weighs more than what is said, and a reader sees where the two differ."""

from datetime import date
from typing import Any

import pytest

from scharnier.diligence.dossier.deeds import Proof, Statement
from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.rules.judging import Case, combine, judge_item
from scharnier.kernel.outcome import Outcome, Verdict
from scharnier.norms import load_library


def _case(minutes: date = date(2026, 1, 1), **facts: Any) -> Case:
    stated = {"id": "ST-1", "check": "oecd-ddg-2018:6.2/b", "on": "2026-06-01", **facts}
    statement = Statement.model_validate(stated)
    proof = Proof(id="EV-1", title="Minutes", on=minutes, by="board")
    head = Head(dossier=1, id="x", title="x", organisation="o")
    dossier = Dossier(head, {"statements": {"ST-1": statement}, "evidence": {"EV-1": proof}})
    return Case(dossier, date(2026, 11, 20), load_library())


SHOWN = Outcome(Verdict.MET, "There is a channel.", ("oecd-ddg-2018:6.2/b",))


def test_a_no_beside_what_records_show_is_told_and_changes_nothing() -> None:
    ruling = judge_item(_case(answer="no", because="Nobody uses it."), "6.2/b", SHOWN)
    assert ruling.outcome.verdict is Verdict.MET
    assert ruling.outcome.reason == (
        "There is a channel. Note: the organisation itself says it is not (2026-06-01). Nobody uses it."
    )


@pytest.mark.parametrize(
    ("facts", "verdict", "lacked"),
    [
        ({"answer": "no"}, Verdict.NOT_MET, ()),
        ({"answer": "yes"}, Verdict.UNKNOWN, ("statements/ST-1.evidence",)),
        ({"answer": "yes", "evidence": ["EV-1"]}, Verdict.MET, ()),
        ({"answer": "yes", "evidence": ["GONE"]}, Verdict.UNKNOWN, ("statements/ST-1.evidence",)),
        ({"answer": "yes", "evidence": ["EV-1"], "on": "2023-01-01"}, Verdict.UNKNOWN, ("statements/ST-1.on",)),
        ({"answer": "not_applicable"}, Verdict.UNKNOWN, ("statements/ST-1.because",)),
        ({"answer": "not_applicable", "because": "No staff."}, Verdict.NOT_APPLICABLE, ()),
    ],
)
def test_a_statement_counts_for_what_it_proves(facts: Any, verdict: Verdict, lacked: tuple[str, ...]) -> None:
    ruling = judge_item(_case(**facts), "6.2/b")
    assert (ruling.outcome.verdict, ruling.outcome.lacked) == (verdict, lacked)


def test_said_anew_old_paper_stays_old() -> None:
    """Proof counts that was less than two years old on the day of the statement, which is of 1 June 2026."""
    facts = {"answer": "yes", "evidence": ["EV-1"]}
    old = judge_item(_case(date(2024, 6, 1), **facts), "6.2/b").outcome
    assert (old.verdict, old.lacked) == (Verdict.UNKNOWN, ("statements/ST-1.evidence",))
    assert judge_item(_case(date(2024, 6, 2), **facts), "6.2/b").outcome.verdict is Verdict.MET


def test_nobody_declares_a_whole_action_void() -> None:
    waived = _case(answer="not_applicable", because="We are small.")
    ruling = combine(waived, "6.2", [judge_item(waived, "6.2/b")])
    assert (ruling.outcome.verdict, ruling.outcome.lacked) == (Verdict.UNKNOWN, ("statements/ST-1.answer",))
    by_records = Outcome(Verdict.NOT_APPLICABLE, "No harm was done.", ("oecd-ddg-2018:6.2/b",))
    shown = combine(waived, "6.2", [judge_item(waived, "6.2/b", by_records)])
    assert shown.outcome.verdict is Verdict.NOT_APPLICABLE  # the records say so
