"""Which change of supplier country would move harm, up or down: a sum, never an advice to leave.

Method page: docs/method/chain-marginal.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scharnier.chain.system import System
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]
Verdict = Literal["lower", "higher", "same", "unclear"]

NORMS: Final = ("oecd-ddg-2018:3.2", "oecd-ddg-2018:3.2/f")
CAUTION: Final = {
    "nl": (
        "Dit is een rekensom met gemiddelden per land en bedrijfstak, geen advies om te vertrekken. Weggaan kan mensen "
        "schaden die van het werk leven, en maakt de schade vaak niet kleiner. De OESO vraagt eerst invloed te "
        "gebruiken zodat het beter wordt; verantwoord stoppen is het laatste middel, na afweging van de schade door "
        "vertrek (oecd-ddg-2018:3.2, oecd-ddg-2018:3.2/f). Geen gegevens is niet hetzelfde als een laag risico."
    ),
    "en": (
        "This is a sum with averages per country and industry, not an advice to leave. Leaving can harm people who "
        "live by the work, and often does not make the harm smaller. The OECD asks to use leverage first, so that "
        "things improve; responsible disengagement is the last resort, after weighing the harm of leaving "
        "(oecd-ddg-2018:3.2, oecd-ddg-2018:3.2/f). No data is not the same as low risk."
    ),
}
"""Shown wherever moves are shown."""


@dataclass(frozen=True)
class Move:
    """Spend on one cell going to another: the same sector of another region.

    `seller` and `to` are cells, `stressor` a row. `amount` is what moves, in the unit of the spend. `change` is the
    difference of what is known, in the unit of the stressor; `low` and `high` enclose the change whatever the truth is
    where nothing is known. `verdict` is "lower" or "higher" only where both ends agree.
    """

    stressor: int
    seller: int
    to: int
    amount: float
    change: float
    low: float
    high: float
    verdict: Verdict

    @property
    def per_unit(self) -> float:
        """The change per unit of money that moves."""
        return self.change / self.amount


@dataclass(frozen=True)
class Moves:
    """Moves per stressor (k of each).

    `decreases`: those that surely lower it, the largest sure decrease (`high`) first; `increases`: those that surely
    raise it, the largest sure increase (`low`) first. `unclear` counts moves of which nobody can say, `same` those
    that change nothing.
    """

    decreases: tuple[tuple[Move, ...], ...]
    increases: tuple[tuple[Move, ...], ...]
    unclear: tuple[int, ...]
    same: tuple[int, ...]

    def caution(self, lang: str) -> str:
        """What must stand beside every move, in Dutch (`nl`) or English."""
        return CAUTION["nl" if lang == "nl" else "en"]


def find_moves(
    multipliers: ArrayLike,
    spend: ArrayLike,
    regions: Sequence[str],
    sectors: Sequence[str],
    makes: ArrayLike,
    *,
    unknown: ArrayLike | None = None,
    bound: ArrayLike | None = None,
    share: float = 1.0,
    top: int = 10,
) -> Moves:
    """What moving a share of each purchase to the same sector of every other region changes in each stressor.

    The footprint is linear in what is bought, so the change is exact within the model: amount x (multiplier there -
    multiplier here).

    Args:
        multipliers: (k, n), stressor per unit of money spent on a cell, of what is known.
        spend: (n,) at least zero.
        regions, sectors: labels (n,).
        makes: (n,) whether the cell makes anything. A cell without output has multiplier zero, and is no alternative.
        unknown: (k, n) in the same unit: what arises in cells about which nothing is known (hours without data, for a
            row of hours where likelihood is high). It may all count or not at all, here and there, and a move is
            "lower" only where even the worst reading there is below the best here. Without it nothing is unknown.
        bound: (k, n) relative error of the multipliers, as `Certified.bound`.
        share: of each purchase that moves, above 0 and at most 1.
        top: moves listed per stressor and direction.

    Raises: InputProblem when shapes, signs or labels do not fit.
    """
    given, open_ends, error = _take_all(multipliers, unknown, bound)
    k, n = given.shape
    money = _take(spend, "spend")
    there = np.asarray(makes, dtype=bool)
    if money.shape != (n,) or there.shape != (n,) or len(regions) != n or len(sectors) != n:
        raise InputProblem(f"spend, labels and output do not fit multipliers of {n} cells.")
    if (money < 0).any():
        raise InputProblem("a purchase below zero cannot move to another country.", "Leave credits out.")
    if not 0 < share <= 1:
        raise InputProblem(f"a share of {share} of a purchase.", "Give a number above 0 and at most 1.")
    seller, to = _pair(money, regions, sectors, there)
    amount = share * money[seller]
    found = [_rank(row, given[row], open_ends[row], error[row], seller, to, amount, top) for row in range(k)]
    return Moves(*(tuple(part) for part in zip(*found, strict=True)))


def judge_move(
    multipliers: ArrayLike,
    seller: int,
    to: int,
    amount: float,
    *,
    unknown: ArrayLike | None = None,
    bound: ArrayLike | None = None,
) -> tuple[Move, ...]:
    """What one move does to every stressor: what lowers one theme can raise another. Arguments as `find_moves`.

    Raises: InputProblem when shapes or cells do not fit.
    """
    given, open_ends, error = _take_all(multipliers, unknown, bound)
    k, n = given.shape
    if not (0 <= seller < n and 0 <= to < n) or not amount > 0:
        raise InputProblem(f"no move of {amount} from cell {seller} to cell {to}.")
    at = np.array([seller]), np.array([to]), np.array([amount], dtype=np.float64)
    moves = []
    for row in range(k):
        change, low, high = (float(part[0]) for part in _calc_change(given[row], open_ends[row], error[row], *at))
        verdict: Verdict = "lower" if high < 0 else "higher" if low > 0 else "same" if low == high == 0 else "unclear"
        moves.append(Move(row, seller, to, amount, change, low, high, verdict))
    return tuple(moves)


def calc_inner_move(
    system: System, intensities: ArrayLike, use: ArrayLike, buyer: int, seller: int, to: int, moved: float
) -> tuple[Array, Array]:
    """What the footprint (k,) of `use` changes when cell `buyer` buys `moved` per unit of output not from `seller` but
    from `to`: a purchase deep in the chain. Exact, and to first order.

    With d = moved, A' = A + d (e_to - e_seller) e_buyer', so the change is d x'_b (m_to - m_seller) with
    x'_b = x_b / (1 - d (L[b, to] - L[b, seller])) (Sherman and Morrison 1950); to first order x'_b = x_b.

    Args: intensities (k, n) per unit of output; use (n,); `moved` at most the coefficient A[seller, buyer].
    Raises: InputProblem when the table would not be productive any more, or cells do not fit.
    """
    cells = (buyer, seller, to)
    if not all(0 <= cell < system.cells for cell in cells) or seller == to or moved < 0:
        raise InputProblem(f"no move of {moved} from cell {seller} to cell {to} for cell {buyer}.")
    multipliers = system.multipliers(np.atleast_2d(np.asarray(intensities, dtype=np.float64))).values
    right = np.zeros((system.cells, 3))
    right[:, 0] = _take(use, "use")
    right[to, 1] = right[seller, 2] = 1.0
    made = system.footprint(right)[buyer]
    left = 1.0 - moved * (made[1] - made[2])
    if not left > 1e-12:
        raise InputProblem("with this move the table is not productive any more.", "Move less.")
    first = moved * made[0] * (multipliers[:, to] - multipliers[:, seller])
    exact: Array = first / left
    return exact, first


def _pair(
    money: Array, regions: Sequence[str], sectors: Sequence[str], makes: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Cells bought from, and for each the cells of its sector in other regions."""
    of_sector: dict[str, list[int]] = {}
    for cell, sector in enumerate(sectors):
        if makes[cell]:
            of_sector.setdefault(sector, []).append(cell)
    pairs = [
        (cell, other)
        for cell in np.flatnonzero(money).tolist()
        for other in of_sector.get(sectors[cell], ())
        if regions[other] != regions[cell]
    ]
    both = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _calc_change(
    known: Array, unknown: Array, error: Array, seller: NDArray[np.intp], to: NDArray[np.intp], amount: Array
) -> tuple[Array, Array, Array]:
    """Change of what is known, and the ends between which the change lies."""
    slack = error[seller] + error[to]
    change = known[to] - known[seller]
    low = change - unknown[seller] - slack
    high = change + unknown[to] + slack
    return change * amount, low * amount, high * amount


def _rank(
    row: int,
    known: Array,
    unknown: Array,
    error: Array,
    seller: NDArray[np.intp],
    to: NDArray[np.intp],
    amount: Array,
    top: int,
) -> tuple[tuple[Move, ...], tuple[Move, ...], int, int]:
    change, low, high = _calc_change(known, unknown, error, seller, to, amount)
    verdicts: tuple[tuple[Verdict, NDArray[np.bool_], Array], ...] = (
        ("lower", high < 0, high),
        ("higher", low > 0, -low),
    )
    listed = []
    for verdict, sure, key in verdicts:
        places = np.flatnonzero(sure)
        places = places[np.lexsort((to[places], seller[places], key[places]))][:top]
        listed.append(
            tuple(
                Move(
                    stressor=row,
                    seller=int(seller[place]),
                    to=int(to[place]),
                    amount=float(amount[place]),
                    change=float(change[place]),
                    low=float(low[place]),
                    high=float(high[place]),
                    verdict=verdict,
                )
                for place in places
            )
        )
    same = (low == 0) & (high == 0)
    unclear = ~(verdicts[0][1] | verdicts[1][1] | same)
    return listed[0], listed[1], int(unclear.sum()), int(same.sum())


def _take(given: ArrayLike, name: str) -> Array:
    values = np.asarray(given, dtype=np.float64)
    if not np.isfinite(values).all():
        raise InputProblem(f"{name} with gaps or infinities.", "What is unknown goes in `unknown`, it is not zero.")
    return values


def _take_all(multipliers: ArrayLike, unknown: ArrayLike | None, bound: ArrayLike | None) -> tuple[Array, Array, Array]:
    """Multipliers, what is unknown, and the error of both (k, n)."""
    given = np.atleast_2d(_take(multipliers, "multipliers"))
    open_ends = np.zeros_like(given) if unknown is None else np.atleast_2d(_take(unknown, "unknown"))
    if open_ends.shape != given.shape or (open_ends < 0).any():
        raise InputProblem("what is unknown does not fit the multipliers or is below zero.")
    error = np.zeros_like(given)
    if bound is not None:
        relative = np.nan_to_num(np.asarray(bound, dtype=np.float64), nan=1e300, posinf=1e300)
        error = np.broadcast_to((np.abs(given) + open_ends) * relative, given.shape)
    return given, open_ends, error
