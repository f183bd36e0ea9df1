"""What the scalar rule says of each different fact: a key becomes a class, and what is the same to the rule one class.

Every class keeps one example, on which the rule is asked again when facts come together (`verdicts.py`).
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar, get_args

from scharnier.analytics.notices.facts import CELL, ROW
from scharnier.analytics.notices.periods import buyer_changes, category_changes, first_day, list_changes
from scharnier.procurement.isv.buyers import BuyerReading, read_buyers
from scharnier.procurement.isv.categories import LEVELS, RANK, find_candidates, find_chains
from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.isv.days import find_call_day
from scharnier.procurement.isv.facts import Span, Tender, TenderBuyer
from scharnier.procurement.isv.judge import days_that_matter, is_presumed_above
from scharnier.procurement.isv.shapes import Level
from scharnier.procurement.isv.thresholds import WORKS, regime_of

E = TypeVar("E")
Masks = tuple[int, int, int]  # products as bits, for each level
NO_CODE = 1 << 30  # the score of a code in no category


class Classes(Generic[E]):
    """Numbers for what is the same to the rule; the example is the first that was seen."""

    def __init__(self) -> None:
        self.numbers: dict[Hashable, int] = {}
        self.examples: list[E] = []

    def number(self, same: Hashable, example: E) -> int:
        """The number of this class."""
        if same not in self.numbers:
            self.numbers[same] = len(self.examples)
            self.examples.append(example)
        return self.numbers[same]


@dataclass(frozen=True, slots=True)
class Days:
    """The days the call can have been sent on, each as the first day of its period; `shown` is None where unknown."""

    days: tuple[date, ...]
    shown: date | None
    why: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What form, subtype and legal basis say."""

    form: str
    subtype: str
    legal_basis: str


class FactTables:
    """Answers of the scalar rule on single facts, kept so that each is asked once in a run."""

    def __init__(self, content: IsvContent) -> None:
        self.content = content
        self.changes = list_changes(content)
        self.category_changes = (date.min, *category_changes(content))
        self.buyer_changes = (date.min, *buyer_changes(content))
        self.categories = tuple(sorted(content.category_names))
        self.products = tuple(sorted(content.product_names))
        if max(len(self.products), len(self.categories)) > 62:
            raise ValueError("more categories or products than bits in a number")
        self.days: Classes[Days] = Classes()
        self.buyers: Classes[BuyerReading] = Classes()
        self.kinds: Classes[Kind] = Classes()
        self.mains: Classes[tuple[str, ...]] = Classes()
        self.marks: Classes[tuple[tuple[int, ...], Masks]] = Classes()

    def day(self, key: str) -> dict[str, Any]:
        """The class of a day key, the period of the categories shown and that of the buyers."""
        form, *raw = key.split(CELL)
        dispatched, published, contract = (date.fromisoformat(day[:10]) if day else None for day in raw)
        tender = Tender(
            "",
            form=form,  # type: ignore[arg-type]
            dispatched=Span(dispatched, dispatched) if dispatched else None,
            published=Span(published, published) if published else None,
            contract_on=contract,
        )
        rule = self.content.rule
        call = find_call_day(tender, rule)
        span = call.span or Span(rule.old_rule_from.value, rule.checked_on)
        days = tuple(first_day(day, self.changes) for day in days_that_matter(span, self.content))
        shown = first_day(call.shown, self.changes) if call.shown else None
        found = Days(tuple(dict.fromkeys(days)), shown, call.why)
        named = shown if shown is not None else days[-1]
        return {
            "day_class": self.days.number(found, found),
            "shown_period": self.category_period(named),
            "buyer_period": _period(call.shown or rule.checked_on, self.buyer_changes),
        }

    def category_period(self, day: date) -> int:
        """The number of the period of categories a day is in."""
        return _period(day, self.category_changes)

    def buyer(self, key: str, period: int) -> dict[str, Any]:
        """The class and status of the buyers in a key."""
        buyers = tuple(_buyer(row.split(CELL)) for row in key.split(ROW)) if key else ()
        reading = read_buyers(buyers, self.buyer_changes[period], self.content)
        list_id = reading.row.id if reading.row else None
        same = (reading.status, reading.level, reading.why, list_id)
        return {
            "buyer_class": self.buyers.number(same, reading),
            "buyer_status": reading.status,
            "buyer_list_id": list_id,
        }

    def kind(self, key: str) -> dict[str, Any]:
        """The class of form, subtype and legal basis."""
        found, rule = Kind(*key.split(CELL)), self.content.rule
        form: Any = found.form
        tender = Tender("", form=form, subtype=found.subtype, legal_basis=found.legal_basis)
        same = (
            is_presumed_above(tender, rule),
            found.subtype in rule.no_presumption_subtypes.value,
            found.subtype in rule.light_regime_subtypes.value,
            regime_of(tender, self.content),
        )
        return {"kind_class": self.kinds.number(same, found)}

    def main(self, key: str) -> dict[str, Any]:
        """The class of the codes that a threshold turns on."""
        codes, rule = tuple(key.split(",")) if key else (), self.content.rule
        read = codes if rule.light_regime_reads.value == "any_code" else codes[:1]
        light = next((row for code in read for row in self.content.light if row.cpv_from <= code <= row.cpv_to), None)
        head = codes[0] if codes else ""
        outside = head.startswith(tuple(rule.defence_goods_outside_annex_iii.value))
        same = (bool(codes), head.startswith(WORKS), outside, light.cpv_from if light else "")
        return {"main_class": self.mains.number(same, codes)}

    def code(self, code: str) -> dict[str, Any]:
        """Of a CPV code: its best category in each period as a score; all it is of as a mark; whether it is unknown."""
        found: dict[str, Any] = {"unknown": int(code not in self.content.cpv_codes)}
        categories: list[int] = []
        for at, day in enumerate(self.category_changes):
            candidates = find_candidates((code,), day, self.content)
            found[f"best_{at}"] = min((self._score(one) for one in candidates), default=NO_CODE)
            categories.append(sum(1 << self.categories.index(one.category) for one in candidates))
        chains = find_chains((code,), self.content)
        masks = [sum(1 << self.products.index(hit.product) for hit in chains if hit.level == level) for level in LEVELS]
        mark = (tuple(categories), (masks[0], masks[1], masks[2]))
        # Five digits, so that the marks of a list are in the same order as texts and as numbers.
        return found | {"mark": f"{self.marks.number(mark, mark):05d}"}

    def join_marks(self, marks: str) -> tuple[tuple[int, ...], Masks]:
        """Of the marks of a list of codes: all categories of each period, and all chains by level, as bits."""
        categories, masks = [0] * len(self.category_changes), [0] * len(LEVELS)
        for mark in marks.split(",") if marks else ():
            some, chains = self.marks.examples[int(mark)]
            categories = [one | other for one, other in zip(categories, some, strict=True)]
            masks = [one | other for one, other in zip(masks, chains, strict=True)]
        return tuple(categories), (masks[0], masks[1], masks[2])

    def _score(self, one: Any) -> int:
        """Smaller is better: core before likely before boundary, then the longest prefix, then the name."""
        return RANK[one.status] * 10_000 + (8 - len(one.prefix)) * 100 + self.categories.index(one.category)

    def category_of(self, score: int) -> tuple[str | None, Any]:
        """Category and status of a score."""
        if score == NO_CODE:
            return None, None
        return self.categories[score % 100], list(RANK)[score // 10_000]

    def chains_of(self, masks: Masks) -> tuple[list[str], tuple[Level, ...]]:
        """The products, highest level first, each once at its highest, and the levels there are."""
        products: list[str] = []
        levels: list[Level] = []
        for level, mask in zip(get_args(Level), masks, strict=True):
            new = [name for at, name in enumerate(self.products) if mask >> at & 1 and name not in products]
            levels += [level] if new else []
            products += new
        return products, tuple(levels)


class Known:
    """Answers by key, as the values of these columns, so that a key is asked once in a run."""

    def __init__(self, ask: Callable[..., dict[str, Any]], columns: Iterable[str]) -> None:
        self.ask, self.columns = ask, tuple(columns)
        self.answers: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def of(self, keys: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The answers to these keys, in their order."""
        for key in keys:
            if key not in self.answers:
                answer = self.ask(*key)
                self.answers[key] = tuple(answer[name] for name in self.columns)
        return [self.answers[key] for key in keys]


def _buyer(cells: list[str]) -> TenderBuyer:
    name, country, *codes = cells
    return TenderBuyer(name, country, tuple(code for code in codes if code))


def _period(day: date, firsts: tuple[date, ...]) -> int:
    return sum(first <= day for first in firsts) - 1
