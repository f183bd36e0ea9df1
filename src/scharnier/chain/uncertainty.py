"""How sure a footprint is: intervals from stated noise on the table, the spend and the intensities, to first order.

`sampling.py` answers the same by drawing. Method page: docs/method/chain-uncertainty.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scharnier.chain.direct import is_sparse
from scharnier.chain.system import System
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]

PARTS: Final = ("table", "use", "intensity")
Z95: Final = 1.6448536269514722  # the normal quantile at 0.95
ROWS: Final = 256  # of the table squared at a time
ROUNDING: Final = 1e-12  # a variance this small beside the terms it is the difference of is rounding


@dataclass(frozen=True, eq=False)
class Noise:
    """Stated relative standard deviations of independent, lognormal noise with mean one; None or NaN: not stated.

    `table`: one number, or (n,) by seller. `use`: one, or (n,). `intensity`: one, (n,) or (k, n). 0 is a claim:
    known without error. What is not stated is held fixed, and every answer says so.
    """

    table: float | Array | None = None
    use: float | Array | None = None
    intensity: float | Array | None = None

    def read(self, part: str, shape: tuple[int, ...]) -> tuple[Array, NDArray[np.bool_]]:
        """The standard deviations (0 where none is stated) and where none is stated, both of `shape`.

        Raises: InputProblem when they do not fit or are negative or infinite.
        """
        given = getattr(self, part)
        values = np.asarray(np.nan if given is None else given, dtype=np.float64)
        try:
            full = np.broadcast_to(values, shape)
        except ValueError:
            raise InputProblem(f"noise on the {part} of shape {values.shape}.", f"It should fit {shape}.") from None
        silent = np.isnan(full)
        if (full < 0).any() or np.isinf(full).any():
            raise InputProblem(f"noise on the {part} below zero or infinite.", "Give relative standard deviations.")
        return np.where(silent, 0.0, full), silent


@dataclass(frozen=True, eq=False)
class Asked:
    """A footprint F = f L y of k stressors of which the uncertainty is wanted.

    Attributes:
        table: A (n, n), dense or SciPy sparse, column = buyer.
        intensities: (k, n) per unit of output. A row that is part of the value added (see `of_value`) holds weights
            instead, from 0 to 1: 1 in the cells of one country counts the value added of that country.
        use: y (n,).
        of_value: (k,) whether a row is weights w of value added: f = w (1 - column sums of A), so that noise on the
            table moves it too and all money still ends somewhere.
        regions: (n,), for the solver.
    """

    table: Any
    intensities: Array
    use: Array
    of_value: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    regions: Sequence[str] | None = None

    def __post_init__(self) -> None:
        n, k = self.table.shape[0], len(self.intensities)
        if self.of_value.size == 0:
            object.__setattr__(self, "of_value", np.zeros(k, dtype=bool))
        if self.intensities.shape != (k, n) or self.use.shape != (n,) or self.of_value.shape != (k,):
            raise InputProblem(f"intensities and spend do not fit a table of {n} cells.", "Give (k, n) and (n,).")
        weights = self.intensities[self.of_value]
        if not (np.isfinite(self.intensities).all() and np.isfinite(self.use).all()):
            raise InputProblem("intensities or spend with gaps.", "Count the cells without a figure in a row apart.")
        if weights.size and not (weights.min() >= 0 and weights.max() <= 1):
            raise InputProblem("weights of value added outside 0 to 1.")

    @cached_property
    def system(self) -> System:
        """The system of the table."""
        return System(self.table, self.regions)

    @cached_property
    def value_share(self) -> Array:
        """1 - column sums of A (n,)."""
        share: Array = 1.0 - np.asarray(self.table.sum(axis=0), dtype=np.float64).ravel()
        return share

    def intensities_with(self, value_share: Array) -> Array:
        """f (k, n): the rows as given, and the weights times the share of value added."""
        rows = self.intensities.copy()
        rows[self.of_value] *= value_share
        return rows

    @cached_property
    def output(self) -> Array:
        """x = L y (n,)."""
        return self.system.footprint(self.use)


def rows_by_region(row: ArrayLike, regions: Sequence[str]) -> tuple[tuple[str, ...], Array]:
    """A row (n,) taken apart by region (R, n), so that each region of origin gets an interval of its own."""
    names = tuple(dict.fromkeys(regions))
    values, labels = np.asarray(row, dtype=np.float64), np.asarray(regions)
    return names, np.stack([np.where(labels == name, values, 0.0) for name in names])


@dataclass(frozen=True, eq=False)
class Spread:
    """Footprints (k,) with intervals.

    All but `nominal` are NaN where no noise is stated at all: there is no interval then, which is not the same as none
    needed. `sd_most` bounds the standard deviation whatever the errors have to do with one another (first order
    only). `sd_of` gives the standard deviation by part, NaN for a part of which
    nothing is stated. `unstated` gives the share (k,) of what is summed that has no
    stated noise, by part. `draws`, `seed`, `refused` (draws that could not be solved) and `rescaled` (columns whose
    purchases were scaled back, per draw on average) are of the sampling.
    """

    nominal: Array
    p05: Array
    p50: Array
    p95: Array
    sd: Array
    unstated: Mapping[str, Array]
    sd_most: Array | None = None
    sd_of: Mapping[str, Array] = field(default_factory=dict)
    draws: int = 0
    seed: int | None = None
    refused: int = 0
    rescaled: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether everything that is summed has a stated noise."""
        return not any(share.any() for share in self.unstated.values())


def calc_spread(asked: Asked, noise: Noise) -> Spread:
    """Intervals by variance propagation to first order, for noise that is independent from entry to entry.

    With m = f L and x = L y: dF/da_ij = m_i x_j, dF/dy_j = m_j, dF/df_i = x_i, so
    Var F = sum (s_ij a_ij m_i x_j)^2 + sum (s_j y_j m_j)^2 + sum (s_i f_i x_i)^2 (Heijungs 2010; Heijungs & Lenzen
    2014). For weights w of value added dF/da_ij = (m_i - w_j) x_j. The interval is that of a lognormal with this mean
    and variance; of a normal where signs are mixed.
    """
    k, n = asked.intensities.shape
    f = asked.intensities_with(asked.value_share)
    x, m = asked.output, asked.system.multipliers(f).values
    weights = np.where(asked.of_value[:, None], asked.intensities, 0.0)
    on_table, no_table = noise.read("table", (n,))
    on_use, no_use = noise.read("use", (n,))
    on_f, no_f = noise.read("intensity", (k, n))
    on_f = np.where(asked.of_value[:, None], 0.0, on_f)
    variance, most, bought = _spread_table(asked, m, weights, on_table, x)
    use, output = np.abs(m * asked.use), np.abs(f * x)
    parts = {
        "table": (variance, most),
        "use": (((on_use * use) ** 2).sum(axis=1), (on_use * use).sum(axis=1)),
        "intensity": (((on_f * output) ** 2).sum(axis=1), (on_f * output).sum(axis=1)),
    }
    unstated = {
        "table": _share(np.abs(m) * bought, no_table),
        "use": _share(use, no_use),
        "intensity": _share(output, no_f & ~asked.of_value[:, None]),
    }
    nominal: Array = f @ x
    sd = np.sqrt(sum(part[0] for part in parts.values()))
    positive = (f >= 0).all(axis=1) & bool((asked.use >= 0).all()) & (nominal > 0)
    low, mid, high = _quantiles(nominal, sd, positive)
    sd_most: Array = np.sum([part[1] for part in parts.values()], axis=0)
    nothing = np.full(k, np.nan)
    sd_of = {name: nothing if getattr(noise, name) is None else np.sqrt(part[0]) for name, part in parts.items()}
    if all(getattr(noise, part) is None for part in PARTS):
        low = mid = high = sd = sd_most = nothing
    return Spread(nominal, low, mid, high, sd, unstated, sd_most, sd_of)


def find_unstated(asked: Asked, noise: Noise) -> dict[str, Array]:
    """The share (k,) of what is summed without stated noise, by part; see `Spread.unstated`."""
    return dict(calc_spread(asked, noise).unstated)


def _spread_table(asked: Asked, m: Array, w: Array, sd: Array, x: Array) -> tuple[Array, Array, Array]:
    """Variance (k,) due to the table, the largest standard deviation (k,), and what is bought of each cell (n,)."""
    k, n = m.shape
    squares, plain = np.empty((n, 1 + 2 * k)), np.empty((n, 1 + k))
    right = np.column_stack([x**2, (w * x**2).T, (w**2 * x**2).T])
    buyers = np.column_stack([np.abs(x), (w * np.abs(x)).T])
    table = asked.table
    if is_sparse(table):
        table = table.tocsr()
        if not table.has_canonical_format:  # entries in pieces; on a copy: the table is not ours
            table = table.copy()
            table.sum_duplicates()
    for start in range(0, n, ROWS):
        part = table[start : start + ROWS]
        rows = slice(start, start + ROWS)
        squares[rows] = (part.multiply(part) if is_sparse(part) else np.square(part)) @ right
        plain[rows] = abs(part) @ buyers
    terms = (m**2 * squares[:, 0], -2.0 * m * squares[:, 1 : 1 + k].T, squares[:, 1 + k :].T)
    sums = [(sd**2 * term).sum(axis=1) for term in terms]
    variance: Array = np.asarray(sum(sums))
    variance[variance < ROUNDING * np.abs(sums).sum(axis=0)] = 0.0
    # |m - w| is at most w |1 - m| + (1 - w) |m| for 0 <= w <= 1.
    kept = plain[:, 1:].T
    most: Array = (sd * (np.abs(1.0 - m) * kept + np.abs(m) * (plain[:, 0] - kept))).sum(axis=1)
    return variance, most, plain[:, 0]


def _share(parts: Array, silent: NDArray[np.bool_]) -> Array:
    total = parts.sum(axis=1)
    share: Array = np.divide((parts * silent).sum(axis=1), total, out=np.zeros(len(parts)), where=total > 0)
    return share


def _quantiles(nominal: Array, sd: Array, positive: NDArray[np.bool_]) -> tuple[Array, Array, Array]:
    ratio = np.divide(sd, nominal, out=np.zeros_like(sd), where=positive)
    width, middle = np.sqrt(np.log1p(ratio**2)), nominal / np.sqrt(1.0 + ratio**2)
    low, mid, high = (np.where(positive, middle * np.exp(z * width), nominal + z * sd) for z in (-Z95, 0.0, Z95))
    return low, mid, high
