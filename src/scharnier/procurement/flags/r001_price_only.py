"""ISV.R001: price is the only criterion that weighs, in an ISV category. Method: docs/method/flags/ISV.R001.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scharnier.procurement.flags.category import Part, is_foreign, list_parts
from scharnier.procurement.flags.content import FlagContent
from scharnier.procurement.flags.facts import FlagFacts
from scharnier.procurement.flags.frame import Figure, Finding, Indicator
from scharnier.procurement.notice import Criterion

HUNDRED = Decimal(100)
LONGEST_NAME = 2000  # characters that are read: patterns on a name without end take time without end


@dataclass(frozen=True, slots=True)
class Read:
    """A criterion as it is read: price, another, or not to be told; weight as published, None where not given.

    `used` are the parameters that decided.
    """

    kind: Literal["price", "other", "unclear"]
    weight: Decimal | None
    unit: str
    used: tuple[str, ...] = ()


def assess(facts: FlagFacts, content: FlagContent) -> Sequence[Finding]:
    """Per lot: flagged where only price weighs, clear where another criterion has a weight, else unknown."""
    if is_foreign(facts):
        return [Finding("not_applicable", "foreign")]
    if facts.form in content.value("no_competition_forms"):
        return [Finding("not_applicable", "no_competition", used=("no_competition_forms",))]
    return [_assess_part(part, content) for part in list_parts(facts)]


def _assess_part(part: Part, content: FlagContent) -> Finding:
    name = {"category": part.category.name}
    if part.category.is_in == "no":
        return Finding("not_applicable", "no_category", lot=part.id)
    if not part.described:
        return Finding("unknown", "not_described", name, ("criteria",))
    finding = _weigh(part, content)
    if part.category.is_in == "yes" or finding.verdict == "clear":
        return finding
    if finding.verdict == "unknown":
        return Finding("unknown", finding.reason, finding.parts, ("category", *finding.missing), used=finding.used)
    return Finding("unknown", "price_only_perhaps", {}, ("category",), finding.figures, finding.used, part.id)


def _weigh(part: Part, content: FlagContent) -> Finding:
    name = {"category": part.category.name}
    if not part.criteria:
        return Finding("unknown", "no_criteria", name, ("criteria",), lot=part.id)
    if any(content.regex("not_only_price").search(one.name[:LONGEST_NAME]) for one in part.criteria):
        return Finding("clear", "said_not_only", used=("not_only_price",), lot=part.id)
    read = [read_criterion(one, content) for one in part.criteria]
    used = tuple(dict.fromkeys(key for one in read for key in one.used))
    price = [one for one in read if one.kind == "price"]
    figures: dict[str, Figure] = {"criteria": len(read), "of_which_price": len(price)}
    if any(one.kind == "other" and one.weight is not None and one.weight > 0 for one in read):
        return Finding("clear", "another_weighs", {}, (), figures, used, part.id)
    if any(one.kind == "unclear" and one.weight != 0 for one in read):
        return Finding("unknown", "unclear_criterion", {}, ("kind",), figures, used, part.id)
    if any(one.weight is None or not price for one in read if one.kind != "price"):
        return Finding("unknown", "weight_missing", {}, ("weight",), figures, used, part.id)
    if len(price) < len(read) and not any(one.weight for one in price):
        return Finding("unknown", "weight_missing", {}, ("weight",), figures, used, part.id)
    share = _share(price)
    if share is not None and share < HUNDRED:
        figures |= {"price_pct": float(share)}
        return Finding("unknown", "rest_missing", {}, ("rest",), figures, used, part.id)
    return Finding("flagged", "price_only", name, (), figures, used, part.id)


def read_criterion(one: Criterion, content: FlagContent) -> Read:
    """What a criterion looks at. A name that says price is price, whatever it was coded as; a name can hold a weight.

    Cost can be price or the cost of a life cycle, and a criterion without name can be anything: not to be told.
    """
    name, weight, unit = one.name.strip()[:LONGEST_NAME], one.weight, one.weight_unit
    used: tuple[str, ...] = ()
    inside = content.regex("name_with_weight").search(name)
    if inside:
        name, used = inside["name"].strip(" .:"), ("name_with_weight",)
        weight, unit = (Decimal(inside["weight"]), "%") if weight is None else (weight, unit)
    if one.kind == "price":
        return Read("price", weight, unit, used)
    if content.regex("price_words").fullmatch(name):
        return Read("price", weight, unit, (*used, "price_words"))
    if one.kind == "cost" or not name:
        return Read("unclear", weight, unit, used)
    if one.kind == "unknown" and content.regex("price_inside").search(name):
        return Read("unclear", weight, unit, (*used, "price_inside"))
    return Read("other", weight, unit, used)


def _share(price: Sequence[Read]) -> Decimal | None:
    """The weight of price in percent, None where weights are points or an order, or are not given."""
    if any(not one.weight for one in price) or any(one.unit.startswith(("poi-", "ord-")) for one in price):
        return None
    weights = (one.weight * HUNDRED if one.unit.startswith("dec-") else one.weight for one in price if one.weight)
    return sum(weights, Decimal(0))


INDICATOR = Indicator(
    "ISV.R001",
    assess,
    ("buyers.country", "form", "dispatched_on", "published_on", "cpv", "lots", "n_lots", "criteria"),
)
