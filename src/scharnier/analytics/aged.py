"""What the age of the model does to the amounts: the chains of the year of spending are not those of the model's year.

How far chains move in so many years was measured on tables of many years (`chain.age`, docs/method/chain-age.md), per
purchase and for origins of one size. Here those measurements are laid on the purchases of a ledger.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scharnier.analytics import assessment as shape
from scharnier.analytics.exposure import Exposures
from scharnier.chain.age import AgeTable, Place

Floats = NDArray[np.float64]

WITHIN = 0.9  # between the 5th and the 95th percentile of what was measured
PLACES: tuple[Place, ...] = ("all", "home", "abroad")


@dataclass(frozen=True, eq=False)
class Aged:
    """Lays the measurements for so many years on cells of the ledger; with `years` None there is no interval anywhere.

    A share of a size that was not measured takes the measurement of the nearest smaller size, which lies further
    apart; one below all sizes takes that of the smallest.
    """

    exposures: Exposures
    table: AgeTable
    years: int | None

    def calc_interval(self, cell: int) -> shape.Interval | None:
        """From where to where the exposure of a cell can go, all purchases moving the same way.

        What a maker earns whom the ledger itself places in the country stays as it is: no table says where it is made.
        No purchase brings a place more than was paid for it. None where nothing was measured for so many years.
        """
        if not self._classes:
            return None
        exposures = self.exposures
        share = np.maximum(exposures.unit_origins[cell], 0.0)
        known = np.where(self._stated, np.maximum(exposures.unit_tiers[0, cell], 0.0), 0.0)
        moving = np.maximum(share - known, 0.0)
        at_home = self._markets == exposures.places[cell // len(exposures.sectors)]
        place = np.where(self._stated, 0, np.where(at_home, 1, 2))
        low, high = np.ones(share.size), np.ones(share.size)
        for number, (least, lows, highs) in enumerate(self._classes):
            here = place == number
            size = np.maximum(np.searchsorted(least, moving[here], side="right") - 1, 0)
            low[here], high[here] = lows[size], highs[size]
        one, other = (self._spent * np.minimum(known + moving * factor, 1.0) for factor in (low, high))
        return shape.Interval(low=float(np.minimum(one, other).sum()), high=float(np.maximum(one, other).sum()))

    @cached_property
    def _spent(self) -> Floats:
        return self.exposures.unit_amount

    @cached_property
    def _stated(self) -> NDArray[np.bool_]:
        return np.array([unit.origin is not None for unit in self.exposures.units], dtype=bool)

    @cached_property
    def _markets(self) -> NDArray[np.str_]:
        return np.array([unit.region for unit in self.exposures.units], dtype=np.str_)

    @cached_property
    def _classes(self) -> list[tuple[Floats, Floats, Floats]]:
        """For all, home and abroad: smallest share, low and high factor by size; empty where nothing was measured."""
        found = []
        for place in PLACES:
            rows = [r for r in self.table.rows if (r.level, r.place, r.years) == ("cell", place, self.years)]
            if not rows:
                return []
            rows.sort(key=lambda row: row.share_from)
            columns = np.array([(row.share_from, row.p05, row.p95) for row in rows])
            found.append((columns[:, 0], columns[:, 1], columns[:, 2]))
        return found
