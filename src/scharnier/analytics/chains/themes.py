"""Where is harm on a theme likely, cell by cell of a model: the one place that joins evidence and chain models here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from scharnier.analytics.chains.cells import suggest
from scharnier.analytics.chains.table import Array, ChainTable
from scharnier.chain import REST_OF_WORLD, ChainModel, load_model
from scharnier.chain.totals import Totals
from scharnier.kernel.errors import InputProblem
from scharnier.risk.evidence import load_evidence, load_theme_names
from scharnier.risk.likelihood import calc_likelihoods
from scharnier.risk.severity import load_conduct_themes, load_severities
from scharnier.risk.stressors import RiskWeighted, weigh_by_risk
from scharnier.sources.mrio.places import weigh_members

LIKELY = 4  # level from which harm is called likely


@dataclass(frozen=True, eq=False)
class Spoken:
    """How much (n,) of each cell lies where harm on a theme is likely, and how much where no source says anything.

    Shares from 0 to 1: a cell of one country is whole, the rest of the world is divided by the workforce of its
    countries, a wide industry evenly over the industries it stands for. What is unknown is not low.
    """

    theme: str
    likely: Array
    unknown: Array


def find_theme(text: str) -> str:
    """The theme a text names, by id or by name in Dutch or English. Raises: InputProblem with the nearest names."""
    names = load_theme_names()
    severities, conduct = load_severities(), load_conduct_themes()
    wanted = text.strip().casefold().replace("-", "_")
    spoken = {wanted, wanted.replace("_", " "), wanted.replace(" ", "_")}
    found = [id for id in names if {id, names[id]["nl"].casefold(), names[id]["en"].casefold()} & spoken]
    if not found:
        begun = [id for id in severities if any(n.casefold().startswith(wanted) for n in names[id].values())]
        found = begun if len(begun) == 1 and len(wanted) > 3 else []
    if not found:
        listed = {name: id for id in severities for name in (id, names[id]["nl"], names[id]["en"])}
        near = list(dict.fromkeys(listed[name] for name in suggest(text.strip(), listed)))
        remedy = f"Nearest: {', '.join(near)}." if near else f"Use one of: {', '.join(severities)}."
        raise InputProblem(f"there is no theme {text!r}.", remedy, column="--theme")
    if found[0] in conduct:
        raise InputProblem(f"theme {found[0]} has no place of harm: {conduct[found[0]]['en']}", column="--theme")
    return found[0]


def list_themes() -> tuple[str, ...]:
    """The themes that have a place of harm, in the order in which they are published."""
    conduct = load_conduct_themes()
    return tuple(theme for theme in load_severities() if theme not in conduct)


def calc_spoken(table: ChainTable, theme: str, on: date) -> Spoken:
    """Where harm on a theme is likely; see `calc_all_spoken`."""
    return calc_all_spoken(table, (theme,), on)[0]


def calc_all_spoken(table: ChainTable, themes: Sequence[str], on: date) -> tuple[Spoken, ...]:
    """Where harm on each theme is likely, from what is known of countries and industries on a day.

    Evidence about single goods is not used: an industry sells many. Raises: InputProblem when the model does not say
    which industry or country its labels stand for.
    """
    shape = table.model if isinstance(table.model, ChainModel) else _shape(table)
    found, ones = calc_likelihoods(load_evidence(), shape, (), on), _ones(shape)
    weighed = [weigh_by_risk(found, shape, ones, theme, LIKELY) for theme in themes]
    if shape is table.model:
        return tuple(Spoken(each.theme, each.high, each.no_data) for each in weighed)
    return tuple(_lay_out(table, shape, each) for each in weighed)


def _lay_out(table: ChainTable, shape: ChainModel, weighed: RiskWeighted) -> Spoken:
    """What is known of the 35 industries, for the sectors of the model."""
    known = [*table.industries.items(), *table.places.items()]
    lacking = [name for name, codes in known if not codes]
    if lacking:
        raise InputProblem(
            f"model {table.id} does not say which industry or country {lacking[0]!r} is; themes need that.",
            "Give --sectors and --regions when you add it: see scharnier model add --help.",
        )
    place = {region: shape.regions.index(table.places[region]) for region in table.places}
    rows = [place[region] for region in table.regions]
    number = {name: index for index, name in enumerate(table.industries)}
    columns = [number[sector] for sector in table.sectors]
    mean = np.zeros((len(shape.sectors), len(number)))  # a wide sector is the plain mean of what it stands for
    for name, codes in table.industries.items():
        for code in codes:
            mean[shape.sectors.index(code), number[name]] += 1.0 / len(codes)
    high, silent = (part.reshape(len(shape.regions), -1) @ mean for part in (weighed.high, weighed.no_data))
    return Spoken(weighed.theme, high[rows, columns], silent[rows, columns])


def _ones(shape: ChainModel) -> Totals:
    """One unit in each cell, so that what is weighed are shares."""
    year = shape.manifest.year
    return Totals("value", "value", "", year, year, shape.id, (), np.ones(shape.cells), 0, 1.0, 0.0, 0)


def _shape(table: ChainTable) -> ChainModel:
    """The countries and industries of an added model as the likelihoods want them; without any trade."""
    starter = load_model()
    shown = [*dict.fromkeys(place for place in table.places.values() if place not in ("", REST_OF_WORLD))]
    order = [*shown, REST_OF_WORLD]
    cells = len(order) * len(starter.sectors)
    return ChainModel(
        id=table.id,
        regions=tuple(order),
        sectors=starter.sectors,
        flows=np.zeros((cells, cells)),
        output=np.zeros(cells),
        final=np.zeros((cells, len(order))),
        stressors={},
        members=weigh_members(shown),
        manifest=starter.manifest,
    )
