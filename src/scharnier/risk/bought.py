"""Which goods stand behind the purchases, and at which places of origin they weigh enough to speak of.

One bag of coffee must not make all farming of the world rest on evidence about coffee. A good counts as bought at a
place only where purchases that are, contain or are made of it bring a fair part of what is earned there.
Method page: docs/method/likelihood.md.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

FAIR_PART: Final = 0.25
"""Least part of the exposure of a place and industry that purchases tied to a good must bring; own proposal."""


@dataclass(frozen=True, eq=False)
class Bought:
    """The goods bought. Without `parts` each counts everywhere.

    `parts` gives per good the part (R, S) of the exposure of each region and industry that purchases tied to it bring;
    `rows` the region of a place (a country of a group has that of the group), `columns` the number of an industry.
    """

    goods: frozenset[str]
    parts: Mapping[str, NDArray[np.float64]] | None = None
    rows: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)

    def counts(self, good: str | None, place: str, sector: str) -> bool:
        """Whether the good counts as bought in what is earned at the place in the industry."""
        if good is None or good not in self.goods:
            return False
        if self.parts is None:
            return True
        row, column = self.rows.get(place), self.columns.get(sector)
        return row is not None and column is not None and bool(self.parts[good][row, column] >= FAIR_PART)


def as_bought(goods: "Collection[str] | Bought") -> Bought:
    """The goods as `Bought`; a bare collection of ids counts everywhere."""
    return goods if isinstance(goods, Bought) else Bought(frozenset(goods))


def calc_bought(
    by_good: Mapping[str, NDArray[np.float64]],
    total: NDArray[np.float64],
    regions: Sequence[str],
    members: Mapping[str, Sequence[tuple[str, float]]],
    sectors: Sequence[str],
) -> Bought:
    """The goods bought, from the exposure (n,) that purchases tied to each bring and the whole exposure `total` (n,).

    Cells are region-major. A place without money, or where credits outweigh purchases, has no tie to any good.
    """
    shape = (len(regions), len(sectors))
    inverse = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    rows = {place: number for number, region in enumerate(regions) for place, _ in members.get(region, ())}
    rows |= {region: number for number, region in enumerate(regions)}
    return Bought(
        goods=frozenset(by_good),
        parts={good: (exposure * inverse).reshape(shape) for good, exposure in by_good.items()},
        rows=rows,
        columns={sector: number for number, sector in enumerate(sectors)},
    )
