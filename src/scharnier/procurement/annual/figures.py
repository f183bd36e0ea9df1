"""A share with all that belongs to it: who is behind it, of how many, how many are not known, how sure that is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from scharnier.procurement.annual.answers import ASKS
from scharnier.procurement.annual.shapes import Answer, Judged


@dataclass(frozen=True, slots=True)
class Figure:
    """A share, as references of tenders.

    `outside` are rows of the scope to which the question does not apply (yet). The denominator of `share` is what is
    known: yes and no.
    """

    id: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    unknown: tuple[str, ...]
    outside: tuple[str, ...] = ()

    @property
    def known(self) -> int:
        """The denominator: of how many the answer is known."""
        return len(self.yes) + len(self.no)

    @property
    def asked(self) -> int:
        """Of how many the question was asked."""
        return self.known + len(self.unknown)

    @property
    def share(self) -> float | None:
        """Yes as a fraction of what is known; None where nothing is."""
        return len(self.yes) / self.known if self.known else None

    @property
    def low(self) -> float | None:
        """The share if every unknown were a no; None where nothing was asked."""
        return len(self.yes) / self.asked if self.asked else None

    @property
    def high(self) -> float | None:
        """The share if every unknown were a yes."""
        return (len(self.yes) + len(self.unknown)) / self.asked if self.asked else None

    @property
    def missing(self) -> float | None:
        """The fraction of which the answer is not known."""
        return len(self.unknown) / self.asked if self.asked else None

    def is_small(self, least: int) -> bool:
        """Whether so few are known that one tender more or less changes the picture."""
        return 0 < self.known < least


def calc_figure(id: str, rows: Iterable[Judged], ask: Callable[[Judged], Answer | None]) -> Figure:
    """The figure over rows that are all in scope; every row ends in one of the four lists."""
    found: dict[Answer | None, list[str]] = {"yes": [], "no": [], "unknown": [], None: []}
    for row in rows:
        found[ask(row)].append(row.id)
    return Figure(id, tuple(found["yes"]), tuple(found["no"]), tuple(found["unknown"]), tuple(found[None]))


def calc_figures(judged: Sequence[Judged], on: date) -> dict[str, Figure]:
    """Every figure of the report, by id."""
    return {
        id: calc_figure(id, (row for row in judged if row.scope in scopes), lambda row, ask=ask: ask(row, on))  # type: ignore[misc]
        for id, (scopes, ask) in ASKS.items()
    }


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in two years. `points` is the difference of the shares (a fraction), None where either is not known.

    `sure` says whether the direction holds whatever the unknown answers are.
    """

    id: str
    before: Figure
    after: Figure

    @property
    def points(self) -> float | None:
        """After less before, where both shares have a denominator."""
        if self.before.share is None or self.after.share is None:
            return None
        return self.after.share - self.before.share

    @property
    def sure(self) -> bool:
        """Whether the ranges with and without the unknown do not overlap."""
        ends = (self.before.low, self.before.high, self.after.low, self.after.high)
        if self.points is None or any(end is None for end in ends):
            return False
        before_low, before_high, after_low, after_high = (end or 0.0 for end in ends)
        return after_low > before_high or after_high < before_low


def calc_changes(before: dict[str, Figure], after: dict[str, Figure]) -> tuple[Change, ...]:
    """Every figure that was asked of some tender in either year."""
    return tuple(Change(id, before[id], figure) for id, figure in after.items() if figure.asked or before[id].asked)
