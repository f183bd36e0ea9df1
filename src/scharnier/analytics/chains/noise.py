"""How far an explained purchase can be off: by noise that the user states, and by the age of the table."""

from dataclasses import dataclass

import numpy as np

from scharnier.analytics.chains.trace import Explained
from scharnier.chain.age import load_age_table
from scharnier.chain.sampling import SEED, sample_spread
from scharnier.chain.uncertainty import Asked, Noise, Spread, calc_spread
from scharnier.kernel.errors import InputProblem

PARTS = {"table": "table", "spend": "use", "intensity": "intensity"}
EXAMPLE = "Write --noise table=0.3,spend=0.1,intensity=0.2; leave out what you cannot state."
MOST = 10.0  # a relative standard deviation above this is a slip of the pen


@dataclass(frozen=True)
class Aged:
    """What the money in an origin may have become in so many years: shares of the purchase; see `chain.age`.

    `low`, `high` enclose nine tenths of what was measured; `pairs` is how many pairs of years that rests on.
    """

    low: float
    middle: float
    high: float
    pairs: int


@dataclass(frozen=True, eq=False)
class Doubt:
    """Intervals for the total and for each listed origin.

    Attributes:
        stated: the noise as the user states it, by part.
        spread: of the total and then of each origin, (1 + origins,); NaN without a stated noise.
        years: between the table and the day that was asked about; None where the table has no year.
        aged: for each origin, of what is followed as `Origin.value`; None where nothing was measured for it, and where
            the table is of that year.
        measured: whether age can say anything here at all: it was measured for money only.
        limits: what the age intervals do not count, by language.
    """

    stated: dict[str, float]
    spread: Spread
    years: int | None
    aged: tuple[Aged | None, ...]
    measured: bool
    limits: dict[str, list[str]]


def parse_noise(text: str) -> dict[str, float]:
    """The noise a user states: `table=0.3,spend=0.1,intensity=0.2`. Raises: InputProblem."""
    stated: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, mark, figure = (piece.strip() for piece in part.partition("="))
        if name not in PARTS:
            raise InputProblem(f"no noise on {name!r}; it can be {', '.join(PARTS)}.", EXAMPLE, column="--noise")
        try:
            value = float(figure)
        except ValueError:
            value = float("nan")
        if not mark or not 0 <= value <= MOST:
            raise InputProblem(
                f"{part!r} is no relative standard deviation from 0 to {MOST:.0f}; 0.3 is 30%.",
                EXAMPLE,
                column="--noise",
            )
        if name in stated:
            raise InputProblem(f"noise on {name} twice.", EXAMPLE, column="--noise")
        stated[name] = value
    return stated


def doubt_purchase(
    explained: Explained, stated: dict[str, float], year: int, draws: int = 0, seed: int = SEED
) -> Doubt:
    """The intervals: by formula, or by `draws` when those are asked for. `year` is the one asked about.

    Raises: InputProblem for too few draws, or noise that the table cannot bear.
    """
    traced, table = explained.traced, explained.traced.table
    years = None if table.year is None else year - table.year
    measured = traced.followed.is_money
    aged = tuple(_age(explained, place, years) for place in range(len(explained.origins)))
    limits = load_age_table().manifest.limits if measured else {}
    return Doubt(stated, _spread(explained, stated, draws, seed), years, aged, measured, limits)


def _spread(explained: Explained, stated: dict[str, float], draws: int, seed: int) -> Spread:
    traced, table = explained.traced, explained.traced.table
    followed, cells = traced.followed, [origin.cell for origin in explained.origins]
    if not stated:
        nothing = np.full(1 + len(cells), np.nan)
        nominal = np.array([traced.total, *(origin.value for origin in explained.origins)])
        return Spread(nominal, nothing, nothing, nothing, nothing, {})
    row = followed.intensity
    if followed.is_money:  # as weights of value added, so that noise on the table moves what is kept too
        weight = np.ones(table.cells) if followed.spoken is None else followed.spoken.likely
        row = np.where(table.keeps > 0, np.clip(weight, 0.0, 1.0), 0.0)
    rows = np.zeros((1 + len(cells), table.cells))
    rows[0] = row
    rows[np.arange(1, 1 + len(cells)), cells] = row[cells]
    asked = Asked(
        table=table.coefficients,
        intensities=rows,
        use=traced.bought,
        of_value=np.full(len(rows), followed.is_money),
        regions=table.regions,
    )
    noise = Noise(**{PARTS[name]: value for name, value in stated.items()})
    return sample_spread(asked, noise, draws, seed) if draws else calc_spread(asked, noise)


def _age(explained: Explained, place: int, years: int | None) -> Aged | None:
    """What lies behind the supplier moves as measured; what the supplier itself earns stays: who it is, is known."""
    traced, origin = explained.traced, explained.origins[place]
    if not years or not traced.followed.is_money:
        return None
    spoken = traced.followed.spoken
    weight = 1.0 if spoken is None else float(spoken.likely[origin.cell])
    if not weight > 0:
        return None
    money, own = origin.value / weight, float(origin.tiers[0]) / weight
    moving = money - own
    found = load_age_table().spread("cell", years, moving) if moving > 0 else None
    if found is None:
        return None
    low, middle, high = (weight * min(own + moving * factor, 1.0) for factor in (found.low, found.middle, found.high))
    return Aged(low, middle, high, found.pairs)
