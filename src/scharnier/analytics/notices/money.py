"""The value of a notice as Ibis expressions: the twin of `procurement.isv.values.read_value`, held equal by tests.

Money is the one fact that differs in nearly every notice, so it is the one part of the rule that is written twice.
What it is held against is not: a value becomes the number of thresholds it reaches, and the scalar rule compares that.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.isv.thresholds import LAW, OLD

UNKNOWN = 1 << 30


def list_boundaries(content: IsvContent) -> tuple[int, ...]:
    """Every amount in EUR that a value can be held against, ascending."""
    law = content.library.law(LAW)
    amounts = {
        round(value.amount)
        for key in law.parameters
        for value in law.parameters[key].values
        if isinstance(value.amount, int | float) and key.endswith("_eur")
    }
    amounts |= {getattr(old, name) for old in content.rule.thresholds_before_2016.value for name in OLD.values()}
    return tuple(sorted(amounts))


def sort_amounts(t: Any, content: IsvContent) -> dict[str, Any]:
    """Columns of a table of notices: `used`, the amounts that can be used; value_left_out, why others cannot; n_known,
    the number of lots, very large where it is not known."""
    import ibis

    rule = content.rule
    voluntary = t.notice_subtype.fill_null("").isin(rule.no_presumption_subtypes.value)
    least = ibis.ifelse(voluntary, Decimal(0), Decimal(str(rule.dummy_below_eur_in_eu_notices.value)))
    why = t.amounts.map(lambda a: _unusable(a, least, content))
    return {
        "used": t.amounts.filter(lambda a: _unusable(a, least, content) == ""),
        "value_left_out": why.filter(lambda one: one != "").unique().sort(),
        "n_known": t.n_lots.fill_null(t.lots.length().nullif(0)).fill_null(UNKNOWN),
    }


def read_values(t: Any, content: IsvContent) -> dict[str, Any]:
    """Columns of a table with those of `sort_amounts`: value_kind; value_low, and value_least and value_most with what
    contradicts it (most is null where it may be more); value_two (another value contradicts it); small (there may be
    lots small enough to be kept out of the directive)."""
    import ibis

    readings = [_read(kinds, t.used, t.n_known) for kinds in content.rule.value_order.value]
    kind, low, high, two = _choose(readings)
    other = two.fill_null(low)
    return {
        "value_kind": kind,
        "value_low": low,
        "value_least": ibis.least(low, other),
        "value_most": ibis.ifelse(high.isnull(), high, ibis.greatest(high, low, other)),
        "value_two": two.notnull(),
        "small": _may_be_small(t.used, t.n_known, content),
    }


def _unusable(amount: Any, least: Any, content: IsvContent) -> Any:
    """Why an amount cannot be used, in the order of the scalar rule; "" where it can."""
    import ibis

    rule, money = content.rule, amount["amount"]
    return ibis.cases(
        (money.isnull(), "absurd"),
        (money < 0, "negative"),
        (money <= Decimal(str(rule.dummy_at_most_eur.value)), "dummy"),
        (amount["currency"].fill_null("").strip().upper() != "EUR", "currency"),
        (money >= Decimal(str(rule.absurd_from_eur.value)), "absurd"),
        (money < least, "dummy"),
        else_="",
    )


def _read(kinds: Sequence[str], used: Any, n_lots: Any) -> tuple[str, Any, Any, Any]:
    """Kind, number of amounts found, low and high of one step of the order."""
    import ibis

    found = used.filter(lambda a: a["kind"].isin(kinds))
    count = found.length()
    if "lot_estimate" in kinds:
        total = _amounts(found).sums()
        return "lots", count, total, ibis.ifelse(count >= n_lots, total, ibis.null(total.type()))
    if "range_low" in kinds:
        highs = _amounts(found.filter(lambda a: a["kind"] == "range_high")).maxs()
        lows = _amounts(found.filter(lambda a: a["kind"] == "range_low")).mins()
        return "range", count, lows.fill_null(Decimal(0)), highs
    whole = found.filter(lambda a: a["lot"].fill_null("") == "")
    of_lots = found.filter(lambda a: a["lot"].fill_null("") != "")
    largest = ibis.ifelse(whole.length() > 0, _amounts(whole).maxs(), _amounts(of_lots).sums())
    return "award" if "award" in kinds else "estimate", count, largest, largest


def _amounts(found: Any) -> Any:
    return found.map(lambda a: a["amount"])


def _choose(readings: Sequence[tuple[str, Any, Any, Any]]) -> tuple[Any, Any, Any, Any]:
    """The first step of the order that finds something; and the sum of the lots where it contradicts an estimate."""
    import ibis

    none = ibis.null("decimal(38, 4)")
    kind, low, high, two = ibis.literal("none"), none, none, none
    for at in reversed(range(len(readings))):
        name, count, one_low, one_high = readings[at]
        has = count > 0
        later = next((one for one in readings[at + 1 :] if one[0] == "lots"), None)
        other = none
        if name == "estimate" and later is not None:
            differs = (later[1] > 0) & (later[2] != one_low)
            other = ibis.ifelse(differs, later[2].cast("decimal(38, 4)"), none)
        kind = ibis.ifelse(has, name, kind)
        low = ibis.ifelse(has, one_low.cast("decimal(38, 4)"), low)
        high = ibis.ifelse(has, one_high.cast("decimal(38, 4)"), high)
        two = ibis.ifelse(has, other, two)
    return kind, low, high, two


def count_reached(value: Any, bounds: Sequence[int]) -> Any:
    """How many of the boundaries a column of money reaches; -1 where it is null."""
    whole = value.floor().cast("int64")
    reached = sum(((whole >= bound).cast("int32") for bound in bounds[1:]), (whole >= bounds[0]).cast("int32"))
    return reached.fill_null(-1)


def _may_be_small(used: Any, n_lots: Any, content: IsvContent) -> Any:
    """Whether the exception for small lots (Article 5(10)) can play a part: then the scalar rule reads the lots."""
    rule = content.rule
    lots = _amounts(used.filter(lambda a: (a["kind"] == "lot_estimate") & (a["lot"].fill_null("") != "")))
    limit = max(rule.small_lot_works_below_eur.value, rule.small_lot_supplies_services_below_eur.value)
    share = Decimal(str(rule.small_lots_share_at_most.value))
    small = (lots.length() >= n_lots) & (lots.mins() < Decimal(str(limit))) & (lots.mins() <= lots.sums() * share)
    return small.fill_null(False)
