"""Which ranks hold: the ranking drawn again a thousand times with everything that is uncertain shaken.

A draw varies the severity of each theme, the likelihood of each cell, what fills the gaps, and what each purchase was.
Method page: docs/method/rank-stability.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from scharnier.risk.candidates import Candidates, find_candidates
from scharnier.risk.likelihood import Likelihoods
from scharnier.risk.ranking import Ranking
from scharnier.risk.reading import PRIORITY, TOP
from scharnier.risk.severity import Rule, SeverityParts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Matrix = Floats | csr_array | csc_array
Levels = NDArray[np.int8]
Ranks = NDArray[np.int32]
DRAWS: Final = 1000
SEED: Final = 20261120
TOP_RANKS: Final = 10
_OFF: Final = 1 << 8
"""Added to the class of what is off the list in a draw; larger than any class."""
_AFTER: Final = 1 << 7
"""Added to the class of themes that the position followed does not put first; larger than any class of its own."""
_CELLS_AT_ONCE: Final = 2_000_000
"""Candidates times draws that are held in memory together; about 100 MB."""


@dataclass(frozen=True, eq=False)
class GroupExposures:
    """Exposure of each distinct purchase, as it was read and as it would be if the next best reading were right.

    Without `origins`, `main` and `alternative` are (G, n): amounts per cell. With `origins` (U, n), amounts per cell of
    one euro spent on each of U kinds of purchase, they are (G, U): euros per kind; sparse matrices will do.
    `confidence` (G,) is the chance that `main` is right.
    """

    main: Matrix
    alternative: Matrix
    confidence: Floats
    origins: Floats | None = None

    @cached_property
    def doubtful(self) -> Ints:
        """The groups that can change: not read with certainty, and with another reading."""
        shift = self._shift
        moved = np.abs(shift).sum(axis=1) if isinstance(shift, np.ndarray) else np.diff(shift.indptr)
        return np.flatnonzero((np.asarray(moved) > 0) & (self.confidence < 1.0))

    @cached_property
    def _shift(self) -> Floats | csr_array:
        """What changes when a group is its alternative, (G, n) or (G, U)."""
        if isinstance(self.main, np.ndarray) and isinstance(self.alternative, np.ndarray):
            return self.alternative - self.main
        shift = csr_array(self.alternative) - csr_array(self.main)
        shift.eliminate_zeros()
        return csr_array(shift)

    def totals(self, wrong: NDArray[np.bool_]) -> Floats:
        """Exposure per cell (D, n) when in each of D draws those of the `doubtful` groups are misread that are `wrong`.

        `wrong` is (D, number of doubtful groups).
        """
        stated = np.asarray(self.main.sum(axis=0)).reshape(1, -1)
        shift, misread = self._shift[self.doubtful], wrong.astype(np.float64)
        change = misread @ shift if isinstance(shift, np.ndarray) else np.asarray(shift.T @ misread.T).T
        kinds: Floats = stated + change
        return kinds if self.origins is None else kinds @ self.origins


@dataclass(frozen=True)
class Stability:
    """Over the draws: share of them in which the risk is among the first ten, and percentiles of its rank."""

    in_top10: float
    rank_p05: int
    rank_p50: int
    rank_p95: int


def calc_stability(
    ranking: Ranking,
    likelihoods: Likelihoods,
    severities: Mapping[str, SeverityParts],
    groups: GroupExposures,
    draws: int = DRAWS,
    seed: int = SEED,
) -> list[Stability]:
    """How each risk of `ranking` fares over the draws, in the same order; the same seed gives the same answer."""
    if not ranking.risks:
        return []
    doubtful = groups.doubtful
    extremes = groups.totals(np.array([[True], [False]]).repeat(len(doubtful), axis=1))
    candidates = find_candidates(ranking, likelihoods, extremes.max(axis=0))
    generator = np.random.default_rng(seed)
    listed = len(ranking.risks)
    ranks = np.empty((listed, draws), dtype=np.int32)
    step = max(1, _CELLS_AT_ONCE // max(len(candidates.theme), len(doubtful)))
    for start in range(0, draws, step):
        count = min(step, draws - start)
        wrong = generator.random((count, len(doubtful))) >= groups.confidence[doubtful]
        exposure = groups.totals(wrong)
        severity = draw_severities(generator, count, [severities[theme] for theme in candidates.themes], ranking.rule)
        likelihood = candidates.draw(generator, count)
        # Themes at one place have the same money, so which stands first in a file would decide between equals.
        turns = generator.permuted(np.tile(np.arange(len(candidates.themes)), (count, 1)), axis=1)
        drawn = rank_draws(candidates, severity, likelihood, exposure, turns, ranking.policy.first)
        ranks[:, start : start + count] = drawn[:, :listed].T
    return _summarise(ranks)


def draw_severities(
    generator: np.random.Generator, count: int, severities: Sequence[SeverityParts], rule: Rule
) -> Levels:
    """Severity levels (count, T): each face stays in half of the draws, or goes one up or down, kept within 1..5."""
    parts = np.array([severity.parts for severity in severities])
    throw = generator.integers(0, 4, size=(count, *parts.shape))
    moved = np.clip(parts + (throw == 1) - (throw == 0), 1, TOP)
    level = moved.max(axis=2) if rule == "max" else (2 * moved.sum(axis=2) + 3) // 6
    return np.asarray(level, dtype=np.int8)


def rank_draws(
    candidates: Candidates,
    severity: Levels,
    likelihood: Levels,
    exposure: Floats,
    turns: Ints,
    first: frozenset[str] = frozenset(),
) -> Ranks:
    """Ranks (D, N) of all candidates in each draw, 1 first: the order of `ranking.sort_key`.

    `severity` (D, T), `likelihood` (D, N), `exposure` (D, n). A risk whose money falls below its `least` in a draw is
    off the list then, so it comes behind all that are on it. Themes at one place that are equal in all of it take
    their turns: `turns` (D, T) numbers the themes anew in each draw. Themes in `first` come before all others.
    """
    # One whole number per candidate: class, place of the cell by exposure, turn of the theme, the candidate's number.
    level_class = np.array(
        [[(lik < PRIORITY) * 36 + (TOP - sev) * 6 + (TOP - lik) for lik in range(TOP + 1)] for sev in range(TOP + 1)]
    ).astype(np.uint64)
    place = np.empty(exposure.shape, dtype=np.uint64)
    order = np.argsort(-exposure, axis=1, kind="stable")
    np.put_along_axis(place, order, np.arange(exposure.shape[1], dtype=np.uint64)[None, :], axis=1)
    key = level_class[severity[:, candidates.theme], likelihood]
    after = np.array([theme not in first for theme in candidates.themes])[candidates.theme]
    key += after.astype(np.uint64) * np.uint64(_AFTER)
    key[exposure[:, candidates.cell] < candidates.least] += np.uint64(_OFF)
    key <<= np.uint64(46)
    key += place[:, candidates.cell] << np.uint64(26)
    key += turns.astype(np.uint64)[:, candidates.theme] << np.uint64(20)
    key |= np.arange(key.shape[1], dtype=np.uint64)
    key.sort(axis=1)
    ranks = np.empty(key.shape, dtype=np.int32)
    number = (key & np.uint64((1 << 20) - 1)).astype(np.int64)
    np.put_along_axis(ranks, number, np.arange(1, key.shape[1] + 1, dtype=np.int32)[None, :], axis=1)
    return ranks


def _summarise(ranks: NDArray[np.int32]) -> list[Stability]:
    """The share of draws in the top ten and percentiles of rank (nearest rank, so always a rank that occurred)."""
    in_top = (ranks <= TOP_RANKS).mean(axis=1)
    ranks.sort(axis=1)
    draws = ranks.shape[1]
    low, middle, high = (ranks[:, max(0, int(np.ceil(q * draws)) - 1)] for q in (0.05, 0.5, 0.95))
    rows = zip(in_top.tolist(), low.tolist(), middle.tolist(), high.tolist(), strict=True)
    return [Stability(*row) for row in rows]
