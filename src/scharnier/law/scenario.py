"""Scenarios: a profile, dates, and what a lawyer expects a law to answer. Comparing never decides who is right."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scharnier.kernel.errors import ContentError
from scharnier.law.answer import Answer
from scharnier.law.applies import RULES
from scharnier.law.profile import Profile
from scharnier.law.profile.read import parse_profile
from scharnier.norms.library import Library
from scharnier.norms.marked_yaml import load_marked

EXPECTED = frozenset({"verdict", "scope", "since", "until", "missing", "products"})


@dataclass(frozen=True)
class Scenario:
    """`asked` holds, by date and law, what is expected: any of verdict, scope, since, until, missing, products."""

    name: str
    why: str
    profile: Profile
    asked: Mapping[date, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Difference:
    """Where an answer is not what a scenario expects."""

    scenario: str
    on: date
    law: str
    what: str
    expected: str
    answered: str

    def __str__(self) -> str:
        return f"{self.scenario}, {self.on}, {self.law}: {self.what} is {self.answered}, expected {self.expected}"


def load_scenarios(folder: Path, library: Library) -> tuple[Scenario, ...]:
    """Every scenario file of a folder. Raises `ContentError` for one that is not a scenario."""
    return tuple(_load(path, library) for path in sorted(folder.glob("*.yaml")))


def compare(scenario: Scenario, library: Library) -> Iterator[Difference]:
    """Every difference between what is expected and what is answered."""
    for on, laws in scenario.asked.items():
        for law, expected in laws.items():
            answer = RULES[law](scenario.profile, on, library)
            for what, wanted in expected.items():
                given, hoped = _given(answer, what), sorted(wanted) if what == "missing" else _plain(wanted)
                if given != hoped:
                    yield Difference(scenario.name, on, law, what, str(hoped), str(given))


def _given(answer: Answer, what: str) -> Any:
    if what == "products":
        return [str(one.answer.verdict) for one in answer.products]
    value = getattr(answer, what)
    return sorted(value) if what == "missing" else _plain(value)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, list) else str(value)


def _load(path: Path, library: Library) -> Scenario:
    raw = load_marked(path.read_text(encoding="utf-8")).value
    if not isinstance(raw, Mapping) or set(raw) != {"why", "profile", "asked"}:
        raise ContentError(f"{path.name}: a scenario has the keys why, profile and asked")
    for on, laws in raw["asked"].items():
        for law, expected in laws.items():
            if not isinstance(on, date) or law not in RULES or not set(expected) <= EXPECTED:
                raise ContentError(f"{path.name}: {on} {law} is not a date, a law and what is expected")
    profile = parse_profile(json.dumps(raw["profile"], default=str).encode(), path.name, library)
    return Scenario(path.stem, raw["why"], profile, raw["asked"])
