"""The values in a profile, one kind a method: each either understood exactly or reported with its line."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar

from rapidfuzz import process

from scharnier.codes.countries import explain_country, load_countries
from scharnier.kernel.errors import InputProblem
from scharnier.norms.marked_yaml import Marked

Key = tuple[Any, ...]
FIRST_YEAR, LAST_YEAR = 1990, 2100
LIKE = 70.0  # of 100: below this a suggestion would confuse more than it helps
NUMBER = ",.0f"
Choice = TypeVar("Choice", bound=str)


class Findings:
    """What is wrong with one profile. Each method returns the value, or None after noting what is wrong with it."""

    def __init__(self, marked: Marked, file: str) -> None:
        self._marked = marked
        self._file = file
        self._found: list[tuple[int, str, str, str]] = []

    def add(self, at: Key, message: str, remedy: str) -> None:
        """Note what is wrong at a key, and what to do."""
        shown = ".".join(_short(part) for part in at)
        self._found.append((self._marked.line(at), shown, message, remedy))

    def raise_first(self, shown: int) -> None:
        """Raise `InputProblem` for the first fault in the file, and name up to `shown` of the others."""
        if not self._found:
            return
        (line, key, message, remedy), *others = sorted(self._found, key=lambda fault: fault[0])
        if others:
            named = "; ".join(f"line {fault[0]} {fault[1]}: {fault[2].rstrip('.')}" for fault in others[:shown])
            more = " …" if len(others) > shown else ""
            remedy = f"{remedy} And {len(others)} more: {named}{more}."
        raise InputProblem(message, remedy, self._file, line, key)

    def take(self) -> list[str]:
        """What was noted since the last time, in words; and forget it."""
        found, self._found = [f"{message} {remedy}".strip() for _, _, message, remedy in self._found], []
        return found

    def take_known(
        self, at: Key, given: Mapping[Any, Any], known: Collection[str], all_known: str = ""
    ) -> dict[str, Any]:
        """The keys that exist; the others are noted with the nearest that does."""
        taken = {}
        for key, value in given.items():
            if key in known:
                taken[key] = value
                continue
            near = process.extractOne(str(key), list(known), score_cutoff=LIKE)
            remedy = f"Did you mean {near[0]!r}?" if near else ("" if all_known else "See docs/profile-file.md.")
            self.add((*at, key), f"the key {_short(key)!r} is not known.", " ".join(filter(None, (remedy, all_known))))
        return taken

    def number(self, at: Key, value: Any) -> float | None:
        """A number of zero or more."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.add(at, f"{_quoted(value)} is not a number.", "Write digits only, such as 5200 or 1.6e9.")
            return None
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            self.add(at, "this number is too large to be one.", "Check the figure.")
        elif number < 0:
            self.add(at, f"{_quoted(value)} is negative.", "Give zero or more; leave out what is not known.")
        elif isinstance(value, float) and (written := self._written_in_thousands(at)):
            whole = written.replace(".", "")
            self.add(at, f"{written} can mean two numbers.", f"Write {whole} or {value:g}.")
        else:
            return number
        return None

    def _written_in_thousands(self, at: Key) -> str:
        """The figure as it stands in the file where that could be Dutch for thousands (5.200); never so in JSON."""
        text = self._marked.text
        lines = text.splitlines()
        line = self._marked.line(at)
        if text.lstrip().startswith("{") or line > len(lines):
            return ""
        key = re.escape(str(at[-1])) if at else ""
        found = re.search(
            rf"\b{key}['\"]?\s*:\s*([0-9]{{1,3}}\.[0-9]{{3}})(?![0-9.eE])", "\n".join(lines[line - 1 : line + 1])
        )
        return found[1] if found else ""

    def years(self, at: Key, value: Any) -> dict[int, float]:
        """Figures by financial year; a year without a figure is left out."""
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.add(at, "figures go by financial year.", f"Write {at[-1]}: {{{2028}: …}}.")
            return {}
        figures: dict[int, float] = {}
        for key, item in value.items():
            year = int(key) if isinstance(key, str) and re.fullmatch(r"[0-9]{4}", key) else key
            if isinstance(year, bool) or not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
                self.add((*at, key), f"{_quoted(key)} is not a year from {FIRST_YEAR} to {LAST_YEAR}.", "Correct it.")
            elif year in figures:
                self.add((*at, key), f"the year {year} stands there twice.", "Keep one.")
            elif (number := self.number((*at, key), item)) is not None:
                figures[year] = number
        return figures

    def flag(self, at: Key, value: Any) -> bool | None:
        """True or false."""
        if value is None or isinstance(value, bool):
            return value
        self.add(at, f"{_quoted(value)} is neither true nor false.", "Write true or false; leave out if not known.")
        return None

    def words(self, at: Key, value: Any) -> str | None:
        """A short text."""
        if value is None:
            return None
        if isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= 500:
            return str(value).strip()
        self.add(at, "this is not a short text.", "Write a name of at most 500 characters.")
        return None

    def choice(self, at: Key, value: Any, allowed: Sequence[Choice]) -> Choice | None:
        """One of a few words, in any case."""
        if value is None:
            return None
        wanted = value.strip().casefold() if isinstance(value, str) else None
        for word in allowed:
            if word == wanted:
                return word
        self.add(at, f"{_quoted(value)} is not one of the choices.", f"Use one of: {', '.join(allowed)}.")
        return None

    def day(self, at: Key, value: Any, first_year: int) -> date | None:
        """A day written as 2027-02-01, not before `first_year` and not after 2100."""
        if value is None:
            return None
        day = value
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
            try:
                day = date.fromisoformat(value.strip())
            except ValueError:
                self.add(at, f"{_quoted(value)} is not a day that exists.", "Correct it.")
                return None
        if not isinstance(day, date):
            self.add(at, f"{_quoted(value)} is not a date.", "Write year-month-day, such as 2027-02-01.")
        elif not first_year <= day.year <= LAST_YEAR:
            self.add(at, f"the year {day.year} is not from {first_year} to {LAST_YEAR}.", "Correct it.")
        else:
            return day
        return None

    def country(self, at: Key, value: Any) -> str | None:
        """An ISO 3166-1 alpha-2 code, in any case."""
        if value is None:
            return None
        code = value.strip().upper() if isinstance(value, str) else ""
        if code in _codes():
            return code
        meant = explain_country(value).iso3 if isinstance(value, str) else None
        hint = f"Did you mean {load_countries()[meant].iso2}?" if meant else "Write two letters, such as NL."
        self.add(at, f"{_quoted(value)} is not a country code of ISO 3166 (two letters).", hint)
        return None

    def goods_code(self, at: Key, value: Any) -> str | None:
        """An HS or CN code as digits only: 2, 4, 6, 8 or 10 of them."""
        if isinstance(value, float):
            self.add(at, f"{value} was read as a number; zeros may be lost.", 'Put it in quotes: "1806 32".')
            return None
        text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
        digits = re.sub(r"[ .]", "", text)
        if re.fullmatch(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10}", digits):
            return digits
        said = "there is no hs code." if value is None else f"{_quoted(value)} is not an HS or CN code."
        self.add(at, said, 'Give 2, 4, 6, 8 or 10 digits, such as "1806 32".')
        return None


@cache
def _codes() -> frozenset[str]:
    return frozenset(country.iso2 for country in load_countries().values())


def _short(part: Any) -> str:
    text = str(part)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _quoted(value: Any) -> str:
    if isinstance(value, dict | list):
        return "a list"
    try:
        return repr(_short(value)) if isinstance(value, str) else _short(value)
    except ValueError:  # an integer too long to write out
        return "this"
