"""Where two copies of a dossier went apart: what both knew, found in their logs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scharnier.diligence.dossier.log import Log, LogLine, State, replay
from scharnier.diligence.dossier.verify import list_hashes


@dataclass(frozen=True)
class Fork:
    """`base`: what both knew; `shared`: their logs have a line in common. `ours_has_all`, `theirs_has_all`: one knows
    every line of the other. `new`: the lines of theirs that ours does not know."""

    base: State
    shared: bool
    ours_has_all: bool
    theirs_has_all: bool
    new: tuple[LogLine, ...]


def find_fork(ours: Log, theirs: Log) -> Fork:
    """Compare two logs. A merge of before counts too: the lines it took in are known."""
    our_known, their_known = set(list_hashes(ours.lines)), set(list_hashes(theirs.lines))
    common = 0
    for one, other in zip(ours.lines, theirs.lines, strict=False):
        if one.hash != other.hash:
            break
        common += 1
    our_last = _last_known(ours, their_known)
    their_last = _last_known(theirs, our_known)
    # After a merge one side knows more of the other than where both began: then that is the base.
    lines = theirs.lines[:their_last] if our_last <= common < their_last else ours.lines[:our_last]
    return Fork(
        base=replay(lines),
        shared=bool(our_last or their_last),
        ours_has_all=theirs.head in our_known or not theirs.lines,
        theirs_has_all=ours.head in their_known,
        new=tuple(line for line in theirs.lines if line.hash not in our_known),
    )


def _last_known(log: Log, known: set[str]) -> int:
    """How many lines of a log there are up to the last one that the other knows."""
    return max((number for number, line in enumerate(log.lines, 1) if line.hash in known), default=0)


def dump_lines(lines: tuple[LogLine, ...]) -> list[Mapping[str, Any]]:
    """The lines as they stand in the log, so that their hashes still fit."""
    return [line.model_dump(exclude_unset=True) for line in lines]


def last_hand(log: Log, kind: str, name: str) -> dict[str, str] | None:
    """Who changed a record last, and when."""
    for line in reversed(log.lines):
        if any((change.kind, change.id) == (kind, name) for change in line.changes):
            return {"who": line.who, "at": line.at}
    return None
