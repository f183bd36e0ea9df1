"""How much of a code list a concordance covers, counted in codes without finer ones below them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from scharnier.codes.schemes import Scheme


@dataclass(frozen=True)
class Coverage:
    """`base` codes have no finer ones; `landed` of them go somewhere. `missing` are the broadest groups of those that
    do not, with how many base codes each has, largest first."""

    base: int
    landed: int
    missing: tuple[tuple[str, int], ...]

    @property
    def share(self) -> float:
        """Landed as a share of the base."""
        return self.landed / self.base if self.base else 1.0


def calc_coverage(scheme: Scheme, lands: Callable[[str], bool]) -> Coverage:
    """The coverage of the code list by a concordance of which `lands` says whether a code goes anywhere."""
    base = find_base(scheme)
    missing: Counter[str] = Counter()
    for code in base:
        if not lands(code):
            *_, top = code, *scheme.ancestors(code)
            missing[top] += 1
    return Coverage(len(base), len(base) - missing.total(), tuple(missing.most_common()))


def find_base(scheme: Scheme) -> tuple[str, ...]:
    """The codes that are no broader code of another."""
    broader = set(scheme.parents.values())
    return tuple(code for code in scheme.codes if code not in broader)
