"""What paths have in common: the countries or industries they run through, in which order and at which tier."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.paths import Paths
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]

TIERS = 4  # supplier, tier 1, tier 2, tier 3 and further: as `leontief.calc_tiers`


@dataclass(frozen=True)
class PathGroup:
    """Paths that run through the same countries (or industries, or cells) in the same order.

    `value` in the unit of the paths; `share` of the total of all paths, listed or not; `count` of paths in it.
    """

    sequence: tuple[str, ...]
    value: float
    share: float
    count: int


@dataclass(frozen=True, eq=False)
class Passage:
    """How much of the listed paths passes through each country (or industry, or cell), and where along the way.

    Attributes:
        labels: (g,) names.
        anywhere: (g,) value of the paths that pass through it, at whatever tier, each path counted once.
        tiers: (g, 4) value of the paths that are there as supplier, at tier 1, at tier 2, at tier 3 or further. A path
            can be in the same country at two tiers, so these may add up to more than `anywhere`.
        ends: (g,) value of the paths that end there; over all labels it adds up to what is listed.
        covered: value of the listed paths together.
    """

    labels: tuple[str, ...]
    anywhere: Array
    tiers: Array
    ends: Array
    covered: float

    @property
    def shares(self) -> Array:
        """`anywhere` as a share (g,) of what is listed."""
        return self.anywhere / self.covered if self.covered > 0 else np.zeros_like(self.anywhere)

    def order(self) -> NDArray[np.intp]:
        """Places of the labels, the one most passes through first; of equal ones the first named."""
        return np.argsort(-self.anywhere, kind="stable")


def group_paths(paths: Paths, by: Sequence[str], *, merge: bool = True) -> list[PathGroup]:
    """Paths grouped by the sequence of what `by` calls their cells, largest group first.

    Args:
        by: (n,) the name of each cell's country, industry, or whatever is of interest.
        merge: steps within the same country (or industry) count as one, so that a path that goes through three
            Chinese industries and one that goes through one both read "CHN".
    """
    labels, codes = _codes(paths, by)
    if not len(paths):
        return []
    owner = np.repeat(np.arange(len(paths)), paths.lengths)
    if merge:
        kept = np.ones(codes.size, bool)
        kept[1:] = (codes[1:] != codes[:-1]) | (owner[1:] != owner[:-1])
        codes, owner = codes[kept], owner[kept]
    edges = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(paths)))])
    content = codes.tobytes()
    size = codes.itemsize
    values: dict[bytes, list[float]] = {}
    for rank, value in enumerate(paths.values.tolist()):
        key = content[edges[rank] * size : edges[rank + 1] * size]
        values.setdefault(key, []).append(value)
    groups = [
        PathGroup(
            sequence=tuple(labels[code] for code in np.frombuffer(key, codes.dtype)),
            value=(value := float(np.sum(found))),
            share=value / paths.total if paths.total > 0 else 0.0,
            count=len(found),
        )
        for key, found in values.items()
    ]
    return sorted(groups, key=lambda group: (-group.value, len(group.sequence), group.sequence))


def calc_passage(paths: Paths, by: Sequence[str]) -> Passage:
    """Through which countries, industries or cells do the listed paths pass, and at which tier?

    Args:
        by: (n,) the name of each cell's country, industry, or whatever is of interest.
    """
    labels, codes = _codes(paths, by)
    owner = np.repeat(np.arange(len(paths)), paths.lengths)
    tier = np.minimum(np.arange(codes.size) - paths.starts[owner], TIERS - 1)
    last = codes[paths.starts[1:] - 1]
    size = len(labels)
    visits = np.unique(owner * size + codes)
    anywhere = _sum_by(visits % size, paths.values[visits // size], size)
    # A path that is in a country at tiers 3, 4 and 5 is there "at tier 3 or further" once.
    steps = np.unique((owner * TIERS + tier) * size + codes)
    place, moment = steps % size, steps // size
    tiers = np.zeros((size, TIERS))
    np.add.at(tiers, (place, moment % TIERS), paths.values[moment // TIERS])
    ends = _sum_by(last, paths.values, size)
    return Passage(labels, anywhere, tiers, ends, float(paths.values.sum()))


def _sum_by(places: NDArray[np.int64], values: Array, size: int) -> Array:
    """Sums (size,) of the values at each place."""
    return np.bincount(places, weights=values, minlength=size).astype(np.float64)


def _codes(paths: Paths, by: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    names = list(by)
    if paths.cells.size and int(paths.cells.max()) >= len(names):
        raise InputProblem(f"a path runs through cell {int(paths.cells.max())}, but only {len(names)} cells are named.")
    labels = tuple(dict.fromkeys(names)) or ("",)
    number = {label: code for code, label in enumerate(labels)}
    code_of = np.array([number[name] for name in names] or [0], dtype=np.int64)
    return labels, code_of[paths.cells]
