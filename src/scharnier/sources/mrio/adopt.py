"""Bring a stored model into the shape that an assessment needs: 35 industries, countries and the rest of the world.

Evidence about harm is known per WIOD industry (c1 .. c35) and per country. Industries are added up to them by a
concordance; one that covers several is split by their output in the starter model, which takes them to buy and sell
alike. Regions that are no country are added up to the rest of the world.
"""

import csv
import io
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from scharnier.chain import STARTER, ChainModel, Manifest, list_models, load_model
from scharnier.chain.model import REST_OF_WORLD, InputFile
from scharnier.chain.stored import StoredModel, list_stored, open_model
from scharnier.codes.countries import load_countries
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.industries import guess_industries
from scharnier.sources.wiod2013.describe import TERRITORIES

# Codes that publishers use for all other countries together.
OTHERS = re.compile(r"(?i)^(row|rest.?of.?(the.?)?world|figw1|wwa?|www|wa|we|wf|wl|wm|ww[aeflm]|wld_row)$")
INVENTORIES = re.compile(r"(?i)invent|invnt|^inven?$|^c42$|^p5m$|p\.?52\b|discrep|^disc$")
ROWS = 256
Array = NDArray[np.float64]


def load_for_assessment(name: str, store: Path | None) -> ChainModel:
    """A model that ships, or one of the store, ready to assess with.

    Raises: InputProblem for an unknown name, with the known ones; as `adopt` for a model that cannot be mapped.
    """
    if name in list_models():
        return load_model(name)
    stored = list_stored(store) if store else ()
    if store is None or name not in stored:
        raise InputProblem(
            f"unknown chain model {name!r}.", f"Known models: {', '.join((*list_models(), *stored))}.", column="--model"
        )
    return adopt(open_model(store / name))


def adopt(model: StoredModel) -> ChainModel:
    """The stored model brought to the 35 industries and the countries of the evidence.

    Raises: InputProblem when an industry has no WIOD industry or the other way round, or a region is neither a country
    nor known to be the rest of the world: it says which concordance is missing and how to give it.
    """
    starter = load_model()
    sectors = _map_sectors(model, starter)
    regions = _map_regions(model)
    order = [*dict.fromkeys(place for place in regions.values() if place != REST_OF_WORLD), REST_OF_WORLD]
    if len(order) < 3:
        raise InputProblem(
            f"model {model.id} shows {len(order) - 1} country: an assessment follows money between countries.",
            "Choose a model with more regions.",
        )
    gather = _gather(model, starter, sectors, regions, order)
    flows = _add_up(model, gather)
    output = np.asarray(gather @ model.output)
    final, inventories, adrift = _split_final(model, gather, regions, order)
    return ChainModel(
        id=model.id,
        regions=tuple(order),
        sectors=starter.sectors,
        flows=flows,
        output=output,
        final=final,
        inventories=inventories,
        stressors={"value_added": output - flows.sum(axis=0)},
        members=_members(order),
        manifest=_describe(model, regions, starter, sectors, adrift),
    )


def _map_sectors(model: StoredModel, starter: ChainModel) -> dict[str, tuple[str, ...]]:
    given, source = _table(model, "sectors", "wiod35"), model.manifest.source
    names = dict.fromkeys(model.sectors)
    mapped = {
        name: tuple(given.get(name, ())) or ((name,) if name in starter.sectors else guess_industries(source, name))
        for name in names
    }
    wrong = sorted({code for codes in mapped.values() for code in codes if code not in starter.sectors})
    if wrong:
        raise InputProblem(
            f"the concordance of model {model.id} names {wrong[0]!r}.", f"Use {', '.join(starter.sectors[:3])} .. c35."
        )
    how = "scharnier model add ... --sectors FILE, a CSV with the columns sector,wiod35."
    lacking = [name for name, codes in mapped.items() if not codes]
    if lacking:
        raise InputProblem(
            f"model {model.id} has no concordance to wiod35 for {len(lacking)} of its {len(names)} industries, such as "
            f"{lacking[0]!r}.",
            f"Give one when you add it: {how}",
        )
    used = {code for codes in mapped.values() for code in codes}
    unserved = [code for code in starter.sectors if code not in used]
    if unserved:
        # Left open, purchases of such an industry would seem to be made at home.
        raise InputProblem(
            f"no industry of model {model.id} stands for {', '.join(unserved)}: such purchases could not be followed.",
            f"Name each of the 35, an industry of the model more than once where needed: {how}",
        )
    return mapped


def _gather(
    model: StoredModel,
    starter: ChainModel,
    sectors: dict[str, tuple[str, ...]],
    regions: dict[str, str],
    order: list[str],
) -> sparse.csr_array:
    """G (N, n): the share of each cell of the model that goes to each cell of the assessment; columns sum to one."""
    size = len(starter.sectors)
    made = starter.output.reshape(-1, size)
    shares = {region: made[at] for at, region in enumerate(starter.regions)}
    world = made.sum(axis=0)
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for cell, (region, sector) in enumerate(model.labels):
        places = [starter.sectors.index(code) for code in sectors[sector]]
        weights = shares.get(regions[region], world)[places]
        weights = weights if weights.sum() > 0 else np.ones(len(places))
        rows += [order.index(regions[region]) * size + place for place in places]
        columns += [cell] * len(places)
        values += (weights / weights.sum()).tolist()
    return sparse.csr_array((values, (rows, columns)), shape=(len(order) * size, len(model.labels)))


def _map_regions(model: StoredModel) -> dict[str, str]:
    given = _table(model, "regions", "places")
    countries = load_countries()
    by_iso2 = {country.iso2: iso3 for iso3, country in countries.items()} | {"UK": "GBR", "EL": "GRC"}
    mapped = {}
    for name in dict.fromkeys(model.regions):
        place = given.get(name, [name])[0]
        found = place if place in countries else by_iso2.get(place, "")
        mapped[name] = found or (REST_OF_WORLD if place == REST_OF_WORLD or OTHERS.match(place) else "")
    lacking = [name for name, place in mapped.items() if not place]
    if lacking:
        raise InputProblem(
            f"model {model.id} has {len(lacking)} regions that are no country we know, such as {lacking[0]!r}.",
            "Say which they are when you add it: scharnier model add ... --regions FILE, a CSV with the columns "
            "region,place (an ISO code, or ROW for the rest of the world).",
        )
    return mapped


def _table(model: StoredModel, of: str, to: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for concordance in model.manifest.concordances:
        if (concordance.of, concordance.to) == (of, to):
            text = model.files[concordance.file].decode("utf-8")
            for label, code in list(csv.reader(io.StringIO(text)))[1:]:
                found.setdefault(label, []).append(code)
    return found


def _add_up(model: StoredModel, gather: sparse.csr_array) -> Array:
    n, cells = model.manifest.cells, gather.shape[0]
    table, output = model.coefficients, model.output
    half = np.zeros((n, cells))
    spread = sparse.csr_array(gather.T * output[:, None])
    for start in range(0, n, ROWS):
        half[start : start + ROWS] = _dense(table[start : start + ROWS] @ spread)
    flows: Array = np.asarray(gather @ half)
    return flows


def _dense(values: object) -> Array:
    return np.asarray(values.toarray() if hasattr(values, "toarray") else values)


def _split_final(
    model: StoredModel, gather: sparse.csr_array, regions: dict[str, str], order: list[str]
) -> tuple[Array, Array, list[str]]:
    """Final use and changes in inventories by using region; columns that belong to no region go with inventories of
    the rest of the world, and are named."""
    by_use = np.asarray(gather @ model.final)
    final, inventories = np.zeros((gather.shape[0], len(order))), np.zeros((gather.shape[0], len(order)))
    adrift = []
    for column, (region, category) in enumerate(model.final_labels):
        if region not in regions:
            adrift.append(f"{region} {category}".strip())
            inventories[:, -1] += by_use[:, column]
        elif INVENTORIES.search(category):
            inventories[:, order.index(regions[region])] += by_use[:, column]
        else:
            final[:, order.index(regions[region])] += by_use[:, column]
    return final, inventories, adrift


def _members(order: list[str]) -> dict[str, tuple[tuple[str, float], ...]]:
    """A country is itself; the rest of the world is every place that the model does not show, weighed by the workforce
    that ships with the starter model. A place without a figure weighs nothing."""
    shown = {*order, *TERRITORIES}
    workers = {place: 0.0 for place in load_countries() if place not in shown}
    with content_path(f"chain/{STARTER}.members.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["place"] in workers:
                workers[row["place"]] = float(row["workers_thousand"] or 0.0)
    total = sum(workers.values())
    rest = tuple((place, count / total) for place, count in workers.items()) if total > 0 else ((REST_OF_WORLD, 1.0),)
    return {region: rest if region == REST_OF_WORLD else ((region, 1.0),) for region in order}


def _describe(
    model: StoredModel,
    regions: dict[str, str],
    starter: ChainModel,
    sectors: dict[str, tuple[str, ...]],
    adrift: list[str],
) -> Manifest:
    stored = model.manifest
    caveats = {lang: list(stored.caveats.get(lang, [])) for lang in ("nl", "en")}
    year = f" {stored.year}" if stored.year else ""
    caveats["en"].append(f"The trade and production links are those of{year or ' the year of the table'}.")
    caveats["nl"].append(f"De handels- en productieketens zijn die van{year or ' het jaar van de tabel'}.")
    if stored.sectors > len(starter.sectors):
        caveats["en"].append(f"Its {stored.sectors} industries were added up to the 35 that evidence is known for.")
        caveats["nl"].append(f"De {stored.sectors} bedrijfstakken zijn opgeteld tot de 35 waarvoor gegevens bestaan.")
    groups = [name for name, place in regions.items() if place == REST_OF_WORLD]
    if len(groups) > 1:
        caveats["en"].append(f"The regions {', '.join(groups)} were added up to one rest of the world.")
        caveats["nl"].append(f"De gebieden {', '.join(groups)} zijn opgeteld tot een rest van de wereld.")
    wide = [name for name, codes in sectors.items() if len(codes) > 1]
    if wide:
        few = ", ".join(wide[:5]) + (" ..." if len(wide) > 5 else "")
        caveats["en"].append(f"{few} cover several of the 35 industries and are split by their output in {starter.id}.")
        caveats["nl"].append(
            f"{few} beslaan meer van de 35 bedrijfstakken en zijn verdeeld naar productie in {starter.id}."
        )
    if adrift:
        caveats["en"].append(f"Final use of no region ({', '.join(adrift[:3])}) is kept with changes in inventories.")
        caveats["nl"].append(f"Eindgebruik zonder gebied ({', '.join(adrift[:3])}) staat bij de voorraadmutaties.")
    return Manifest(
        id=stored.id,
        title=stored.title,
        year=stored.year or 0,
        publisher=stored.publisher,
        licence=stored.licence,
        attribution=stored.attribution,
        price_basis=f"{stored.price_basis}, {stored.unit}",
        sha256=(model.folder / "manifest.json.sha256").read_text().strip(),
        error_bound="exact",
        method="Read by scharnier model add; brought to 35 industries and countries by sources.mrio.adopt.",
        units={"flows": stored.unit, "value_added": stored.unit},
        caveats=caveats,
        left_out=list(stored.left_out),
        inputs=[
            InputFile(
                file=mark.file,
                sha256=mark.sha256,
                title=stored.title,
                publisher=stored.publisher,
                year=stored.year or 0,
                licence=stored.licence,
                licence_confidence=stored.licence_confidence,
                url=mark.url or stored.url,
                retrieved_on=mark.retrieved_on,
            )
            for mark in stored.inputs
        ],
        territories=TERRITORIES,
    )
