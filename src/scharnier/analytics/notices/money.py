"""The value of a notice as Ibis expressions: the twin of `procurement.isv.values.read_value`, held equal by tests.

Money is the one fact that differs in nearly every notice, so it is the one part of the rule that is written twice.
What it is held against is not: a value becomes the number of thresholds it reaches, and the scalar rule compares that.
"""

from collections.abc import Callable, Sequence
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


def read_values(t: Any, content: IsvContent) -> Any:
    """The table with value_left_out, why amounts cannot be used; value_kind; value_low, and value_least and value_most
    with what contradicts it (most is null where it may be more); value_two (another value contradicts it); small
    (there may be lots small enough to be kept out of the directive).

    In steps, so that nothing is looked for twice in the lists.
    """
    import ibis

    rule, order = content.rule, content.rule.value_order.value
    voluntary = t.notice_subtype.fill_null("").isin(rule.no_presumption_subtypes.value)
    least = ibis.ifelse(voluntary, Decimal(0), Decimal(str(rule.dummy_below_eur_in_eu_notices.value)))
    t = t.mutate(
        left=t.amounts.map(lambda a: _unusable(a, least, content)).filter(lambda why: why != ""),
        used=t.amounts.filter(
            lambda a: a["kind"].isin([kind for kinds in order for kind in kinds]) & (_unusable(a, least, content) == "")
        ),
        n_known=t.n_lots.fill_null(t.lots.length().nullif(0)).fill_null(UNKNOWN),
    )
    lists = {f"used_{at}": t.used.filter(_is_of(kinds)) for at, kinds in enumerate(order)}
    t = t.mutate(**lists, value_left_out=ibis.ifelse(t.left.length() > 0, t.left.unique().sort(), t.left))
    readings = [_read(kinds, t[f"used_{at}"], t.n_known) for at, kinds in enumerate(order)]
    t = t.mutate(
        **{f"{part}_{at}": value for at, parts in enumerate(readings) for part, value in parts.items()},
        small=_may_be_small(t.used, t.n_known, content),
    )
    kind, low, high, two = _choose(t, [_name(kinds) for kinds in order])
    t = t.mutate(value_kind=kind, value_low=low, value_high=high, two=two)
    other = t.two.fill_null(t.value_low)
    return t.mutate(
        value_least=ibis.least(t.value_low, other),
        value_most=ibis.ifelse(t.value_high.isnull(), t.value_high, ibis.greatest(t.value_high, t.value_low, other)),
        value_two=t.two.notnull(),
    )


def _is_of(kinds: Sequence[str]) -> Callable[[Any], Any]:
    return lambda amount: amount["kind"].isin(kinds)


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


def _name(kinds: Sequence[str]) -> str:
    """The kind of value that a step of the order gives."""
    if "lot_estimate" in kinds:
        return "lots"
    if "range_low" in kinds:
        return "range"
    return "award" if "award" in kinds else "estimate"


def _read(kinds: Sequence[str], found: Any, n_lots: Any) -> dict[str, Any]:
    """How many amounts one step of the order finds, and the low and high that they make."""
    import ibis

    count, name = found.length(), _name(kinds)
    if name == "lots":
        total = _amounts(found).sums()
        return {"count": count, "low": total, "high": ibis.ifelse(count >= n_lots, total, ibis.null(total.type()))}
    if name == "range":
        highs = _amounts(found.filter(lambda a: a["kind"] == "range_high")).maxs()
        lows = _amounts(found.filter(lambda a: a["kind"] == "range_low")).mins()
        return {"count": count, "low": lows.fill_null(Decimal(0)), "high": highs}
    whole = _amounts(found.filter(lambda a: a["lot"].fill_null("") == "")).maxs()
    largest = whole.fill_null(_amounts(found.filter(lambda a: a["lot"].fill_null("") != "")).sums())
    return {"count": count, "low": largest, "high": largest}


def _amounts(found: Any) -> Any:
    return found.map(lambda a: a["amount"])


def _choose(t: Any, names: Sequence[str]) -> tuple[Any, Any, Any, Any]:
    """The first step of the order that finds something; and the sum of the lots where it contradicts an estimate."""
    import ibis

    none = ibis.null("decimal(38, 4)")
    kind, low, high, two = ibis.literal("none"), none, none, none
    for at in reversed(range(len(names))):
        has, other = t[f"count_{at}"] > 0, none
        lots = next((one for one in range(at + 1, len(names)) if names[one] == "lots"), None)
        if names[at] == "estimate" and lots is not None:
            differs = (t[f"count_{lots}"] > 0) & (t[f"low_{lots}"] != t[f"low_{at}"])
            other = ibis.ifelse(differs, t[f"low_{lots}"].cast("decimal(38, 4)"), none)
        kind = ibis.ifelse(has, names[at], kind)
        low = ibis.ifelse(has, t[f"low_{at}"].cast("decimal(38, 4)"), low)
        high = ibis.ifelse(has, t[f"high_{at}"].cast("decimal(38, 4)"), high)
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
