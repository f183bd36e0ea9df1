"""The example dossiers say the same in both languages, and show every kind of record."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.dossier.read import list_faults, load_dossier
from scharnier.diligence.rules.check import check as judge_dossier
from scharnier.kernel.content import content_path
from scharnier.norms import load_library

ON = date(2026, 11, 20)
NAMES = ("workwear", "municipality", "investor")
# Where words may differ between the languages; everything else is equal.
WORDS = re.compile(
    r"(title|name|what|because|.*_because|place|unit|whom|on_behalf_of|how|said|did|by|owner|support|findings|changed"
    r"|asked|answer|to|lessons|group|role|approved_by|harm_.*|sources|gaps|root_causes|sectors|products|activities"
    r"|agreements|open_to|ways_in|informed_by|measured_against)"
)
PAGE_TITLES = ("Importer of workwear", "Municipality: ICT and natural stone", "Pension fund")
REPOSITORY = Path(__file__).resolve().parents[3]
NUMBER = re.compile(r"\d+(?:[.,]\d{3})*")


def load(name: str, lang: str) -> Dossier:
    return load_dossier(content_path(f"demo/dossiers/{name}-{lang}"), ON, with_files=True)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from leaves(part, (*path, key))
    elif isinstance(value, tuple | list):
        for place, part in enumerate(value):
            yield from leaves(part, (*path, place))
    else:
        yield path, value


def numbers(text: str) -> list[str]:
    return sorted(re.sub(r"[.,]", "", found) for found in NUMBER.findall(text))


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_hold_the_same_facts(name: str) -> None:
    dutch, english = load(name, "nl"), load(name, "en")
    assert dutch.head.model_copy(update={"lang": "", "title": ""}) == english.head.model_copy(
        update={"lang": "", "title": ""}
    )
    assert list(dutch.records) == list(english.records)
    for kind, records in english.records.items():
        assert list(dutch.records[kind]) == list(records)
        for id, record in records.items():
            ours, theirs = (dict(leaves(one.model_dump())) for one in (record, dutch.records[kind][id]))
            assert ours.keys() == theirs.keys(), f"{kind}/{id}"
            for path, value in ours.items():
                other = theirs[path]
                key = next(part for part in reversed(path) if isinstance(part, str))
                if path == ("sha256",):
                    continue  # the files are in two languages as well
                if isinstance(value, str) and isinstance(other, str) and WORDS.fullmatch(key):
                    assert numbers(value) == numbers(other), f"{kind}/{id}: {path}: {value!r} and {other!r}"
                else:
                    assert value == other, f"{kind}/{id}: {path}"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_example_has_no_fault_and_says_that_it_is_fiction(name: str, lang: str) -> None:
    folder = content_path(f"demo/dossiers/{name}-{lang}")
    assert list_faults(folder, ON) == []
    word = {"nl": "verzonnen", "en": "fiction"}[lang]
    for page in [folder / "README.md", folder / "dossier.yaml", *(folder / "evidence").iterdir()]:
        assert word in page.read_text(encoding="utf-8").lower(), page


@pytest.mark.parametrize("name", NAMES)
def test_an_example_shows_every_kind_and_refers_to_what_the_library_has(name: str) -> None:
    dossier, library = load(name, "nl"), load_library()
    assert {kind for kind in KINDS if dossier.all(kind)} == set(KINDS)
    themes = {theme.id for theme in library.themes.values()}
    named = {impact.theme for impact in dossier.impacts.values()}
    named |= {theme for kind in ("looks", "policies") for one in dossier.all(kind).values() for theme in one.themes}  # type: ignore[attr-defined]
    assert named <= themes
    norms = {id for one in dossier.policies.values() for id in one.commits_to}
    norms |= {id for one in dossier.looks.values() for id in one.compared_with}
    norms |= {one.check for one in dossier.statements.values()}
    assert {id for id in norms if id not in library.norms} == set()


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_are_judged_alike(name: str) -> None:
    library = load_library()
    first, second = (judge_dossier(load(name, lang), ON, library, lang) for lang in ("nl", "en"))
    outcomes = [
        [
            (one.rule, one.subject, one.outcome.verdict, one.outcome.rests_on, one.outcome.lacked)
            for one in found.rulings
        ]
        for found in (first, second)
    ]
    assert outcomes[0] == outcomes[1]
    assert first.closable == second.closable


@pytest.mark.parametrize(("title", "name"), list(zip(PAGE_TITLES, NAMES, strict=True)))
def test_the_check_by_hand_names_the_verdicts_of_today(title: str, name: str) -> None:
    """The page compares verdicts given by hand with those of the rules: what it says of the rules must be true."""
    page = (REPOSITORY / "docs/method/dossier/checked-by-hand.md").read_text(encoding="utf-8")
    rulings = judge_dossier(load(name, "nl"), ON, load_library(), "en").rulings
    found = {(one.rule, one.subject.rpartition("/")[2]): str(one.outcome.verdict) for one in rulings}
    rows = [row.split(" | ") for row in page.partition(f"## {title}")[2].partition("\n## ")[0].splitlines()]
    rows = [row for row in rows if row[0].startswith("| DD.")]
    assert len(rows) > 15
    for row in rows:
        rule, _, subject = row[0].removeprefix("| ").partition(" ")
        said, is_now = row[3].strip("* ").replace(" ", "_"), found[rule, subject or "dossier"]
        assert said == is_now, f"{rule} {subject}"
        hand = row[1].strip("* ").replace(" ", "_")
        agreed = hand == said or (hand == "open" and said != "met")
        assert agreed == row[4].startswith("yes"), f"{rule} {subject}"


def test_hashes_and_log_are_those_of_the_files() -> None:
    """Who edits an example must run the tool after it; a reader of the example would find a log that does not fit."""
    tool = REPOSITORY / "tools" / "demo_dossiers.py"
    done = subprocess.run([sys.executable, tool, "--check"], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_what_must_stay_inside_is_in_the_examples_so_that_reports_can_be_tested_on_it() -> None:
    for name in NAMES:
        dossier = load(name, "nl")
        assert any(talk.safe == "no" for talk in dossier.engagements.values())
        assert any(record.confidential for records in dossier.records.values() for record in records.values())
