"""Is what is bought in an ISV category? In, perhaps, or out; a code that is missing or not known is never out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from scharnier.procurement.flags.facts import FlagFacts, FlagLot
from scharnier.procurement.isv.categories import find_candidates
from scharnier.procurement.isv.content import CategoryContent, load_category_content
from scharnier.procurement.notice import Criterion


@dataclass(frozen=True, slots=True)
class Reading:
    """`is_in` is yes for core and likely codes, perhaps for boundary, missing or unknown ones; `name` (nl, en)."""

    is_in: Literal["yes", "perhaps", "no"]
    name: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Part:
    """A lot, or the whole (id None), with its criteria; `described` is False for lots the notice does not show."""

    id: str | None
    category: Reading
    criteria: tuple[Criterion, ...]
    described: bool = True


def is_foreign(facts: FlagFacts) -> bool:
    """Whether every buyer is known to sit outside the Netherlands: the ISV categories are Dutch."""
    return bool(facts.buyer_countries) and "NL" not in facts.buyer_countries


def read_category(codes: Sequence[str], facts: FlagFacts, content: CategoryContent | None = None) -> Reading:
    """The category of these codes by the map of the day of the notice, or by the latest where no day is known."""
    content = content or load_category_content()
    return _read(tuple(codes), facts.dispatched_on or facts.published_on or content.rule.checked_on, content)


@lru_cache(maxsize=4096)  # lots mostly have the same codes, and two flags ask
def _read(codes: tuple[str, ...], on: date, content: CategoryContent) -> Reading:
    found = find_candidates(codes, on, content)
    if found:
        names = content.category_names[found[0].category]
        return Reading("perhaps" if found[0].status == "boundary" else "yes", (names.nl, names.en))
    known = bool(codes) and all(code in content.cpv_codes for code in codes)
    return Reading("no" if known else "perhaps")


def whole_category(facts: FlagFacts) -> Reading:
    """The category of the tender: that of its own codes and those of all lots."""
    return read_category(tuple(dict.fromkeys((*facts.cpv, *(code for lot in facts.lots for code in lot.cpv)))), facts)


def list_parts(facts: FlagFacts) -> tuple[Part, ...]:
    """The lots with their criteria, the whole where there are none, and one more for lots that may not be shown.

    A lot without codes has those of the procedure; where these are in no category but another lot is, nobody can say.
    """
    common = tuple(one for one in facts.criteria if one.lot is None)
    own = read_category(facts.cpv, facts)
    ids = {lot.id for lot in facts.lots}
    stray = dict.fromkeys(one.lot for one in facts.criteria if one.lot is not None and one.lot not in ids)
    lots = (*facts.lots, *(FlagLot(id) for id in stray if id is not None))
    if not lots:
        return (Part(None, own, common),)
    alone = len(lots) == 1
    codes = {lot.id: (*lot.cpv, *(facts.cpv if alone or not lot.cpv else ())) for lot in lots}
    read = {id: read_category(own_codes, facts) for id, own_codes in codes.items()}
    some = any(reading.is_in != "no" for reading in read.values())
    for lot in lots:
        if not lot.cpv and some and read[lot.id].is_in == "no":
            read[lot.id] = Reading("perhaps")
    of_lot: dict[str | None, list[Criterion]] = {}
    for one in facts.criteria:
        of_lot.setdefault(one.lot, []).append(one)
    parts = tuple(Part(lot.id, read[lot.id], (*common, *of_lot.get(lot.id, ()))) for lot in lots)
    if facts.n_lots is not None and facts.n_lots <= len(lots):
        return parts
    hidden = Reading("perhaps") if some and own.is_in == "no" else own
    return (*parts, Part(None, hidden, common, described=bool(common)))
