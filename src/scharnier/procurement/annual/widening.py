"""What if more were mandatory: the same tenders under wider rules (the first ask of the letter of 2022)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scharnier.procurement.annual.shapes import Judged

Rule = Literal["as_is", "bound", "any_value", "chain", "all"]
RULES: tuple[Rule, ...] = ("as_is", "bound", "any_value", "chain", "all")


@dataclass(frozen=True, slots=True)
class Widened:
    """The tenders of the year that a rule makes mandatory, that it leaves open, and that it adds to the rule as it is.

    Of the added ones what the list says of ISV.
    """

    rule: Rule
    mandatory: tuple[str, ...]
    open: tuple[str, ...]
    extra: tuple[str, ...]
    applied: tuple[str, ...]
    not_applied: tuple[str, ...]
    not_known: tuple[str, ...]


def widen(judged: Sequence[Judged]) -> tuple[Widened, ...]:
    """Each rule over the tenders of the year."""
    rows = [row for row in judged if row.scope == "in_year"]
    now = {row.id for row in rows if row.decision.mandatory == "yes"}
    answer = []
    for rule in RULES:
        verdicts = {row.id: verdict_under(rule, row) for row in rows}
        extra = [row for row in rows if verdicts[row.id] == "yes" and row.id not in now]
        answer.append(
            Widened(
                rule,
                tuple(id for id, verdict in verdicts.items() if verdict == "yes"),
                tuple(id for id, verdict in verdicts.items() if verdict == "uncertain"),
                tuple(row.id for row in extra),
                tuple(row.id for row in extra if row.applied == "yes"),
                tuple(row.id for row in extra if row.applied == "no"),
                tuple(row.id for row in extra if row.applied in ("unknown", "not_yet")),
            )
        )
    return tuple(answer)


def verdict_under(rule: Rule, row: Judged) -> Literal["yes", "no", "uncertain"]:
    """The verdict under a wider rule; each wider rule also holds for a body that is not bound now.

    bound: the rule as it is, were the body bound. any_value: the categories, whatever the value. chain: that, and
    products with a high risk in the chain. all: every tender.
    """
    as_bound = row.as_bound
    if rule == "as_is":
        return row.decision.mandatory
    if rule == "all" or as_bound.mandatory == "yes":
        return "yes"
    if rule == "bound":
        return as_bound.mandatory
    if as_bound.category_status in ("core", "likely"):
        return "yes"
    if rule == "chain" and any(hit.level == "high" for hit in as_bound.chain_products):
        return "yes"
    codes = row.record.cpv or (row.record.tender.cpv if row.record.tender else ())
    return "uncertain" if as_bound.category_status == "boundary" or not codes else "no"
