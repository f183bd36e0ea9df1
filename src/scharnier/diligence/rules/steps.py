"""The six steps at a glance: the verdict on a step follows from those on its actions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scharnier.diligence.rules.judging import DDG, WHOLE, Ruling
from scharnier.kernel.outcome import Verdict
from scharnier.norms import Library


@dataclass(frozen=True)
class Step:
    """A step of the OECD: its number, its verdict, and the rulings on its actions (one each)."""

    number: int
    verdict: Verdict
    actions: tuple[Ruling, ...]

    def count(self, verdict: Verdict) -> int:
        """How many of its actions have this verdict."""
        return sum(ruling.outcome.verdict is verdict for ruling in self.actions)


def judge_steps(rulings: Iterable[Ruling], library: Library) -> tuple[Step, ...]:
    """The six steps in order: one action that is not met makes a step not met, else one that is unknown makes it
    unknown; an action that no rule judged is unknown by that."""
    found = {ruling.rule: ruling for ruling in rulings if ruling.subject == WHOLE}
    return tuple(_steps(found, library))


def _steps(found: dict[str, Ruling], library: Library) -> Iterator[Step]:
    for norm in library.all("step"):
        if not norm.id.startswith(DDG):
            continue
        names = [f"DD.{action.id.removeprefix(DDG)}" for action in library.children(norm.id)]
        actions = tuple(found[name] for name in names if name in found)
        verdict = _verdict([ruling.outcome.verdict for ruling in actions], whole=len(actions) == len(names))
        yield Step(int(norm.id.removeprefix(DDG)), verdict, actions)


def _verdict(verdicts: Sequence[Verdict], *, whole: bool) -> Verdict:
    if Verdict.NOT_MET in verdicts:
        return Verdict.NOT_MET
    if Verdict.UNKNOWN in verdicts or not whole:
        return Verdict.UNKNOWN
    return Verdict.MET if Verdict.MET in verdicts else Verdict.NOT_APPLICABLE
