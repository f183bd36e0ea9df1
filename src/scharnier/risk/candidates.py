"""Everything that competes for a rank in a draw of the stability, and how its likelihood is drawn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scharnier.risk.likelihood import Likelihoods
from scharnier.risk.ranking import Ranking, calc_least
from scharnier.risk.reading import GROUP, PRODUCT, SECTOR

Ints = NDArray[np.int64]
Levels = NDArray[np.int8]


BINS: Final = 120
"""Equally likely outcomes of one throw: half of them keep the stated level, the rest divide by every span of 1 to 5."""
KEPT: Final = BINS // 2


@dataclass(frozen=True, eq=False)
class Candidates:
    """N competitors: first the listed risks in order of rank, then what is not listed or not known.

    `theme` and `cell` (N,) index `themes` and the exposure vector, `least` (N,) is the smallest exposure that is
    listed. `outcomes` (N, 120) is the likelihood by throw.
    `luck` (N,) numbers the throw that a candidate shares with others: one source on a country errs for all its
    industries alike. `crowds` are those drawn from the members of a group of countries.
    """

    themes: tuple[str, ...]
    theme: Ints
    cell: Ints
    least: NDArray[np.float64]
    outcomes: Levels
    luck: Ints
    lucks: int
    crowds: tuple["Crowd", ...]

    def draw(self, generator: np.random.Generator, count: int) -> Levels:
        """Likelihoods (count, N), 1..5."""
        thrown = generator.integers(0, BINS, size=(count, self.lucks), dtype=np.uint8)[:, self.luck]
        first = np.arange(0, self.outcomes.size, BINS, dtype=np.int32)
        drawn: Levels = self.outcomes.reshape(-1)[first + thrown]
        for crowd in self.crowds:
            member = np.searchsorted(crowd.reach, generator.random((count, crowd.themes)), side="right")
            member = np.minimum(member, len(crowd.reach) - 1)
            own = crowd.levels[np.arange(len(crowd.mine)), member[:, crowd.column]]
            used = ((thrown[:, crowd.mine] >= KEPT) | crowd.gap) & (own > 0)
            drawn[:, crowd.mine] = np.where(used, own, drawn[:, crowd.mine])
        return drawn


@dataclass(frozen=True, eq=False)
class Crowd:
    """The members of a group of countries, for the K candidates drawn from it.

    `mine` (K,) are their numbers among the candidates, `gap` (K,) whether the group has no level. `reach` (M,) is the
    running sum of the weights, `levels` (K, M) the likelihood of each member (0 is no data). In a draw one member is
    taken per theme; `column` (K,) numbers the theme of a candidate among `themes`.
    """

    mine: Ints
    gap: NDArray[np.bool_]
    reach: NDArray[np.float64]
    levels: Levels
    column: Ints
    themes: int


def find_candidates(ranking: Ranking, likelihoods: Likelihoods, largest: NDArray[np.float64]) -> Candidates:
    """The competitors of a ranking.

    Listed risks; known risks that would be listed if the purchases were something else (`largest` (n,) is the most a
    cell can be exposed to); and gaps of that size where some source measures the theme in that industry of another
    place. What no source measures anywhere could only be guessed at, so it stays a gap and does not compete.
    """
    listed = np.array([(likelihoods.themes.index(risk.theme), risk.cell) for risk in ranking.risks]).reshape(-1, 2)
    shape = (len(likelihoods.themes), len(largest))
    least = calc_least(likelihoods.basis.reshape(shape) == PRODUCT, ranking.threshold, ranking.total)
    others = largest >= least
    measured = (likelihoods.of_places.level > 0).any(axis=1)
    others &= (largest > 0) & np.tile(measured, len(likelihoods.regions))
    others[listed[:, 0], listed[:, 1]] = False
    theme, cell = (np.concatenate(pair) for pair in zip(listed.T, np.nonzero(others), strict=True))
    basis = likelihoods.basis.reshape(shape)[theme, cell]
    smallest = least[theme, cell]
    region = cell // len(likelihoods.sectors)
    # Evidence about a good or an industry errs on its own; evidence about a country errs for all its industries.
    alone = np.isin(basis, (PRODUCT, SECTOR))
    pairs = len(likelihoods.themes) * len(likelihoods.regions)
    key = np.where(alone, pairs + np.arange(len(theme)), theme * len(likelihoods.regions) + region)
    numbers, luck = np.unique(key, return_inverse=True)
    crowds = tuple(_find_crowds(likelihoods, theme, cell, basis))
    outcomes = _list_outcomes(likelihoods, theme, cell, crowds)
    return Candidates(likelihoods.themes, theme, cell, smallest, outcomes, luck.astype(np.int64), len(numbers), crowds)


def _list_outcomes(likelihoods: Likelihoods, theme: Ints, cell: Ints, crowds: Iterable["Crowd"]) -> Levels:
    """The likelihood by throw (N, 120).

    Half of the throws keep the stated level, the others share out its span evenly. A gap, and a member without data
    in a group of countries, is filled with what is known of another place, see `list_fills`.
    """
    region, sector = cell // len(likelihoods.sectors), cell % len(likelihoods.sectors)
    level, low, high = (
        values[theme, region, sector].astype(np.int64)[:, None]
        for values in (likelihoods.level, likelihoods.low, likelihoods.high)
    )
    throw = np.arange(BINS)[None, :]
    filled = list_fills(likelihoods)[theme, sector]
    moved = low + (throw - KEPT) * (high - low + 1) // KEPT
    drawn_from_members = np.zeros((len(theme), 1), dtype=bool)
    for crowd in crowds:
        drawn_from_members[crowd.mine] = True
    # The second half of the throws is a whole throw of its own: every other fill.
    moved = np.where(drawn_from_members, filled[:, 2 * (throw[0] % KEPT)], moved)
    return np.where(level == 0, filled, np.where(throw < KEPT, level, moved)).astype(np.int8)


def list_fills(likelihoods: Likelihoods) -> Levels:
    """What fills a gap, by theme, industry and throw (T, S, 120): the level of another place taken at random.

    All places with data for the theme in the industry are as likely as another; the level reaches no further than that
    of a country-wide source would. 0 where no place has data.
    """
    fills = np.zeros((len(likelihoods.themes), len(likelihoods.sectors), BINS), dtype=np.int8)
    quantiles = (np.arange(BINS) + 0.5) / BINS
    for t, theme in enumerate(likelihoods.themes):
        for s, sector in enumerate(likelihoods.sectors):
            known = np.sort(likelihoods.of_places.level[t, :, s])
            known = known[known > 0]
            if len(known):
                taken = known[(quantiles * len(known)).astype(np.int64)]
                fills[t, s] = np.minimum(taken, likelihoods.caps.of(theme, sector))
    return fills


def _find_crowds(likelihoods: Likelihoods, theme: Ints, cell: Ints, basis: Levels) -> Iterator[Crowd]:
    """Which candidates are drawn from members of their group: all but those with evidence about the group itself."""
    number_of = {place: number for number, place in enumerate(likelihoods.places)}
    for number, name in enumerate(likelihoods.regions):
        members = likelihoods.countries(name)
        mine = np.flatnonzero((cell // len(likelihoods.sectors) == number) & np.isin(basis, (0, PRODUCT, GROUP)))
        if len(members) == 1 or len(mine) == 0:
            continue
        places = np.array([number_of[place] for place, _ in members])
        sector = cell[mine] % len(likelihoods.sectors)
        themes, column = np.unique(theme[mine], return_inverse=True)
        yield Crowd(
            mine=mine,
            gap=basis[mine] == 0,
            reach=np.cumsum([weight for _, weight in members]),
            levels=likelihoods.of_places.level[theme[mine][:, None], places[None, :], sector[:, None]],
            column=column.astype(np.int64),
            themes=len(themes),
        )
