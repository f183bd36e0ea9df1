"""Bring a stored model into the shape that an assessment needs: 35 industries, countries and the rest of the world.

Evidence about harm is known per WIOD industry (c1 .. c35) and per country. Industries are added up to them by a
concordance; one that covers several is split by their output in the starter model, which takes them to buy and sell
alike. Regions that are no country are added up to the rest of the world.
"""

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from scharnier.chain import ChainModel, Manifest, list_models, load_model
from scharnier.chain.model import REST_OF_WORLD, InputFile
from scharnier.chain.stored import StoredModel, list_stored, open_model
from scharnier.chain.totals import Totals, add_up_totals
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.emissions import find_co2
from scharnier.sources.mrio.places import name_places, weigh_members
from scharnier.sources.mrio.sectors import Codes, load_shipped, name_sectors, trace_sectors
from scharnier.sources.wiod2013.describe import TERRITORIES

INVENTORIES = re.compile(r"(?i)invent|invnt|^inv(en)?$|^c42$|^p5m$|p\.?52\b|discrep|^disc$")
ROWS = 256
SHOWN = 5
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
    sectors, regions, order = map_labels(model, starter)
    gather, members = _gather(model, starter, sectors, regions, order), weigh_members(order)
    flows = _add_up(model, gather)
    output = np.asarray(gather @ model.output)
    final, inventories, adrift = _split_final(model, gather, regions, order)
    stressors, co2 = {"value_added": output - flows.sum(axis=0)}, find_co2(model)
    if isinstance(co2, Totals):
        stressors["co2_kt"] = add_up_totals(co2, gather, model.output).values
    return ChainModel(
        id=model.id,
        regions=tuple(order),
        sectors=starter.sectors,
        flows=flows,
        output=output,
        final=final,
        inventories=inventories,
        stressors=stressors,
        members={region: members[region] for region in order},
        manifest=_describe(model, regions, starter, sectors, adrift, co2),
    )


def map_labels(model: StoredModel, starter: ChainModel) -> tuple[dict[str, Codes], dict[str, str], list[str]]:
    """The industries per sector, the place per region, and the places in order, the rest of the world last.

    It reads labels only, no table, so it tells in no time whether a model can be assessed with.

    Raises: InputProblem as `adopt`.
    """
    sectors = _map_sectors(model, starter)
    regions = _map_regions(model)
    order = [*dict.fromkeys(place for place in regions.values() if place != REST_OF_WORLD), REST_OF_WORLD]
    if len(order) < 3:
        raise InputProblem(
            f"model {model.id} shows {len(order) - 1} country: an assessment follows money between countries.",
            "Choose a model with more regions.",
        )
    return sectors, regions, order


def _map_sectors(model: StoredModel, starter: ChainModel) -> dict[str, Codes]:
    mapped = name_sectors(model)
    how = "scharnier model add ... --sectors FILE, a CSV with the columns sector,wiod35."
    lacking = [name for name, codes in mapped.items() if not codes]
    if lacking:
        named = ", ".join(repr(name) for name in lacking[:SHOWN]) + (" ..." if len(lacking) > SHOWN else "")
        raise InputProblem(
            f"model {model.id} has no concordance to wiod35 for {len(lacking)} of its {len(mapped)} industries: "
            f"{named}.",
            f"Give one when you add it; name only those, the others are known: {how}"
            if len(lacking) < len(mapped)
            else f"Give one when you add it: {how}",
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
    sectors: dict[str, Codes],
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
    mapped = name_places(model)
    lacking = [name for name, place in mapped.items() if not place]
    if lacking:
        raise InputProblem(
            f"model {model.id} has {len(lacking)} regions that are no country we know, such as {lacking[0]!r}.",
            "Say which they are when you add it: scharnier model add ... --regions FILE, a CSV with the columns "
            "region,place (an ISO code, or ROW for the rest of the world).",
        )
    return mapped


def _add_up(model: StoredModel, gather: sparse.csr_array) -> Array:
    """G (A x̂) Gᵀ (N, N), a few rows of A at a time: the whole of it is never unpacked."""
    table, cells = model.coefficients, gather.shape[0]
    spread, by_cell = sparse.csr_array(gather.T * model.output[:, None]), sparse.csc_array(gather)
    flows: Array = np.zeros((cells, cells))
    for start in range(0, model.manifest.cells, ROWS):
        rows = slice(start, start + ROWS)
        flows += by_cell[:, rows] @ _dense(table[rows] @ spread)
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


def _describe(
    model: StoredModel,
    regions: dict[str, str],
    starter: ChainModel,
    sectors: dict[str, Codes],
    adrift: list[str],
    co2: Totals | str,
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
    tables = [
        load_shipped()[id]
        for id in dict.fromkeys(id for _, id in trace_sectors(model).values())
        if id in load_shipped()
    ]
    if tables:
        titles = ", ".join(table.title for table in tables)
        caveats["en"].append(
            f"Which of the 35 industries its sectors are is our own table ({titles}), not the publisher's."
        )
        caveats["nl"].append(
            f"Welke van de 35 bedrijfstakken het zijn, staat in onze eigen tabel ({titles}), niet van de uitgever."
        )
    if isinstance(co2, Totals):
        more = len(co2.rows) - 1
        rest = {"en": f" and {more} more rows", "nl": f" en nog {more} rijen"} if more else {"en": "", "nl": ""}
        of = {lang: f"{co2.year} ({co2.rows[0][0]!r}{rest[lang]})" for lang in rest}
        caveats["en"].append(f"CO2 is that of {of['en']}. Other greenhouse gases and land use are not in it.")
        caveats["nl"].append(f"CO2 is die van {of['nl']}. Andere broeikasgassen en landgebruik zitten er niet in.")
    else:
        caveats["en"].append("No CO2 was taken from it: what it emits is unknown here, which is not none.")
        caveats["nl"].append("Er is geen CO2 uit overgenomen: de uitstoot is hier onbekend, en dat is niet nul.")
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
        units={"flows": stored.unit, "value_added": stored.unit, "co2_kt": "kilotonnes CO2"},
        caveats=caveats,
        left_out=[*stored.left_out, *([f"CO2: {co2}"] if isinstance(co2, str) else [])],
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
