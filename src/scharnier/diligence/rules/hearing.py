"""Whether those affected were heard: they, or who may speak for them, said something in a talk that was safe."""

from collections.abc import Iterable

from scharnier.diligence.dossier.voices import AFFECTED, Engagement
from scharnier.diligence.rules.judging import Case

OUTSIDERS = frozenset({"ngo", "defender", "expert"})
"""Who knows about harm and is not harmed: they fill gaps, and stand in where those affected cannot be asked."""


def lacks_hearing(case: Case, where: str, ids: Iterable[str], who: frozenset[str] = AFFECTED) -> tuple[str, ...]:
    """What the dossier lacks before somebody of `who` was heard in one of these engagements; empty where one was.

    `where` is the fact that names them (`impacts/IMP-1.heard`). A talk of which nobody knows whether it was safe does
    not count, nor does one that was not.
    """
    lacked: list[str] = []
    for id in ids:
        talk = case.dossier.engagements.get(id)
        if talk is None or talk.who not in who or talk.safe == "no":
            continue
        missing = _missing(talk)
        if not missing:
            return ()
        lacked += missing
    return tuple(lacked) or (where,)


def _missing(talk: Engagement) -> list[str]:
    return [f"engagements/{talk.id}.{name}" for name in ("said", "safe") if getattr(talk, name) is None]
