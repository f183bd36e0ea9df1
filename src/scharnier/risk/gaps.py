"""What the evidence covers and what it does not: theme by theme, and how old it is. A gap is unknown, never low."""

from dataclasses import dataclass
from datetime import date

from scharnier.kernel.provenance import is_stale
from scharnier.risk.evidence import EvidenceBase, load_theme_names


@dataclass(frozen=True)
class ThemeCover:
    """The evidence on one theme. `places` counts countries with a record that holds for the whole country or a whole
    industry, `good_places` pairs of a good and a country; `stale` is true when every source is older than five years.
    """

    theme: str
    name: str
    records: int
    places: int
    good_places: int
    datasets: tuple[str, ...]
    indirect_only: bool
    stale: bool


def calc_gaps(base: EvidenceBase, on: date, lang: str) -> tuple[ThemeCover, ...]:
    """Every theme of the vocabulary with what evidence there is, themes without any first, then by number of records.

    Climate is among the empty ones here: it is calculated from the chain model and not from records.
    """
    covers = []
    for theme, names in load_theme_names().items():
        records = [record for record in base.records if record.theme == theme]
        sets = sorted({record.dataset for record in records})
        covers.append(
            ThemeCover(
                theme,
                names["nl" if lang == "nl" else "en"],
                len(records),
                len({record.place for record in records if record.good is None}),
                len({(record.place, record.good) for record in records if record.good}),
                tuple(sets),
                bool(sets) and all(base.datasets[name].indirect for name in sets),
                bool(sets) and all(is_stale(base.datasets[name].year, on) for name in sets),
            )
        )
    return tuple(sorted(covers, key=lambda cover: (cover.records, cover.theme)))
