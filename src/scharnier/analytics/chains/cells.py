"""Which cell of a model does somebody mean: `NLD/c17`, `Nederland energie`, `China: textiles`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

import numpy as np

from scharnier.analytics.chains.table import Array, ChainTable
from scharnier.chain import REST_OF_WORLD, region_of
from scharnier.chain.model import ChainModel
from scharnier.codes.countries import load_countries, match_country
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.errors import InputProblem

SHOWN = 6
# What follows the last = is an amount where it looks like one, or where nobody would give it to an industry.
AMOUNT = re.compile(r"=\s*([\d.,+\-\u2212\u2013][\d.,eE+\-\u2212\u2013]*|nan|inf|)$", re.IGNORECASE)
MOST = 1e18
ALL = "scharnier model show names all regions and industries."


def find_cell(table: ChainTable, text: str) -> int:
    """The cell a text names: region and industry, each by its label, code or name in Dutch or English.

    Raises: InputProblem for what is not in the model, with the nearest names, or the names it could mean.
    """
    said = " ".join(text.split())
    problem: InputProblem | None = None
    for place, industry in _splits(said):
        region = find_region(table, place)
        if region is None:
            continue
        try:
            return _cell(table, region, _find_sector(table, region, industry))
        except InputProblem as found:
            problem = problem or found
    if problem is not None:
        raise problem
    place = next((first for first, _ in _splits(said)), said)
    names = {name: code for code in table.places for name in _region_names(table, code)}
    raise InputProblem(f"{said!r}: no country or region of model {table.id} in it.", f"{_near(place, names)} {ALL}")


def parse_purchase(table: ChainTable, words: Sequence[str]) -> Array:
    """What is bought, y (n,), adding up to one: one cell in one or more words, or several as `NLD/c4=700 CHN/c4=300`.

    Raises: InputProblem for unknown cells and for amounts that are no positive numbers.
    """
    bought = parse_amounts(table, words)
    shares: Array = bought / bought.sum()
    return shares


def has_amounts(words: Sequence[str]) -> bool:
    """Whether any of the words gives an amount, as in `NLD/c4=700`."""
    return any(AMOUNT.search(word) for word in words)


def parse_amounts(table: ChainTable, words: Sequence[str]) -> Array:
    """As `parse_purchase`, but the amounts (n,) as they were written; 1 for a cell without one."""
    given = list(words)
    if len(given) > 1 and not all("/" in word for word in given):
        given = [" ".join(given)]
    bought = np.zeros(table.cells)
    bare = [word for word in given if not AMOUNT.search(word)]
    if bare and len(bare) < len(given):
        raise InputProblem(f"{bare[0]!r} has no amount, and others have.", "Give each one, as NLD/c4=700.")
    for word in given:
        name, _, amount = word.rpartition("=") if AMOUNT.search(word) else (word, "", "1")
        try:
            size = float(amount.replace(",", "."))
        except ValueError:
            size = -1.0
        if not 0 < size < MOST:
            raise InputProblem(f"{word!r}: {amount!r} is no amount.", "Write a number above zero, as NLD/c4=700.")
        cell = find_cell(table, name)
        if not table.output[cell] > 0:
            raise InputProblem(
                f"in model {table.id}, {table.code(cell)} makes nothing: nothing is known of what goes with it.",
                "Choose another country or industry.",
            )
        bought[cell] += size
    return bought


def suggest(said: str, names: Iterable[str], most: int = SHOWN) -> list[str]:
    """The names most like what was said; names that begin with it or have it in them go first."""
    known = list(dict.fromkeys(names))
    folded = said.casefold()
    inside = sorted((name for name in known if folded and folded in name.casefold()), key=len)
    alike = get_close_matches(folded, [name.casefold() for name in known], n=most, cutoff=0.5)
    by_fold = {name.casefold(): name for name in known}
    return list(dict.fromkeys([*inside, *(by_fold[name] for name in alike)]))[:most]


def _splits(said: str) -> Iterator[tuple[str, str]]:
    for mark in ("/", ":", ","):
        if mark in said:
            place, _, industry = said.partition(mark)
            yield place.strip(), industry.strip()
    words = said.split()
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count]), " ".join(words[count:])


def find_region(table: ChainTable, text: str) -> str | None:
    """The region a text names by label, code or name; None when it names none.

    Raises: InputProblem for a country that the model does not show apart, with the region it is part of.
    """
    for region in table.places:
        if text.casefold() in {name.casefold() for name in _region_names(table, region)}:
            return region
    iso3 = match_country(text)
    if iso3 is None:
        return None
    found = [region for region, place in table.places.items() if place == iso3]
    if found:
        return found[0]
    within = region_of(table.model, iso3) if isinstance(table.model, ChainModel) else None
    others = [region for region, place in table.places.items() if place == (within or REST_OF_WORLD)]
    country = load_countries()[iso3]
    part = f"It is part of {others[0]}" if len(others) == 1 else f"It is part of one of {', '.join(others)}"
    raise InputProblem(
        f"model {table.id} does not show {country.en} ({iso3}) apart.",
        f"{part}: ask for {others[0]}/... instead."
        if len(others) == 1
        else f"{part}: ask for that one."
        if others
        else ALL,
    )


def _region_names(table: ChainTable, region: str) -> list[str]:
    return list(dict.fromkeys([region, table.region_name(region, "nl"), table.region_name(region, "en")]))


def _sector_names(sector: str) -> list[str]:
    known = load_sectors().get(sector)
    return [sector] if known is None else [sector, known.nl_short, known.en_short, known.nl, known.en]


def _find_sector(table: ChainTable, region: str, text: str) -> str:
    mine = [sector for place, sector in zip(table.regions, table.sectors, strict=True) if place == region]
    names = {name: sector for sector in mine for name in _sector_names(sector)}
    folded = text.casefold()
    same = {sector for name, sector in names.items() if name.casefold() == folded}
    words = folded.split()
    within = {sector for name, sector in names.items() if words and all(word in name.casefold() for word in words)}
    found = same or ({s for s in within if s.casefold() != folded} if re.search(r"[^\W\d]{3}", text) else set())
    if len(found) == 1:
        return found.pop()
    where = table.region_name(region, "en")
    if found:
        names = {table.sector_name(sector, "en"): sector for sector in mine if sector in found}
        listed = "; ".join(_both(name, code) for name, code in list(names.items())[:SHOWN])
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        raise InputProblem(f"{text!r} can be several industries in {where}: {listed}{more}.", "Write one of them.")
    raise InputProblem(f"model {table.id} has no industry {text!r} in {where}.", f"{_near(text, names)} {ALL}")


def _near(said: str, names: dict[str, str]) -> str:
    found = suggest(said, names)
    listed = dict.fromkeys(_both(name, names[name]) for name in found)
    return f"Nearest: {', '.join(listed)}." if found else f"As in {', '.join(list(names)[:3])}."


def _both(name: str, code: str) -> str:
    return name if name == code else f"{name} ({code})"


def _cell(table: ChainTable, region: str, sector: str) -> int:
    pairs = zip(table.regions, table.sectors, strict=True)
    return next(cell for cell, pair in enumerate(pairs) if pair == (region, sector))
