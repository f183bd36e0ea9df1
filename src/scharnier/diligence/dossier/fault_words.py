"""What is wrong with a dossier, in the language of whoever reads it.

Readers say it in English, as programs do. The Dutch stands in `data/vocabulary/dossier/faults.yaml`, found by the
English sentence; a sentence that is not there stays English rather than being lost.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import KEYED, InputProblem
from scharnier.norms.marked_yaml import load_marked

_FILLED = re.compile(r"\{(\w+)\}")
_BETWEEN = re.compile(r"(?<=[.?!]) ")
_LONGEST = 4000


@dataclass(frozen=True)
class _Words:
    """A sentence in English as a pattern, and in Dutch with braces for what is filled in."""

    pattern: re.Pattern[str]
    nl: str


class DutchProblem(InputProblem):
    """A fault told in Dutch, its place too."""

    def __str__(self) -> str:
        row, column = ("regel", "sleutel") if self.file.lower().endswith(KEYED) else ("rij", "kolom")
        place = [self.file] if self.file else []
        place += [f"{row} {self.row}"] if self.row is not None else []
        place += [f"{column} {self.column!r}"] if self.column else []
        said = f"{self.message} {self.remedy}".rstrip()
        return f"{', '.join(place)}: {said}" if place else said


def translate_problem(problem: InputProblem, lang: str) -> InputProblem:
    """The fault in a language: the same one in English."""
    if lang != "nl" or isinstance(problem, DutchProblem):
        return problem
    told = translate(problem.message), translate(problem.remedy)
    return DutchProblem(*told, problem.file, problem.row, problem.column)


def tell_problem(problem: InputProblem, lang: str) -> str:
    """A fault in one line: file, line, key, what is wrong, what to do."""
    return str(translate_problem(problem, lang))


def translate(text: str) -> str:
    """One or more sentences of a fault in Dutch; those that we have no Dutch for as they are."""
    if not text or len(text) > _LONGEST:
        return text
    return _translate_all(text) or _translate_some(text)


def _translate_all(text: str) -> str | None:
    """The text where every sentence is known. What is filled in may hold a full stop, so it is cut where it fits."""
    for gap in _BETWEEN.finditer(text):
        first = _find(text[: gap.start()])
        rest = _translate_all(text[gap.end() :]) if first is not None else None
        if rest is not None:
            return f"{first} {rest}"
    return _find(text)


def _translate_some(text: str) -> str:
    return " ".join(_find(sentence) or sentence for sentence in _BETWEEN.split(text))


def _find(sentence: str) -> str | None:
    exact, filled = _load()
    if sentence in exact:
        return exact[sentence]
    for words in filled:
        if found := words.pattern.fullmatch(sentence):
            return _FILLED.sub(lambda name: found[name[1]], words.nl)
    return None


@cache
def _load() -> tuple[Mapping[str, str], tuple[_Words, ...]]:
    """The sentences without and with something to fill in; of those the one with the most words of its own first, as it
    says the most."""
    rows = load_marked(content_path("vocabulary/dossier/faults.yaml").read_text(encoding="utf-8")).value
    plain = {row["en"]: row["nl"] for row in rows if not _FILLED.search(row["en"])}
    filled = sorted((row for row in rows if row["en"] not in plain), key=lambda row: -len(_FILLED.sub("", row["en"])))
    return plain, tuple(_Words(_compile(row["en"]), row["nl"]) for row in filled)


def _compile(sentence: str) -> re.Pattern[str]:
    parts = _FILLED.split(sentence)  # words, name, words, name, words
    seen: set[str] = set()
    made = ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            made += re.escape(part)
        else:
            made += f"(?P={part})" if part in seen else f"(?P<{part}>.+?)"
            seen.add(part)
    return re.compile(made, re.DOTALL)
