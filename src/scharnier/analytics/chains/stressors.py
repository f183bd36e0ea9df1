"""What is followed through the chain: value added, emissions, work, or money that ends where harm is likely."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from scharnier.analytics.chains.cells import suggest
from scharnier.analytics.chains.table import Array, ChainTable
from scharnier.analytics.chains.themes import LIKELY, Spoken, calc_all_spoken, calc_spoken, list_themes
from scharnier.chain.stored import StoredModel
from scharnier.kernel.errors import InputProblem
from scharnier.risk.evidence import load_theme_names
from scharnier.sources.mrio.emissions import find_co2

VALUE = "value_added"
SHOWN = 6
SHORT = {"co2": "co2_kt", "va": VALUE, "value-added": VALUE, "value added": VALUE, "toegevoegde waarde": VALUE}
NAMES = {
    VALUE: {"nl": "toegevoegde waarde (lonen, winst, belasting)", "en": "value added (wages, profit, tax)"},
    "co2_kt": {"nl": "uitstoot van CO2", "en": "emissions of CO2"},
}


@dataclass(frozen=True, eq=False)
class Followed:
    """What is followed: s (n,) per unit of output, never negative, and how much of the table is silent on it.

    Attributes:
        id: `value_added`, `co2_kt`, `theme:forced_labour`, `<satellite>/<row>`.
        unit: of s; "" for a share of money (euro per euro).
        names: in words by language.
        unknown: share (n,) of each cell of which nothing is known. It counts as nothing and is told apart.
        given: s as the model has it, below zero where that is below zero; what is not known as zero.
        negative: number of cells whose value lay below zero and counts as nothing.
        spoken: where harm is likely, for a theme.
    """

    id: str
    unit: str
    names: dict[str, str]
    intensity: Array
    unknown: Array
    given: Array
    negative: int
    spoken: Spoken | None = None

    @property
    def is_money(self) -> bool:
        """Whether s is a share of money, so that totals are euro per euro."""
        return self.unit == ""


def find_followed(table: ChainTable, theme: str, stressor: str, on: date) -> Followed:
    """What to follow: a theme that `find_theme` knows, or a stressor of the model; value added when both are empty.

    Raises: InputProblem for both at once, and for a stressor that the model has not, with the nearest it has.
    """
    if theme and stressor:
        raise InputProblem("a theme and a stressor at once.", "Choose --theme or --stressor.")
    if theme:
        return follow_spoken(table, calc_spoken(table, theme, on))
    said = stressor.strip().casefold()
    if said in ("", VALUE) or SHORT.get(said) == VALUE:
        return _followed(VALUE, "", NAMES[VALUE], table.keeps)
    listed = _list_totals(table)
    short = {name: name.rpartition("/")[2] for name in listed}
    same = [name for name in listed if {said, SHORT.get(said)} & {name.casefold(), short[name].casefold()}]
    meant = [SHORT[said]] if SHORT.get(said) in listed else []
    found = meant or same or [name for name in listed if said in name.casefold()]
    if len(found) != 1:
        known = found or suggest(stressor.strip(), [VALUE, *listed]) or [VALUE, *listed]
        more = f" and {len(known) - SHOWN} more" if len(known) > SHOWN else ""
        what = "has several stressors" if found else "has no stressor"
        remedy = f"{'They are' if found else 'Nearest'}: {', '.join(known[:SHOWN])}{more}."
        raise InputProblem(f"model {table.id} {what} {stressor.strip()!r}.", remedy, column="--stressor")
    return _follow_total(table, found[0], *listed[found[0]])


def follow_spoken(table: ChainTable, spoken: Spoken) -> Followed:
    """The money that ends where harm on a theme is likely."""
    names, high = load_theme_names()[spoken.theme], LIKELY
    intensity = spoken.likely * np.maximum(table.keeps, 0.0)
    return Followed(
        id=f"theme:{spoken.theme}",
        unit="",
        names={
            "nl": f"geld dat wordt verdiend waar schade waarschijnlijk is: {names['nl']} (kans {high} of 5)",
            "en": f"money earned where harm is likely: {names['en']} (likelihood {high} or 5)",
        },
        intensity=intensity,
        unknown=spoken.unknown,
        given=intensity,
        negative=int((table.keeps < 0).sum()),
        spoken=spoken,
    )


def find_all(table: ChainTable, on: date) -> tuple[list[Followed], str]:
    """Everything that can be followed: each theme, then each stressor of the model; and why there are no themes."""
    without = ""
    try:
        listed = [follow_spoken(table, spoken) for spoken in calc_all_spoken(table, list_themes(), on)]
    except InputProblem as problem:
        listed, without = [], str(problem)
    return listed + [_follow_total(table, name, *total) for name, total in _list_totals(table).items()], without


def _follow_total(table: ChainTable, name: str, unit: str, totals: Array) -> Followed:
    intensity = np.divide(totals, table.output, out=np.zeros(table.cells), where=table.output > 0)
    short = name.rpartition("/")[2]
    return _followed(name, f"{unit} / {table.unit}", NAMES.get(name, {"nl": short, "en": short}), intensity)


def _followed(id: str, unit: str, names: dict[str, str], intensity: Array) -> Followed:
    unknown = np.isnan(intensity).astype(np.float64)
    given = np.nan_to_num(intensity)
    return Followed(id, unit, names, np.maximum(given, 0.0), unknown, given, int((intensity < 0).sum()))


def _list_totals(table: ChainTable) -> dict[str, tuple[str, Array]]:
    """Unit and totals (n,) of every stressor of the model, by name; a satellite's rows are `satellite/row`."""
    if not isinstance(table.model, StoredModel):
        units = table.model.manifest.units
        return {name: (units.get(name, ""), t) for name, t in table.model.stressors.items() if name != VALUE}
    found = {}
    for note in table.model.manifest.satellites:
        satellite = table.model.satellite(note.name)
        for (name, unit, _), totals in zip(satellite.rows, satellite.totals, strict=True):
            found[f"{note.name}/{name}"] = (unit, totals)
    co2 = find_co2(table.model)
    return found if isinstance(co2, str) else {"co2_kt": (co2.unit, co2.values), **found}
