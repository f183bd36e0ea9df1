"""Which impacts come first: the most severe, and those of which the severity is not known."""

from dataclasses import dataclass

from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.judging import Case


@dataclass(frozen=True)
class Focus:
    """The impacts that ask most: `severe` by known severity, `unknown` because nobody knows yet.

    An impact leaves the focus only by a severity that is known: leaving one out makes the focus larger.
    """

    severe: tuple[Impact, ...]
    unknown: tuple[Impact, ...]

    @property
    def impacts(self) -> tuple[Impact, ...]:
        """All of them, the severe first."""
        return (*self.severe, *self.unknown)


def find_focus(case: Case) -> Focus:
    """Impacts at `severe_level` or above; where none is that severe the most severe there are; and all unknown ones."""
    levels = case.severities
    highest = max((level for level in levels.values() if level is not None), default=0)
    least = min(case.term("severe_level"), highest)
    severe, unknown = [], []
    for id, impact in case.dossier.impacts.items():
        level = levels[id]
        if level is None:
            unknown.append(impact)
        elif level >= least:
            severe.append(impact)
    return Focus(tuple(severe), tuple(unknown))
