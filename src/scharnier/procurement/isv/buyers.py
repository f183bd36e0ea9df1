"""Is the buyer het Rijk? A list of names decides; codes in notices are not reliable and speak where no name does."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from scharnier.kernel.provenance import Confidence
from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.isv.facts import TenderBuyer
from scharnier.procurement.isv.shapes import BuyerRow

BuyerStatus = Literal["bound", "uncertain", "not_bound", "foreign", "unknown"]
DUTCH = frozenset({"NL", "NLD"})


@dataclass(frozen=True, slots=True)
class BuyerReading:
    """Who buys. `why` is the key of the sentence that says it; `row` the row of the list that decided, if any.

    `level` says which threshold holds: central, defence (central, except for goods outside Annex III), subcentral.
    """

    status: BuyerStatus
    level: Literal["central", "defence", "subcentral"]
    why: str
    name: str
    row: BuyerRow | None = None
    confidence: Confidence = Confidence.SECONDARY


def read_buyers(buyers: tuple[TenderBuyer, ...], on: date, content: IsvContent) -> BuyerReading:
    """The status of the buyer, or of several who buy together: the first leads."""
    if not buyers:
        return BuyerReading("unknown", "central", "buyer_missing", "")
    readings = [read_buyer(buyer, on, content) for buyer in buyers]
    lead = readings[0]
    if lead.status in ("bound", "uncertain", "unknown"):
        return lead
    joining = next((one for one in readings[1:] if one.status in ("bound", "uncertain")), None)
    if joining is None:
        return lead
    return _joint(lead, joining.name, joining.row, content)


def read_buyer(buyer: TenderBuyer, on: date, content: IsvContent) -> BuyerReading:
    """The status of one buyer by country, then name, then code."""
    country = buyer.country.strip().upper()
    rule = content.rule
    if country and country not in DUTCH:
        return BuyerReading("foreign", "subcentral", "buyer_foreign", buyer.name)
    codes = set(buyer.codes)
    central = bool(codes & set(rule.central_codes.value))
    silent = codes <= set(rule.silent_codes.value)
    matches = _matches(buyer.name, on, content)
    international = codes & set(rule.international_codes.value)
    if (international and not matches) or (matches and matches[0].status == "international"):
        return BuyerReading("foreign", "subcentral", "buyer_international", buyer.name, matches[0] if matches else None)
    if matches:
        return _by_name(buyer.name, matches, central, content)
    if central:
        status: BuyerStatus = "bound" if rule.central_code_alone_is.value == "bound" else "uncertain"
        return BuyerReading(status, "central", "buyer_code_alone", buyer.name, None, Confidence.UNVERIFIED)
    if silent:
        return BuyerReading("unknown", "central", "buyer_unknown", buyer.name)
    return BuyerReading("not_bound", "subcentral", "buyer_code_other", buyer.name)


def _by_name(name: str, matches: tuple[BuyerRow, ...], central: bool, content: IsvContent) -> BuyerReading:
    first = matches[0]
    if first.status == "bound":
        defence = next((row for row in matches if row.status == "bound" and row.level == "defence"), None)
        row = defence or first
        return BuyerReading("bound", "defence" if defence else "central", "buyer_bound", name, row, row.confidence)
    if first.status == "uncertain":
        return _uncertain(name, first, central)
    bound = next((row for row in matches if row.status == "bound"), None)
    doubtful = next((row for row in matches if row.status == "uncertain"), None)
    lead = BuyerReading("not_bound", "subcentral", "buyer_not_bound", name, first, first.confidence)
    if bound is not None:
        return _joint(lead, name, bound, content)
    if doubtful is not None:
        return _uncertain(name, doubtful, central)
    if central and first.confidence is Confidence.UNVERIFIED:
        return BuyerReading("uncertain", "central", "buyer_conflict", name, first, first.confidence)
    return lead


def _uncertain(name: str, row: BuyerRow, central: bool) -> BuyerReading:
    level: Literal["central", "subcentral"] = "central" if row.level == "central" or central else "subcentral"
    return BuyerReading("uncertain", level, "buyer_uncertain", name, row, row.confidence)


def _joint(lead: BuyerReading, name: str, row: BuyerRow | None, content: IsvContent) -> BuyerReading:
    kind = content.rule.joint_with_bound_is.value
    return BuyerReading(kind, lead.level, "buyer_joint", name, row, Confidence.UNVERIFIED)


@lru_cache(maxsize=1 << 14)  # the same names come back in notice after notice
def _matches(name: str, on: date, content: IsvContent) -> tuple[BuyerRow, ...]:
    """The rows whose pattern is in the name, in the order in which they stand there."""
    found = []
    for number, (row, pattern) in enumerate(content.buyers):
        if (row.valid_from and on < row.valid_from) or (row.valid_to and on > row.valid_to):
            continue
        hit = pattern.search(name)
        if hit:
            found.append((hit.start(), hit.start() - hit.end(), number, row))
    return tuple(row for *_, row in sorted(found, key=lambda item: item[:3]))
