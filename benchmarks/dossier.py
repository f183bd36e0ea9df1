"""How fast a large dossier is loaded and judged: 20,000 relationships, 2,000 impacts with all that belongs to them.

`python -m benchmarks.dossier` writes a made-up dossier to a folder, then loads and judges it a few times and prints the
best. `--profile` prints where the time of judging goes.
"""

import argparse
import cProfile
import json
import os
import pstats
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scharnier.diligence.asking import list_needed
from scharnier.diligence.dossier.read import load_dossier
from scharnier.diligence.dossier.view import at
from scharnier.diligence.lenses import find_status
from scharnier.diligence.next_actions import find_next
from scharnier.diligence.rules.check import check
from scharnier.norms import load_library

RELATIONSHIPS, IMPACTS = 20_000, 2_000
ON = date(2026, 11, 20)
THEMES = ("forced_labour", "child_labour", "living_wage", "osh", "working_hours", "deforestation", "chemicals")
COUNTRIES = ("BGD", "IND", "CHN", "TUR", "VNM", "PAK", "NLD", "DEU", "BRA", "MAR")
RUNS = 5

Row = dict[str, Any]


def main() -> None:
    """Make the dossier, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--relationships", type=int, default=RELATIONSHIPS)
    options.add_argument("--impacts", type=int, default=IMPACTS)
    options.add_argument("--keep", type=Path, help="write the dossier here and leave it")
    options.add_argument("--profile", action="store_true", help="print where the time of judging goes")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        folder = given.keep or Path(aside) / "dossier"
        rows = write_dossier(folder, given.relationships, given.impacts)
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(f"{given.relationships} relationships, {given.impacts} impacts, {rows} records in all, {size:.1f} MB")
        _measure(folder, profile=given.profile)


def run() -> list[Row]:
    """Rows for `make bench`: loading and judging, the best of a few times."""
    library = load_library()
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside) / "dossier"
        write_dossier(folder, RELATIONSHIPS, IMPACTS)
        dossier = load_dossier(folder, ON)
        size = f"a dossier of {RELATIONSHIPS:,} relationships and {IMPACTS:,} impacts"
        return [
            {"name": f"load {size}", "seconds": _best(lambda: load_dossier(folder, ON))},
            {"name": f"judge {size}", "seconds": _best(lambda: check(load_again(dossier), ON, library, "nl"))},
        ]


def _measure(folder: Path, *, profile: bool) -> None:
    library = load_library()
    dossier = load_dossier(folder, ON)
    judgement = check(dossier, ON, library, "nl")
    earlier = ON - timedelta(days=200)
    told = [
        ("load", lambda: load_dossier(folder, ON)),
        ("as it was 200 days before", lambda: at(dossier, earlier)),
        ("judge", lambda: check(load_again(dossier), ON, library, "nl")),
        ("judge as it was 200 days before", lambda: check(dossier, earlier, library, "nl")),
        ("next actions", lambda: find_next(judgement, library, "nl", 5)),
        ("status of csddd, eudr, isv", lambda: find_status(judgement, library, ("csddd", "eudr", "isv"), "nl")),
        ("questions still to ask", lambda: list(list_needed(judgement.dossier, ON, library))),
    ]
    for name, what in told:
        print(f"{name:32} {_best(what):6.2f} s")
    print(f"{len(judgement.rulings)} rulings; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    if profile:
        profiler = cProfile.Profile()
        profiler.runcall(check, load_again(dossier), ON, library, "nl")
        pstats.Stats(profiler, stream=sys.stdout).sort_stats("cumulative").print_stats(35)


def load_again(dossier: Any) -> Any:
    """The same records without what was worked out of them before: judging must pay for that itself."""
    return type(dossier)(dossier.head, dossier.records, dossier.torn)


def _best(what: Callable[[], object]) -> float:
    found = []
    for _ in range(RUNS):
        start = time.perf_counter()
        what()
        found.append(time.perf_counter() - start)
    return min(found)


def write_dossier(folder: Path, relationships: int, impacts: int) -> int:
    """Write a made-up dossier: small kinds as YAML (which is JSON here), large ones as lines. Gives the records."""
    folder.mkdir(parents=True, exist_ok=True)
    head = {"dossier": 1, "id": "large", "title": "Groot", "organisation": "us", "begun_on": "2023-01-01"}
    (folder / "dossier.yaml").write_text(json.dumps(head), encoding="utf-8")
    kinds = make_kinds(random.Random(7), relationships, impacts)
    total = 0
    for kind, rows in kinds.items():
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (folder / f"{kind}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        total += len(lines)
    return total


def make_kinds(rng: random.Random, relationships: int, impacts: int) -> Mapping[str, list[Row]]:
    """The records by kind: three tiers of relationships; each impact with measures, readings, talks and remedy."""
    found: dict[str, list[Row]] = {"organisations": [{"id": "us", "name": "Wij BV", "country": "NLD"}]}
    found["relationships"] = list(_relationships(rng, relationships))
    found["sites"] = [
        {"id": f"site-{n}", "name": f"Fabriek {n}", "country": rng.choice(COUNTRIES), "relationship": f"rel-{n}"}
        for n in range(min(2_000, relationships))
    ]
    kinds = ("impacts", "measures", "indicators", "engagements", "remedies", "complaints", "decisions", "looks")
    found |= {kind: [] for kind in kinds}
    found["evidence"] = [
        {"id": f"ev-{n}", "title": f"Stuk {n}", "url": f"https://example.org/{n}", "on": _day(rng), "by": "inkoop"}
        for n in range(impacts)
    ]
    for n in range(impacts):
        for kind, row in _impact(rng, n, relationships):
            found[kind].append(row)
    found["policies"] = [
        _policy(kind) for kind in ("conduct", "topic", "relations", "purchasing", "exit", "complaints")
    ]
    found["channels"] = [{"id": f"ch-{n}", "name": f"Meldpunt {n}", "kind": "own"} for n in range(20)]
    found["publications"] = [{"id": "pub", "kind": "public", "title": "Verslag", "on": "2026-06-01"}]
    found["statements"] = [
        {"id": f"st-{letter}", "check": f"oecd-ddg-2018:1.2/{letter}", "answer": "yes", "on": "2026-05-01",
         "evidence": ["ev-0"]}
        for letter in "abcdefghij"
    ]  # fmt: skip
    found["replies"] = [
        {"id": f"re-{n}", "question": "diligence-wages", "relationship": f"rel-{n}", "on": _day(rng), "answer": "ja"}
        for n in range(relationships // 10)
    ]
    return found


def _relationships(rng: random.Random, count: int) -> Iterator[Row]:
    for n in range(count):
        to = [] if n < count // 5 else [f"rel-{rng.randrange(max(1, n // 3))}"]
        row = {"id": f"rel-{n}", "name": f"Leverancier {n}", "kind": "supplier", "country": rng.choice(COUNTRIES)}
        yield {**row, "to": to, "since": "2024-03-01", "yearly_eur": round(rng.random() * 1e6, 2)}


def _impact(rng: random.Random, n: int, relationships: int) -> Iterator[tuple[str, Row]]:
    """An impact and what belongs to it, most of it filled in, as in a dossier that is kept well."""
    id, site = f"IMP-{n}", f"site-{rng.randrange(min(2_000, relationships))}"
    relation, actual = f"rel-{rng.randrange(relationships)}", rng.choice(("yes", "no"))
    part = rng.choice(("cause", "contribute", "directly_linked", None))
    grade = {
        name: {"level": rng.randint(1, 5), "because": "Zo is gezien."} for name in ("scale", "scope", "irremediable")
    }
    row = {"id": id, "title": f"Schade {n}", "theme": rng.choice(THEMES), "actual": actual, "country": "BGD",
           "relationships": [relation], "sites": [site], "affected": [{"group": "werknemers", "number": 40}],
           "severity": grade, "likelihood": rng.randint(1, 5), "found_on": _day(rng), "heard": [f"ENG-{n}"],
           "evidence": [f"ev-{n}"]}  # fmt: skip
    yield "impacts", row if part is None else {**row, "involvement": part, "involvement_because": "Zo is gewogen."}
    for number, kind in enumerate(rng.sample(("cease", "prevent", "mitigate", "leverage"), 2)):
        yield "measures", {"id": f"MEA-{n}-{number}", "impacts": [id], "kind": kind, "what": "Wij doen dit.",
                           "owner": "hoofd inkoop", "start_on": "2025-02-01", "due_on": "2026-03-01",
                           "done_on": _day(rng), "relationships": [relation], "evidence": [f"ev-{n}"]}  # fmt: skip
    readings = [{"on": _day(rng), "value": rng.random() * 10, "evidence": [f"ev-{n}"]} for _ in range(3)]
    yield "indicators", {"id": f"IND-{n}", "measures": [f"MEA-{n}-0"], "what": "uren", "unit": "uur", "better": "down",
                         "effect": "yes", "target": 5.0, "baseline": {"on": "2025-01-01", "value": 9.0},
                         "readings": readings}  # fmt: skip
    yield "engagements", {"id": f"ENG-{n}", "on": _day(rng), "who": "union", "whom": f"bond {n}", "steps": [2, 3, 4],
                          "impacts": [id], "safe": rng.choice(("yes", "yes", "yes", "no")), "said": "Dit is nodig.",
                          "result": "changed", "did": "Dit."}  # fmt: skip
    if actual == "yes" and part in ("cause", "contribute"):
        yield "remedies", {"id": f"REM-{n}", "impacts": [id], "decision": "provide", "decided_on": "2025-03-01",
                           "delivered_on": _day(rng), "accepted": "yes", "heard": [f"ENG-{n}"]}  # fmt: skip
    if n % 4 == 0:
        yield "complaints", {"id": f"COM-{n}", "received_on": _day(rng), "channel": "ch-0", "impacts": [id],
                             "retaliation": rng.choice(("no", "no", "yes"))}  # fmt: skip
    yield "looks", {"id": f"LOOK-{n}", "kind": rng.choice(("in_depth", "visit")), "title": f"Onderzoek {n}",
                    "on": _day(rng), "relationships": [relation], "impacts": [id], "findings": "Gezien."}  # fmt: skip
    if n % 50 == 0:
        yield "decisions", {"id": f"DEC-{n}", "kind": "priority", "on": _day(rng), "by": "directie", "because": "Erg",
                            "impacts": [id]}  # fmt: skip


def _policy(kind: str) -> Row:
    row = {"id": f"pol-{kind}", "title": f"Beleid {kind}", "kind": kind, "approved_by": "directie"}
    return {**row, "approved_on": "2025-01-10", "published_on": "2025-02-01", "languages": ["nl", "en"]}


def _day(rng: random.Random) -> str:
    return (ON - timedelta(days=rng.randint(1, 600))).isoformat()


if __name__ == "__main__":
    main()
