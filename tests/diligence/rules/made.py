"""Make a case out of a few lines of YAML, through the real models: what a rule is asked in a test."""

from datetime import date
from pathlib import Path
from typing import Any

from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.rules.judging import Case, Ruling
from scharnier.kernel.outcome import Verdict
from scharnier.norms import load_library
from scharnier.norms.marked_yaml import load_marked

ON = date(2026, 11, 20)
GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "dossier"


def make_dossier(given: dict[str, Any]) -> Dossier:
    """A dossier of records by kind; `head` holds keys of dossier.yaml that differ from the default."""
    head = {"dossier": 1, "id": "test", "title": "Test", "organisation": "us", **given.get("head", {})}
    records = {
        kind: {one["id"]: KINDS[kind].model_validate(one) for one in rows}
        for kind, rows in given.items()
        if kind not in ("head", "on")
    }
    return Dossier(Head.model_validate(head), records)


def make_case(text: str, on: date = ON, lang: str = "en") -> Case:
    """The case of a dossier written in YAML, one key a kind."""
    return Case(make_dossier(load_marked(text).value or {}), on, load_library(), lang)


def verdicts(rulings: list[Ruling]) -> dict[str, Verdict]:
    """The verdict by rule; for a subject other than the whole dossier by rule and subject (`DD.2.3 impacts/IMP-1`)."""
    return {
        ruling.rule if ruling.subject == "dossier" else f"{ruling.rule} {ruling.subject}": ruling.outcome.verdict
        for ruling in rulings
    }
