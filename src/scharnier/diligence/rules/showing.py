"""How records show that an item of the checklist was done: by one that lacks nothing, or for each impact in focus.

Both answer met or unknown, never not met: a record that is missing shows nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.focus import find_focus
from scharnier.diligence.rules.judging import DDG, MOST_NAMED, Case, say
from scharnier.kernel.outcome import Outcome, Verdict

R = TypeVar("R", bound=Record)


def list_unfilled(kind: str, record: Record, *names: str) -> list[str]:
    """Which of these keys a record leaves out, as rulings name facts."""
    return [f"{kind}/{record.id}.{name}" for name in names if getattr(record, name) in (None, ())]


def show_by_one(
    case: Case, item: str, where: tuple[str, str], kind: str, records: Iterable[R], lacks: Callable[[R], Sequence[str]]
) -> Outcome:
    """One record is enough: met by one that lacks nothing, else what the nearest to it lacks, else a whole record.

    `where` is the module and the key of its sentences, which end in `_shown`, `_open` and `_none`.
    """
    module, key = where
    norms, nearest = (f"{DDG}{item}",), None
    for record in records:
        lacked = tuple(lacks(record))
        if nearest is None or len(lacked) < len(nearest[1]):
            nearest = (record, lacked)
    if nearest is None:
        return Outcome(Verdict.UNKNOWN, say(module, f"{key}_none", case.lang), norms, (kind,))
    record, lacked = nearest
    name = getattr(record, "title", record.id)
    if lacked:
        return Outcome(Verdict.UNKNOWN, say(module, f"{key}_open", case.lang, name=name), norms, lacked)
    return Outcome(Verdict.MET, say(module, f"{key}_shown", case.lang, name=name), norms)


def show_for_each(
    case: Case,
    item: str,
    where: tuple[str, str],
    lacks: Callable[[Impact], Sequence[str]],
    name: Callable[[Impact], str] = lambda impact: impact.id,
) -> Outcome:
    """Each impact in focus must have it: met where none lacks anything. Over no impacts it is unknown.

    The sentences end in `_shown` and `_open`; `named` are the impacts that lack something, as `name` says it.
    """
    module, key = where
    norms, focus = (f"{DDG}{item}",), find_focus(case)
    if not focus.impacts:
        return Outcome(Verdict.UNKNOWN, say("showing", "no_impacts", case.lang), norms, ("impacts",))
    lacked: dict[str, None] = {}
    open_: list[Impact] = []
    ungraded = {impact.id for impact in focus.unknown}
    for impact in focus.impacts:
        if facts := lacks(impact):
            open_.append(impact)
            lacked |= dict.fromkeys(facts)
            if impact.id in ungraded:  # known to be slight, it would not be asked
                lacked[f"impacts/{impact.id}.severity"] = None
    counts = {"all": len(focus.impacts), "some": len(open_), "named": name_some(name(impact) for impact in open_)}
    if open_:
        return Outcome(Verdict.UNKNOWN, say(module, f"{key}_open", case.lang, **counts), norms, tuple(lacked))
    return Outcome(Verdict.MET, say(module, f"{key}_shown", case.lang, **counts), norms)


def name_some(names: Iterable[str]) -> str:
    """The first few of some names, each once."""
    found = list(dict.fromkeys(names))
    return ", ".join(found[:MOST_NAMED]) + (" …" if len(found) > MOST_NAMED else "")
