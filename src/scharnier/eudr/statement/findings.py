"""What is wrong with a statement: a code, the key and the line where it stands, words in two languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from scharnier.eudr.issues import Severity
from scharnier.norms.marked_yaml import Marked

Key = tuple[str | int, ...]
Both = dict[str, str]


@cache
def load_statement_codes() -> Mapping[str, Mapping[str, Any]]:
    """All codes with severity, title and words."""
    codes: dict[str, Mapping[str, Any]] = yaml.safe_load(Path(__file__).with_name("codes.yaml").read_text("utf-8"))
    return codes


@dataclass(frozen=True)
class StatementIssue:
    """One thing that is wrong; `path` as in `commodities[0].hs`, `line` 1-based."""

    code: str
    severity: Severity
    path: str
    line: int
    details: Mapping[str, Any]

    def message(self, lang: str) -> str:
        """What is wrong and what to do."""
        said = {key: value[lang] if isinstance(value, Mapping) else value for key, value in self.details.items()}
        return str(load_statement_codes()[self.code][lang]).format(**said)


@dataclass
class StatementFindings:
    """Issues of one statement, in the order they are found."""

    marked: Marked
    issues: list[StatementIssue] = field(default_factory=list)

    def add(self, code: str, at: Key, **details: Any) -> None:
        """Note an issue at a key, of which the line is looked up."""
        severity: Severity = load_statement_codes()[code]["severity"]
        self.issues.append(StatementIssue(code, severity, write_path(at), self.marked.line(at), details))

    @property
    def valid(self) -> bool:
        """Whether there is no error."""
        return all(issue.severity != "error" for issue in self.issues)


def write_path(at: Key) -> str:
    """A key as people write it: commodities[0].hs."""
    text = ""
    for part in at:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
