"""A dossier of our own, small enough to know by heart, and one as large as they get."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.next_actions import find_next
from scharnier.diligence.rules.check import Judgement, check
from scharnier.norms import load_library
from scharnier.norms.marked_yaml import load_marked
from scharnier.report.dossier.names import Names
from scharnier.report.dossier.seen import Seen

ON = date(2026, 11, 20)
RECORDS = Path(__file__).parent / "sample.yaml"


def make_dossier(given: dict[str, list[dict[str, Any]]], lang: str = "nl") -> Dossier:
    """A dossier of records by kind."""
    records = {kind: {row["id"]: KINDS[kind].model_validate(row) for row in rows} for kind, rows in given.items()}
    return Dossier(Head(dossier=1, id="sample", title="Tassen", organisation="us", lang=lang), records)  # type: ignore[arg-type]


def small(lang: str = "nl") -> Judgement:
    """The small one, judged."""
    return check(make_dossier(load_marked(RECORDS.read_text(encoding="utf-8")).value), ON, load_library(), lang)


def large(relationships: int = 20_000, impacts: int = 500) -> Dossier:
    """Many relationships in many countries and tiers; many impacts, with words as long as they may be."""
    lands = ("BGD", "IND", "CHN", "TUR", "VNM", "PAK", "MMR", "KHM", "IDN", "ETH", "EGY", "MAR")
    first = relationships // 20
    parties = [
        {
            "id": f"r{n}",
            "name": f"Partner {n} {'zeer lange naam ' * (n % 7)}",
            "kind": "supplier",
            "country": lands[n * 7 % len(lands)],
            "to": [] if n < first else [f"r{(n * 31) % (n // 2 + 1)}"],
        }
        for n in range(relationships)
    ]
    rows: list[dict[str, Any]] = [
        {
            "id": f"IMP-{n}",
            "title": ("W" * 300, "Lang " * 60, "<b>Kort</b> & bondig")[n % 3][:300],
            "theme": ("forced_labour", "osh", "child_labour")[n % 3],
            "actual": ("yes", "no", None)[n % 3],
            "country": lands[n % len(lands)],
            "relationships": [f"r{n * 13 % relationships}"],
            "severity": {name: {"level": n % 5 + 1} for name in ("scale", "scope", "irremediable")} if n % 4 else {},
            "likelihood": n % 5 + 1 if n % 3 == 1 else None,
            "found_on": date(2024, 1, 1) + timedelta(days=n),
        }
        for n in range(impacts)
    ]
    measures = [
        {
            "id": f"MEA-{n}",
            "impacts": [f"IMP-{n}"],
            "kind": "leverage",
            "what": "Doen. " * 1600,
            "start_on": date(2025, 1, 1),
        }
        for n in range(impacts // 2)
    ]
    us = [{"id": "us", "name": "Groot " + "Lang" * 70, "country": "NLD"}]
    return make_dossier({"organisations": us, "relationships": parties, "impacts": rows, "measures": measures}, "nl")


def seen(judgement: Judgement, lang: str) -> Seen:
    """As its keepers see it."""
    library = load_library()
    return Seen(judgement, find_next(judgement, library, lang), Names(lang, library))
