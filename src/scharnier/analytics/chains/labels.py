"""What the labels of an added model stand for, as far as it says so: countries, and industries of the evidence.

Unlike `sources.mrio.adopt`, which needs all of them, this leaves open what is not known.
"""

import csv
import io

from scharnier.chain import REST_OF_WORLD, ChainModel
from scharnier.chain.stored import StoredModel
from scharnier.codes.countries import load_countries
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.adopt import OTHERS
from scharnier.sources.mrio.industries import guess_industries
from scharnier.sources.wiod2013.describe import TERRITORIES

Members = dict[str, tuple[tuple[str, float], ...]]


def name_sectors(model: StoredModel) -> dict[str, tuple[str, ...]]:
    """Which of the 35 industries each sector label stands for, several where it is wide; () where that is not known.

    Raises: InputProblem when the model's concordance names an industry that does not exist.
    """
    given, known = _table(model, "sectors", "wiod35"), load_sectors()
    wrong = sorted({code for codes in given.values() for code in codes if code not in known})
    if wrong:
        raise InputProblem(f"the concordance of model {model.id} names {wrong[0]!r}.", "Use c1 .. c35.")
    own = {name: (name,) if name in known else guess_industries(model.manifest.source, name) for name in model.sectors}
    return {name: tuple(given.get(name, own[name])) for name in own}


def name_places(model: StoredModel) -> dict[str, str]:
    """Which country (ISO 3166 alpha-3), or `ROW`, each region label is; "" where that is not known."""
    given, countries = _table(model, "regions", "places"), load_countries()
    by_iso2 = {country.iso2: iso3 for iso3, country in countries.items()} | {"UK": "GBR", "EL": "GRC"}
    named = {}
    for name in dict.fromkeys(model.regions):
        place = given.get(name, [name])[0]
        found = place if place in countries else by_iso2.get(place, "")
        named[name] = found or (REST_OF_WORLD if place == REST_OF_WORLD or OTHERS.match(place) else "")
    return named


def place_members(shown: list[str], starter: ChainModel) -> Members:
    """A country is itself; the rest of the world is what is not shown, weighed by workforce as in the starter model."""
    apart = {*shown, *TERRITORIES}
    rest = {place: weight for place, weight in starter.members[REST_OF_WORLD] if place not in apart}
    total = sum(rest.values())
    members: Members = {place: ((place, 1.0),) for place in shown}
    members[REST_OF_WORLD] = tuple((place, weight / total) for place, weight in rest.items() if total > 0)
    return members


def _table(model: StoredModel, of: str, to: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for concordance in model.manifest.concordances:
        if (concordance.of, concordance.to) == (of, to):
            text = (model.folder / concordance.file).read_text(encoding="utf-8")
            for row in list(csv.reader(io.StringIO(text)))[1:]:
                found.setdefault(row[0], []).append(row[1])
    return found
