"""Which countries the regions of a model are, and what the rest of the world consists of."""

import csv
import re
from collections.abc import Iterable
from functools import cache

from scharnier.chain import REST_OF_WORLD, STARTER
from scharnier.chain.stored import StoredModel
from scharnier.codes.countries import load_countries
from scharnier.kernel.content import content_path
from scharnier.sources.mrio.concordances import load_given
from scharnier.sources.wiod2013.describe import TERRITORIES

Members = dict[str, tuple[tuple[str, float], ...]]

# Codes that publishers use for all other countries together.
OTHERS = re.compile(r"(?i)^(row|rest.?of.?(the.?)?world|figw1|www|wld_row)$")


def name_places(model: StoredModel) -> dict[str, str]:
    """Which country (ISO 3166 alpha-3), or `ROW`, each region label is; "" where that is not known.

    The user's own table goes first, then what is known of the source (`chain/concordances/places.csv`), then ISO codes.
    """
    given, countries = load_given(model, "regions"), load_countries()
    labels = dict.fromkeys(model.regions)
    own = _of_source(model.manifest.source, frozenset(labels))
    by_iso2 = {country.iso2: iso3 for iso3, country in countries.items()} | {"UK": "GBR", "EL": "GRC"}
    named = {}
    for label in labels:
        place = given.get(label, [own.get(label, label)])[0]
        found = place if place in countries else by_iso2.get(place, "")
        named[label] = found or (REST_OF_WORLD if OTHERS.match(place) else "")
    return named


def weigh_members(shown: Iterable[str]) -> Members:
    """What each region consists of, with weights that sum to one.

    A country is itself; the rest of the world is every place that the model does not show, weighed by the workforce
    that ships with the starter model. A place without a figure weighs nothing.
    """
    apart = [place for place in shown if place != REST_OF_WORLD]
    workers = {place: 0.0 for place in load_countries() if place not in {*apart, *TERRITORIES}}
    with content_path(f"chain/{STARTER}.members.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["place"] in workers:
                workers[row["place"]] = float(row["workers_thousand"] or 0.0)
    total = sum(workers.values())
    members: Members = {place: ((place, 1.0),) for place in apart}
    members[REST_OF_WORLD] = (
        tuple((place, count / total) for place, count in workers.items()) if total > 0 else ((REST_OF_WORLD, 1.0),)
    )
    return members


def _of_source(source: str, labels: frozenset[str]) -> dict[str, str]:
    """What is known of a source; of any other when it shows every one of those codes (WF with WA, WE, WL and WM is the
    rest of Africa, alone it is Wallis and Futuna)."""
    if source in _listed():
        return _listed()[source]
    exiobase = _listed()["exiobase"]
    return exiobase if labels >= exiobase.keys() else {}


@cache
def _listed() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with content_path("chain/concordances/places.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["source"], {})[row["region"]] = row["place"]
    return found
