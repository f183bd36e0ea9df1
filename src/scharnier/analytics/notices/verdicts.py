"""Facts that came together, judged by the scalar rule: one answer for each different set of classes (a signature).

A million notices have some ten thousand signatures. Each is judged on an example made of the examples of its classes:
the same functions (`find_threshold`, `relate`, `weigh`, `merge_days`, `advise`) that decide one tender.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from scharnier.analytics.notices.classes import Days, FactTables
from scharnier.analytics.notices.facts import CELL, GROUP, ITEM, ROW
from scharnier.analytics.notices.money import list_boundaries
from scharnier.procurement.isv.categories import RANK
from scharnier.procurement.isv.decide import advise, merge_days, name_regime
from scharnier.procurement.isv.decision import Open, Verdict
from scharnier.procurement.isv.facts import Tender, TenderLot
from scharnier.procurement.isv.judge import Known, only_small_lots, relate, weigh
from scharnier.procurement.isv.shapes import Level, Status
from scharnier.procurement.isv.thresholds import Threshold, find_threshold, regime_of
from scharnier.procurement.isv.values import ValueReading
from scharnier.procurement.isv.words import load_words
from scharnier.procurement.notice import Amount

NO_RANK = len(RANK)  # no category
HELD = ("bound", "uncertain", "unknown")  # buyers whose contracts are held against a threshold


@dataclass(frozen=True, slots=True)
class Signature:
    """Classes of facts, as the columns of the joined table; `ranks` has the best status in each category period.

    `codes` is 0 without codes, 1 where all are known, 2 where some are not.
    """

    day_class: int
    buyer_class: int
    kind_class: int
    main_class: int
    nature: str
    ranks: tuple[int, ...]
    codes: int
    levels: tuple[Level, ...]
    value_kind: str
    value_lo: int
    value_hi: int
    value_two: bool
    lots_key: str


class Judge:
    """Judges signatures; thresholds are looked up once for each set of facts they turn on."""

    def __init__(self, tables: FactTables) -> None:
        self.tables = tables
        self.content = tables.content
        self.bounds = list_boundaries(tables.content)
        self.thresholds: dict[tuple[Any, ...], Threshold] = {}

    def judge(self, sig: Signature) -> dict[str, Any]:
        """The answer: the columns of a screening that come of the decision."""
        tables, content = self.tables, self.content
        buyer = tables.buyers.examples[sig.buyer_class]
        days = tables.days.examples[sig.day_class]
        tender = self._tender(sig.kind_class, sig.main_class, sig.nature)
        classes = (sig.kind_class, sig.main_class, sig.nature, sig.buyer_class)
        known = Known(tender, buyer, self._value(sig), "", content)
        lots = Known(_with_lots(tender, sig.lots_key), buyer, known.value, "", content) if sig.lots_key else None
        outcomes: list[tuple[Verdict, tuple[Open, ...]]] = []
        for day in days.days:
            relation, why = relate(known, self._threshold(classes, known, day))
            rank = self._status(sig, day)
            verdict, open = weigh(
                buyer.status,
                rank,
                relation,
                why,
                regime_of(tender, content),
                content.rule,
                old_rule=day < content.rule.category_rule_from.value,
                off_map=rank is None and sig.codes == 1,
            )
            if lots and verdict != "no" and only_small_lots(lots, day):
                verdict, open = "uncertain", (*open, "small_lots")
            outcomes.append((verdict, open))
        verdict, open = merge_days(outcomes)
        shown = _shown(days)
        threshold = self._threshold(classes, known, shown)
        relation, why = relate(known, threshold)
        status = self._status(sig, shown)
        compared = buyer.status in HELD and (status is not None or sig.value_kind != "none" or not sig.codes)
        return {
            "mandatory": verdict,
            "advice": advise(buyer.status, verdict, open, status, sig.levels, content.rule),
            "regime": name_regime((day < content.rule.category_rule_from.value for day in days.days), open),
            "open": list(open),
            "reasons": _reasons(sig, buyer.status, buyer.why, days.why, status, threshold, why),
            "threshold_eur": threshold.amount if compared else None,
            "value_relation": str(relation) if buyer.status in HELD else None,
        }

    def find_threshold(self, day: int, kind: int, main: int, nature: str, buyer: int) -> dict[str, Any]:
        """The columns on the threshold that holds in any case, for these classes."""
        reading, days = self.tables.buyers.examples[buyer], self.tables.days.examples[day]
        if reading.status == "foreign":
            return {"applicable_threshold_eur": None, "threshold_kind": None}
        tender = self._tender(kind, main, nature)
        known = Known(tender, reading, ValueReading("none"), "", self.content)
        found = self._threshold((kind, main, nature, buyer), known, _shown(days))
        return {"applicable_threshold_eur": found.amount, "threshold_kind": found.kind}

    def _tender(self, kind: int, main: int, nature: str) -> Tender:
        example = self.tables.kinds.examples[kind]
        return Tender(
            "",
            form=example.form,  # type: ignore[arg-type]
            subtype=example.subtype,
            legal_basis=example.legal_basis,
            nature=nature or None,  # type: ignore[arg-type]
            cpv=self.tables.mains.examples[main],
        )

    def _status(self, sig: Signature, day: date) -> Status | None:
        rank = sig.ranks[self.tables.category_period(day)]
        return None if rank >= NO_RANK else list(RANK)[rank]  # type: ignore[return-value]

    def _threshold(self, classes: tuple[Any, ...], known: Known, day: date) -> Threshold:
        key = (*classes, day)
        found = self.thresholds.get(key)
        if found is None:
            found = self.thresholds[key] = find_threshold(known.tender, known.buyer, day, self.content)
        return found

    def _value(self, sig: Signature) -> ValueReading:
        """A value that reaches the same thresholds."""
        if sig.value_kind == "none":
            return ValueReading("none")
        low = self._amount(sig.value_lo)
        high = None if sig.value_hi < 0 else self._amount(sig.value_hi)
        return ValueReading(sig.value_kind, low, high, (), low if sig.value_two else None)  # type: ignore[arg-type]

    def _amount(self, reached: int) -> Decimal:
        return Decimal(self.bounds[reached - 1] if reached else 0)


def _shown(days: Days) -> date:
    return days.shown if days.shown is not None else days.days[-1]


def _reasons(
    sig: Signature, buyer: str, buyer_why: str, day_why: str, status: str | None, threshold: Threshold, why: str
) -> list[str]:
    found = [buyer_why]
    found += [] if buyer == "foreign" else [day_why]
    found.append(f"category_{status}" if status else "category_none" if sig.codes else "category_missing")
    if buyer in HELD:
        found += ["threshold_unknown" if threshold.amount is None else threshold.why, why]
    return [code for code in dict.fromkeys(found) if code in load_words()]


def _with_lots(tender: Tender, key: str) -> Tender:
    """The tender with its own codes, lots and amounts, as `facts.py` wrote them down."""
    head, lots, amounts = key.split(GROUP)
    n_lots, own = head.split(CELL)
    return replace(
        tender,
        n_lots=int(n_lots) if n_lots else len(lots.split(ROW)) if lots else None,
        cpv=tuple(own.split(ITEM)) if own else (),
        lots=tuple(_lot(row) for row in lots.split(ROW)) if lots else (),
        amounts=tuple(_amount(row.split(CELL)) for row in amounts.split(ROW)) if amounts else (),
    )


def _lot(row: str) -> TenderLot:
    id, cpv = row.split(CELL)
    return TenderLot(id, "", tuple(code for code in cpv.split(ITEM) if len(code) == 8 and code != "00000000"))


def _amount(cells: list[str]) -> Amount:
    kind, amount, currency, lot, without = cells
    return Amount(kind, Decimal(amount), currency, "", None if without == "true" else lot)  # type: ignore[arg-type]
