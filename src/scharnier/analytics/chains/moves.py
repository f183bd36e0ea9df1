"""What another supplier country would change for a purchase: one thing in every country, or one country for everything.

A sum, never an advice to leave: `scharnier.chain.marginal.CAUTION` belongs beside every answer made from it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from scharnier.analytics.chains.cells import find_cell, find_region
from scharnier.analytics.chains.stressors import VALUE, Followed, find_all
from scharnier.analytics.chains.table import Array, ChainTable
from scharnier.chain.marginal import Move, Verdict, find_moves, judge_move
from scharnier.kernel.errors import InputProblem

ROUNDING = 1e-9  # of the whole: less is rounding, not a change


@dataclass(frozen=True, eq=False)
class Listed:
    """Moves of a purchase y (n,) that adds up to one to the same industry of every other region, for one thing.

    Attributes:
        total, unknown: what is known to come with a unit bought, and what may come besides, in the unit of `followed`.
        lower, higher: all that surely lower or raise it, the surest first; changes are those of the whole purchase.
        unclear, same: how many moves nobody can judge, and how many change nothing.
    """

    table: ChainTable
    followed: Followed
    bought: Array
    share: float
    total: float
    unknown: float
    lower: tuple[Move, ...]
    higher: tuple[Move, ...]
    unclear: int
    same: int


@dataclass(frozen=True, eq=False)
class Effect:
    """What one move does to one thing, per unit bought: `before`, and the change between `low` and `high`."""

    followed: Followed
    before: float
    change: float
    low: float
    high: float
    verdict: Verdict

    @property
    def silent(self) -> bool:
        """Whether nothing at all is known: no place with a figure, and some without."""
        return not self.followed.intensity.any() and bool(self.followed.unknown.any())


@dataclass(frozen=True, eq=False)
class Judged:
    """One move of a purchase on everything the model and the evidence know.

    Attributes:
        steps: (from, to, part of the purchase that moves).
        stays: cells that are there already.
        effects: every theme, then every stressor.
        without: why the themes are not there; "" when they are.
    """

    table: ChainTable
    bought: Array
    share: float
    steps: tuple[tuple[int, int, float], ...]
    stays: tuple[int, ...]
    effects: tuple[Effect, ...]
    without: str

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many things it lowers, raises, leaves the same, and of how many nobody can say."""
        found = Counter(effect.verdict for effect in self.effects)
        return {verdict: found[verdict] for verdict in ("lower", "higher", "unclear", "same")}


def list_moves(table: ChainTable, followed: Followed, bought: Array, share: float) -> Listed:
    """What moving a share of each cell bought changes, to every region that makes the same. Raises: InputProblem."""
    if followed.id == VALUE:
        raise InputProblem(
            "all money is earned somewhere, so in value added no move changes anything.",
            "Choose --theme or --stressor, or ask about one country with --to.",
        )
    rows = np.stack([followed.intensity, open_end(table, followed)])
    answer = table.system.multipliers(rows)
    known, unknown = answer.values
    moves = find_moves(
        known,
        bought,
        table.regions,
        table.sectors,
        table.output > 0,
        unknown=np.maximum(unknown, 0.0),
        bound=np.maximum(*answer.bound),
        share=share,
        top=table.cells * int((bought > 0).sum()),
    )
    total, open_ = (answer.values @ bought).tolist()
    lower, higher = moves.decreases[0], moves.increases[0]
    return Listed(table, followed, bought, share, total, open_, lower, higher, moves.unclear[0], moves.same[0])


def judge_on_all(table: ChainTable, bought: Array, to: str, share: float, on: date) -> Judged:
    """What moving a share of the purchase to a country (the same industries there), or to one cell, does to everything.

    Raises: InputProblem when `to` is neither, makes nothing there, or is where everything is bought already.
    """
    if not 0 < share <= 1:
        raise InputProblem(
            f"a share of {share} of a purchase.", "Give a number above 0 and at most 1.", column="--share"
        )
    steps, stays = _find_steps(table, bought, to, share)
    leaves, enters = np.zeros(table.cells), np.zeros(table.cells)
    for seller, target, part in steps:
        leaves[seller] += part
        enters[target] += part
    moved = float(leaves.sum())
    solved = table.system.solve(np.column_stack([bought, leaves / moved, enters / moved]))
    size = np.abs(solved.values) * np.nan_to_num(solved.bound, nan=1e300, posinf=1e300)
    followed, without = find_all(table, on)
    effects = tuple(_judge(table, each, solved.values, size, moved) for each in followed)
    return Judged(table, bought, share, steps, stays, effects, without)


def open_end(table: ChainTable, followed: Followed) -> Array:
    """What may come besides what is known, (n,) per unit of output: never taken as low.

    For a theme: all money of a cell of which no source speaks. For another stressor: where the model has no figure,
    the highest that it has for the same industry elsewhere (or for any, where it has none); own choice, and wide.
    """
    if followed.spoken is not None:
        money: Array = followed.unknown * np.maximum(table.keeps, 0.0)
        return money
    if not followed.unknown.any():
        return np.zeros(table.cells)
    known = np.where((followed.unknown == 0) & (table.output > 0), followed.intensity, -1.0)
    highest = float(max(known.max(), 0.0))
    most: dict[str, float] = {}
    for sector, value in zip(table.sectors, known.tolist(), strict=True):
        most[sector] = max(most.get(sector, -1.0), value)
    ceiling = np.array([most[sector] if most[sector] >= 0 else highest for sector in table.sectors])
    ends: Array = followed.unknown * ceiling
    return ends


def _judge(table: ChainTable, followed: Followed, made: Array, error: Array, moved: float) -> Effect:
    """`made` and its `error` (n, 3): output for the whole purchase, a unit of what leaves and a unit of what enters."""
    s, open_ = followed.intensity, open_end(table, followed)
    before, here, there = (s @ made).tolist()
    unknown = np.maximum(open_ @ made, 0.0)[1:]
    known = np.array([here, there])
    whole = np.abs(known) + unknown
    bound = np.divide(((s + open_) @ error)[1:], whole, out=np.zeros(2), where=whole > 0)
    (move,) = judge_move(known, 0, 1, moved, unknown=unknown, bound=bound)
    nothing = ROUNDING * max(before, moved * float(whole.max()))
    if move.verdict == "unclear" and max(abs(move.low), abs(move.high)) <= nothing:
        move = replace(move, change=0.0, low=0.0, high=0.0, verdict="same")
    return Effect(followed, before, move.change, move.low, move.high, move.verdict)


def _find_steps(
    table: ChainTable, bought: Array, to: str, share: float
) -> tuple[tuple[tuple[int, int, float], ...], tuple[int, ...]]:
    try:
        region = find_region(table, to.strip())
    except InputProblem as problem:
        raise InputProblem(problem.message, problem.remedy, column="--to") from problem
    cells = np.flatnonzero(bought).tolist()
    if region is None:
        targets: Sequence[int | None] = [find_cell(table, to)] * len(cells)
    else:
        place = {pair: cell for cell, pair in enumerate(zip(table.regions, table.sectors, strict=True))}
        targets = [place.get((region, table.sectors[cell])) for cell in cells]
    steps, stays = [], []
    for cell, target in zip(cells, targets, strict=True):
        if target == cell:
            stays.append(cell)
        elif target is None or not table.output[target] > 0:
            where = table.code(target) if target is not None else f"{region}/{table.sectors[cell]}"
            raise InputProblem(
                f"in model {table.id}, {where} makes nothing.",
                "A place that makes nothing is no alternative. Choose another.",
                column="--to",
            )
        else:
            steps.append((cell, target, share * float(bought[cell])))
    if not steps:
        raise InputProblem(f"all of it is bought in {to.strip()!r} already.", "Choose another country.", column="--to")
    return tuple(steps), tuple(stays)
