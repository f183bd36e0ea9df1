"""Judge a whole dossier: every rule, in a fixed order, on the dossier as it was on a day.

A rule is found by its file: a module of this folder with `RULE` and `judge`. `ORDER` says where it stands, so that two
runs, and two releases, list the same rulings in the same order. Method page: docs/method/dossier/check.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from scharnier.diligence import rules as here
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.view import at
from scharnier.diligence.rules.judging import Case, Ruling, say
from scharnier.diligence.rules.steps import Step, judge_steps
from scharnier.kernel.errors import ContentError
from scharnier.kernel.memory import uncollected
from scharnier.kernel.outcome import Outcome, Verdict
from scharnier.norms import Library

ORDER = (
    *("DD.1.1", "DD.1.2", "DD.1.3", "DD.2.1", "DD.2.2", "DD.2.3", "DD.2.4", "DD.3.1", "DD.3.2", "DD.4.1", "DD.5.1"),
    *("DD.6.1", "DD.6.2", "DD.response", "DD.priority", "DD.leverage", "DD.purchasing", "DD.voices", "DD.channel"),
    "DD.closure",
)
CLOSURE = "DD.closure"
FAVOURABLE = frozenset({Verdict.MET, Verdict.NOT_APPLICABLE})


@dataclass(frozen=True)
class Judgement:
    """What the rules say of a dossier on a day, under a release of the Library.

    `dossier` is the dossier as it was; `closable` the ids of impacts that may be closed or are closed rightly, `closed`
    those that a decision closed, rightly or not; `torn` the records of which two versions stand (`impacts/IMP-1`).
    """

    release: str
    on: date
    dossier: Dossier
    rulings: tuple[Ruling, ...]
    steps: tuple[Step, ...]
    closable: tuple[str, ...]
    closed: frozenset[str] = frozenset()
    torn: tuple[str, ...] = ()

    @cached_property
    def settled(self) -> frozenset[str]:
        """The impacts that are closed rightly: nothing is left to do."""
        return self.closed.intersection(self.closable)


@cache
def load_rules() -> tuple[ModuleType, ...]:
    """The modules that are rules, in `ORDER`. Raises ContentError for a rule that has no place there."""
    modules = [import_module(f"{here.__name__}.{found.name}") for found in iter_modules(here.__path__)]
    rules = [module for module in modules if hasattr(module, "RULE") and hasattr(module, "judge")]
    if strange := [module.__name__ for module in rules if module.RULE not in ORDER]:
        raise ContentError(f"{strange[0]}: its rule has no place in the order of rules/check.py")
    return tuple(sorted(rules, key=lambda module: ORDER.index(module.RULE)))


def check(dossier: Dossier, on: date, library: Library, lang: str = "en") -> Judgement:
    """Every ruling on the dossier as it was on a day. It needs nothing else, and the same dossier always gets the
    same answer."""
    seen = at(dossier, on)
    case = Case(seen, on, library, lang)
    torn = frozenset(f"{kind}/{id}" for kind, id in seen.torn if id in seen.all(kind))
    with uncollected():
        rulings = tuple(_hold_back((ruling for rule in load_rules() for ruling in rule.judge(case)), torn, lang))
    closable = tuple(
        ruling.subject.partition("/")[2]
        for ruling in rulings
        if ruling.rule == CLOSURE and ruling.subject.startswith("impacts/") and ruling.outcome.verdict is Verdict.MET
    )
    return Judgement(
        release=library.release,
        on=on,
        dossier=seen,
        rulings=rulings,
        steps=judge_steps(rulings, library),
        closable=closable,
        closed=find_closed(seen),
        torn=tuple(sorted(f"{kind}/{id}" for kind, id in dossier.torn)),
    )


def find_closed(dossier: Dossier) -> frozenset[str]:
    """The impacts that a decision closed and none opened again on that day or later."""
    closed: dict[str, date] = {}
    opened: dict[str, date] = {}
    for decision in dossier.decisions.values():
        days = closed if decision.kind == "close" else opened if decision.kind == "reopen" else {}
        for id in decision.impacts:
            days[id] = max(decision.on, days.get(id, decision.on))
    return frozenset(id for id, day in closed.items() if id not in opened or opened[id] < day)


def _hold_back(rulings: Iterable[Ruling], torn: frozenset[str], lang: str) -> Iterator[Ruling]:
    """Nothing good is said of a record of which two versions stand, and what it lacks is that one is chosen: the facts
    themselves may well be there, twice."""
    for ruling in rulings:
        if ruling.subject in torn and ruling.outcome.verdict is not Verdict.NOT_MET:
            reason = say("check", "torn", lang, record=ruling.subject)
            unknown = Outcome(Verdict.UNKNOWN, reason, ruling.outcome.rests_on, (ruling.subject,))
            yield replace(ruling, outcome=unknown)
        else:
            yield ruling
