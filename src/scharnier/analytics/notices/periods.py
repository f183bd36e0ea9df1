"""Days on which something in the content begins or ends: between two of them every day is the same to the rule."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta

from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.isv.thresholds import LAW

NEXT = timedelta(days=1)


def list_changes(content: IsvContent) -> tuple[date, ...]:
    """The first days of all periods but the first, ascending."""
    rule = content.rule
    law = content.library.law(LAW)
    dated = [value for key in law.parameters for value in law.parameters[key].values]
    days = _ends((one.valid_from, one.valid_to) for one in dated)
    days |= _ends((row.valid_from, row.valid_to) for row in content.categories)
    days |= _ends((row.valid_from, row.valid_to) for row, _ in content.buyers)
    days |= _ends((one.valid_from, one.valid_to) for one in rule.thresholds_before_2016.value)
    days |= {rule.category_rule_from.value, rule.eight_list_from.value, rule.old_rule_from.value}
    return tuple(sorted(days))


def category_changes(content: IsvContent) -> tuple[date, ...]:
    """Those on which a code can change its category."""
    rows = [row for row in content.categories if row.valid_from >= content.rule.eight_list_from.value]
    days = _ends((row.valid_from, None) for row in rows) | _ends((None, row.valid_to) for row in content.categories)
    return tuple(sorted(days))


def buyer_changes(content: IsvContent) -> tuple[date, ...]:
    """Those on which a buyer can change its status."""
    return tuple(sorted(_ends((row.valid_from, row.valid_to) for row, _ in content.buyers)))


def first_day(day: date, changes: tuple[date, ...]) -> date:
    """The first day of the period of a day."""
    at = bisect_right(changes, day)
    return changes[at - 1] if at else date.min


def _ends(pairs: Iterable[tuple[date | None, date | None]]) -> set[date]:
    found: set[date] = set()
    for first, last in pairs:
        found |= {first} if first else set()
        found |= {last + NEXT} if last and last < date.max else set()
    return found
