"""The words of the monitor in Dutch and English: how figures are said, with all that is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, TypeVar

import yaml

from scharnier.analytics.monitor.build import Monitor
from scharnier.analytics.monitor.figures import Figure
from scharnier.codes.schemes import load_scheme
from scharnier.procurement.isv.content import load_isv_content
from scharnier.report.formats import Formats

T = TypeVar("T")
LANGS = ("nl", "en")


@cache
def load_monitor_texts() -> Mapping[str, Mapping[str, str]]:
    """The sentences of texts.yaml by key and language."""
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load(
        (files("scharnier.report.monitor") / "texts.yaml").read_text("utf-8")
    )
    return found


@dataclass(frozen=True)
class Words:
    """How one edition in one language says things."""

    monitor: Monitor
    lang: str

    def __call__(self, nl: T, en: T) -> T:
        """The first in Dutch, the second otherwise."""
        return nl if self.lang == "nl" else en

    def t(self, key: str, **values: Any) -> str:
        """A sentence of texts.yaml, filled in."""
        return load_monitor_texts()[key][self.lang].format(**values)

    def of(self, kind: str, key: str | None) -> str:
        """The words for a key of a kind (verdict, claims, form); the key itself where there are none."""
        found = load_monitor_texts().get(f"{kind}_{key}")
        return found[self.lang] if found else key or ""

    @cached_property
    def f(self) -> Formats:
        """How figures are written."""
        return Formats(self.lang, "EUR")

    def n(self, count: int) -> str:
        """A number."""
        return self.f.number(count)

    def counted(self, noun: str, count: int) -> str:
        """A number with its noun: 1 call, 2 calls."""
        form = "one" if count == 1 else "many"
        return f"{self.n(count)} {self.t(f'noun_{noun}_{form}')}"

    def is_small(self, figure: Figure) -> bool:
        """Whether too little is known for a percentage."""
        return figure.is_small(self.monitor.rules.small_below.value)

    def count(self, figure: Figure) -> str:
        """41 of 287; a dash where nothing is known."""
        return self.t("count", yes=self.n(figure.yes), all=self.n(figure.denominator)) if figure.denominator else "–"

    def share(self, figure: Figure) -> str:
        """14% (41 of 287); a count alone where numbers are small; a dash where nothing is known."""
        if figure.share is None or self.is_small(figure):
            return self.count(figure)
        return f"{self.f.share(figure.share)} ({self.count(figure)})"

    def bounds(self, figure: Figure, *, wide: bool = False) -> str:
        """The share of all if what is missing were no, and if it were yes: 10–48%."""
        found = figure.wide if wide else figure.bounds
        if found is None:
            return "–"
        low, high = (self.f.share(each) for each in found)
        return low if low == high else f"{low.removesuffix('%')}–{high}"

    def missing(self, figure: Figure) -> str:
        """How many are missing, and the part of all they are."""
        if figure.missing_share is None:
            return "–"
        count = self.n(figure.missing)
        return f"{count} ({self.f.share(figure.missing_share)})" if figure.missing else count

    def corrected(self, figure: Figure) -> str:
        """What corrections by bodies make of the share; empty where they change nothing."""
        if figure.corrected is None:
            return ""
        yes, no = figure.corrected[:2]
        return self.t("corrected", yes=self.n(yes), all=self.n(yes + no))

    def category(self, key: str | None) -> str:
        """The name of a category."""
        row = load_isv_content().category_names.get(key or "")
        if row is None:
            return self.t("no_category") if key in (None, "", "none") else str(key)
        return self(row.nl, row.en)

    def value(self, by: str, value: str) -> str:
        """A year or a category in words."""
        if by == "year":
            return self.t("no_year") if value == "unknown" else value
        return self.category(value)

    def cpv(self, code: str | None) -> str:
        """A CPV code with its label."""
        scheme = load_scheme("cpv")
        return f"{code} {scheme.label(code, self.lang)}" if code and code in scheme else code or "–"

    def body(self, key: str) -> str:
        """The name of a body; the key where there is none."""
        found = self.monitor.bodies.get(key)
        return found.title(self.lang) if found else key

    def answer(self, field: str, value: str) -> str:
        """The value of a corrected field in words."""
        return self.category(value) if field == "category" else self.of("answer", value)
