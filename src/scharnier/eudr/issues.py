"""What is wrong with a file of plots: issues with a stable code, a place, and words in two languages."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import yaml
from numpy.typing import NDArray

Severity = Literal["error", "warning"]
KEPT = 10_000  # issues of one code that are kept in full; the rest is counted


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong. `feature` is the 0-based index (None: the file itself), `path` names the place.

    `details` fills the words of the code; a value may be a mapping of language to text.
    """

    code: str
    severity: Severity
    feature: int | None
    path: str
    details: Mapping[str, Any]

    def message(self, lang: str) -> str:
        """What is wrong and what to do, in Dutch (`nl`) or English (`en`)."""
        said = {key: value[lang] if isinstance(value, Mapping) else value for key, value in self.details.items()}
        return str(load_codes()[self.code][lang]).format(**said)

    def as_json(self, lang: str) -> dict[str, Any]:
        """The issue as the contract of the command promises it."""
        return {
            "feature": self.feature,
            "code": self.code,
            "severity": self.severity,
            "message": self.message(lang),
            "path": self.path,
        }


@cache
def load_codes() -> Mapping[str, Mapping[str, Any]]:
    """All codes with severity, title and words, in the order of the file."""
    codes: dict[str, Mapping[str, Any]] = yaml.safe_load(Path(__file__).with_name("codes.yaml").read_text("utf-8"))
    return codes


@dataclass
class Findings:
    """Issues as they are found: of each code at most KEPT are kept, all are counted."""

    issues: list[Issue] = field(default_factory=list)
    counts: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    held: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    kept: int = KEPT

    def add(self, code: str, feature: int | None, path: str, severity: Severity | None = None, **details: Any) -> None:
        """Add one issue; the severity is that of the code unless given."""
        level: Severity = severity or load_codes()[code]["severity"]
        self.counts[(code, level)] += 1
        if self.held[(code, level)] < self.kept:
            self.held[(code, level)] += 1
            self.issues.append(Issue(code, level, feature, path, details))

    def skip(self, code: str, number: int, severity: Severity | None = None) -> None:
        """Count issues of a code that nobody will read, because more than enough were added."""
        if number:
            self.counts[(code, severity or load_codes()[code]["severity"])] += number

    def take(self, code: str, where: NDArray[np.int64], severity: Severity | None = None) -> list[int]:
        """Those of the places `where` something is wrong that are kept; the others are counted at once."""
        room = self.room(code, severity)
        self.skip(code, len(where[room:]), severity)
        return [int(place) for place in where[:room]]

    def room(self, code: str, severity: Severity | None = None) -> int:
        """How many more issues of a code are kept."""
        level: Severity = severity or load_codes()[code]["severity"]
        return max(0, self.kept - self.held.get((code, level), 0))

    def absorb(self, other: "Findings") -> None:
        """Take over everything that another one found."""
        self.issues += other.issues
        self.counts.update(other.counts)
        self.held.update(other.held)

    @property
    def valid(self) -> bool:
        """Whether there is not one error."""
        return not any(level == "error" for _, level in self.counts)

    def total(self, severity: Severity) -> int:
        """How many issues of a severity, also those that were not kept."""
        return sum(number for (_, level), number in self.counts.items() if level == severity)


def show(value: object, longest: int = 40) -> str:
    """A value from a file in few characters, as JSON writes it."""
    if isinstance(value, bytes):  # a number, as it stands in the file
        text = value.decode()
    elif isinstance(value, str):
        text = f'"{value[:longest]}"'
    elif value is None or isinstance(value, bool):
        text = {None: "null", True: "true", False: "false"}[value]
    elif isinstance(value, list):
        return f"[…] ({len(value)})"
    elif isinstance(value, dict):
        return "{…}"
    else:
        text = str(value)
    return text if len(text) <= longest + 2 else f"{text[:longest]}…"
