"""How sure a footprint is, by drawing: tables, spend and intensities with noise, each solved again.

Seeded: draw d of a seed is the same whatever the number of draws. Method page: docs/method/chain-uncertainty.md.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from scharnier.chain.direct import FactorMethod, Factors
from scharnier.chain.system import MANY
from scharnier.chain.uncertainty import PARTS, Asked, Noise, Spread, find_unstated
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]

DRAWS: Final = 1000
SEED: Final = 20261120
LEAST_KEPT: Final = 0.1  # of its share of value added a cell keeps at least this in every draw; own choice
CLOSE: Final = 1e-10  # change of the output, relative, at which a draw is solved
STEPS: Final = 60


def sample_spread(asked: Asked, noise: Noise, draws: int = DRAWS, seed: int = SEED) -> Spread:
    """Intervals from `draws` tables, spends and intensities with noise on them: p05, p50 and p95 of the footprints.

    Every entry is multiplied by a lognormal number with mean one and the stated standard deviation. A column whose
    purchases would leave a cell less than a tenth of its share of value added is scaled back to that; a column without
    value added keeps at most its sum. Each draw is solved by x <- x + L (y' + A' x - x), from the x without noise and
    with the factors of the stated table; where that does not converge, by factors of its own.

    Raises: InputProblem when there are fewer than 20 draws, or none could be solved.
    """
    if draws < 20:
        raise InputProblem(f"{draws} draws say nothing about p05 and p95.", "Take at least 20, better 1,000.")
    if all(getattr(noise, part) is None for part in PARTS):
        nothing = np.full(len(asked.intensities), np.nan)
        nominal = asked.intensities_with(asked.value_share) @ asked.output
        return Spread(nominal, nothing, nothing, nothing, nothing, find_unstated(asked, noise), seed=seed)
    drawer = _Drawer(asked, noise)
    found, rescaled = [], 0
    for number in range(draws):
        footprint, scaled = drawer.draw(np.random.default_rng([seed, number]))
        rescaled += scaled
        if footprint is not None:
            found.append(footprint)
    if not found:
        raise InputProblem("not one drawn table was productive.", "The stated noise is larger than this table bears.")
    values = np.stack(found)
    low, mid, high = np.quantile(values, (0.05, 0.5, 0.95), axis=0)
    return Spread(
        nominal=drawer.nominal,
        p05=low,
        p50=mid,
        p95=high,
        sd=(values - values[0]).std(axis=0, ddof=1),  # exactly zero where nothing moves
        unstated=find_unstated(asked, noise),
        draws=len(found),
        seed=seed,
        refused=draws - len(found),
        rescaled=rescaled / draws,
    )


class _Drawer:
    """Draws footprints; what all draws share is made once."""

    def __init__(self, asked: Asked, noise: Noise) -> None:
        k, n = asked.intensities.shape
        self._asked = asked
        self._table: Any = sparse.csc_array(asked.table)
        if not self._table.has_canonical_format:  # on a copy: the table is not ours
            self._table = self._table.copy()
            self._table.sum_duplicates()
        self._share = asked.value_share
        sums = 1.0 - self._share
        self._limit = np.where(self._share > 0, 1.0 - LEAST_KEPT * self._share, sums)
        sd, _ = noise.read("table", (n,))
        by_seller = _take_width(sd)
        self._on_table = by_seller if by_seller is None or by_seller.size == 1 else by_seller[self._table.indices]
        self._on_use = _take_width(noise.read("use", (n,))[0])
        self._on_f = _take_width(np.where(asked.of_value[:, None], 0.0, noise.read("intensity", (k, n))[0]))
        self._output = asked.output
        self.nominal: Array = asked.intensities_with(self._share) @ self._output
        self._near: FactorMethod | None = None

    def draw(self, rng: np.random.Generator) -> tuple[Array | None, int]:
        """Footprints (k,), None when the table drawn is not productive; and how many columns were scaled back."""
        table, share, scaled = self._table, self._share, 0
        if self._on_table is not None:
            table, share, scaled = self._draw_table(rng)
        use, f = self._asked.use, self._asked.intensities_with(share)
        if self._on_use is not None:
            use = use * _draw_factors(rng, self._on_use, use.shape)
        if self._on_f is not None:
            f = f * _draw_factors(rng, self._on_f, f.shape)
        output = self._output
        if self._on_table is not None or self._on_use is not None:
            solved = self._solve(table, use)
            if solved is None:
                return None, scaled
            output = solved
        footprint: Array = f @ output
        return footprint, scaled

    def _draw_table(self, rng: np.random.Generator) -> tuple[Any, Array, int]:
        assert self._on_table is not None
        data = _draw_factors(rng, self._on_table, self._table.data.shape)
        data *= self._table.data
        table = sparse.csc_array((data, self._table.indices, self._table.indptr), shape=self._table.shape)
        sums: Array = np.asarray(table.sum(axis=0), dtype=np.float64).ravel()
        over = sums > self._limit * (1.0 + 1e-14)
        scale = np.where(over, np.divide(self._limit, sums, out=np.ones_like(sums), where=over), 1.0)
        if over.any():
            table.data *= np.repeat(scale, np.diff(table.indptr))
        share: Array = 1.0 - sums * scale
        return table, share, int(over.sum())

    def _solve(self, table: Any, use: Array) -> Array | None:
        if self._near is None:
            single = self._table.shape[0] > MANY
            self._near = Factors(self._asked.table, single=single).of(buyers=False)
        output, before = self._output, np.inf
        for _ in range(STEPS):
            step = self._near.solve((use + table @ output - output)[:, None], CLOSE)[:, 0]
            output = output + step
            change, enough = float(np.abs(step).sum()), CLOSE * float(np.abs(output).sum())
            factor = change / before if np.isfinite(before) else 0.5
            # What is left to come is about a geometric series.
            if change <= enough or (factor < 0.9 and change * factor / (1.0 - factor) <= enough):
                return output
            if not factor < 0.9:
                break
            before = change
        return self._solve_directly(table, use)

    def _solve_directly(self, table: Any, use: Array) -> Array | None:
        try:
            both = np.column_stack([use, np.ones(len(use))])
            solved: Array = np.linalg.solve(np.eye(len(use)) - table.toarray(), both)
        except np.linalg.LinAlgError:
            return None
        # For A >= 0: productive exactly when what one unit of everything calls for is positive.
        return solved[:, 0] if solved[:, 1].min() > 0 else None


def _take_width(sd: Array) -> Array | None:
    """The widths (of the logarithm) that go with these standard deviations: one where all are equal, None for none."""
    width: Array = np.sqrt(np.log1p(sd**2))
    if not width.any():
        return None
    return width.ravel()[:1] if (width == width.flat[0]).all() else width


def _draw_factors(rng: np.random.Generator, width: Array, shape: tuple[int, ...]) -> Array:
    """Lognormal numbers with mean one and logarithms of these widths."""
    factors: Array = rng.standard_normal(shape)
    factors *= width
    factors -= width**2 / 2.0
    np.exp(factors, out=factors)
    return factors
