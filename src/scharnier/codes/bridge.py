"""One code on its way to the industries: where it goes, which entry says so, on what that rests, and the checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from scharnier.codes.concordance import TARGET, load_concordance
from scharnier.codes.coverage import Coverage, calc_coverage, find_base
from scharnier.codes.manifest import load_manifest
from scharnier.codes.own_mapping import OwnMapping
from scharnier.codes.schemes import Scheme, load_scheme

Weights = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Bridged:
    """Where a code goes.

    Attributes:
        weights: targets with weights, largest first; () when it goes nowhere.
        found_under: the code whose entry was used: itself, a broader or a shorter one; "" when there is none.
        basis: on what the weights rest, or the file of the user.
        left_out: why it goes nowhere; "" when it goes somewhere.
        own: whether a file of the user decided.
        finer: codes below it without finer ones, and how many of them go mainly to each target.
        coverage: of the concordance as a whole.
    """

    scheme: str
    code: str
    weights: Weights
    found_under: str
    basis: str
    left_out: str
    own: bool
    finer: int
    mainly: Mapping[str, int]
    coverage: Coverage

    @property
    def conserved(self) -> bool:
        """Whether the weights add up to one."""
        return abs(sum(weight for _, weight in self.weights) - 1) < 1e-9


def bridge(scheme: Scheme, code: str, own: OwnMapping | None = None) -> Bridged:
    """The way of a code to the 35 industries, or to the targets of a file of the user where that knows it.

    A file goes before the shipped concordance; what it does not know goes by the shipped one, as long as its targets
    are the same industries.
    """
    mine = own.find(scheme, code) if own else None
    if own is not None and mine is not None:
        below = _below(scheme, code)
        targets = [own.weights[under][0][0] for one in below if (under := own.find(scheme, one)) is not None]
        return Bridged(
            scheme.name, code, own.weights[mine], mine, own.path, "", True, len(below), _count(targets), own.coverage
        )
    concordance = load_concordance(scheme.name, TARGET)
    below = _below(scheme, code)
    targets = [weights[0][0] for one in below if (weights := concordance.map(one))]
    return Bridged(
        scheme.name,
        code,
        concordance.map(code),
        concordance.found_under(code),
        concordance.basis(code),
        _left_out(scheme.name).get(code, ""),
        False,
        len(below),
        _count(targets),
        shipped_coverage(scheme.name),
    )


@cache
def shipped_coverage(source: str) -> Coverage:
    """How much of a code list the shipped concordance covers. Raises: InputProblem for a list without one."""
    concordance = load_concordance(source, TARGET)
    return calc_coverage(load_scheme(source), lambda code: bool(concordance.map(code)))


def check_shipped(source: str) -> list[str]:
    """The codes whose shipped weights do not add up to one; empty when all is well."""
    concordance = load_concordance(source, TARGET)
    wrong = []
    for code in load_scheme(source).codes:
        weights = concordance.map(code)
        if weights and abs(sum(weight for _, weight in weights) - 1) > 1e-9:
            wrong.append(code)
    return wrong


def need_scheme(name: str) -> Scheme:
    """A code list that a concordance leads from. Raises: InputProblem with the known ones."""
    load_concordance(name, TARGET)
    return load_scheme(name)


def _below(scheme: Scheme, code: str) -> list[str]:
    return [one for one in find_base(scheme) if code in scheme.ancestors(one)]


def _count(targets: list[str]) -> dict[str, int]:
    found = {target: targets.count(target) for target in dict.fromkeys(targets)}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


@cache
def _left_out(source: str) -> dict[str, str]:
    lines = (line.partition(": ") for line in load_manifest(f"concordances/{source}-{TARGET}").left_out)
    return {code: reason for code, _, reason in lines}


__all__ = ["Bridged", "bridge", "check_shipped", "need_scheme", "shipped_coverage"]
