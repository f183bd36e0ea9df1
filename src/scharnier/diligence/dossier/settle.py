"""Choose between the two versions of a torn record."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from scharnier.diligence.dossier.log import LogLine
from scharnier.diligence.dossier.raw import read_records
from scharnier.diligence.dossier.refer import find_referring
from scharnier.diligence.dossier.store import open_store
from scharnier.diligence.dossier.torn import read_torn, torn_kind
from scharnier.kernel.errors import InputProblem

Take = Literal["ours", "theirs", "edited"]


def settle(folder: Path, what: str, take: Take, who: str, why: str, at: datetime) -> tuple[LogLine, int]:
    """Take one version of `<kind>/<id>`, or what stands in the file now (`edited`, after `record`); gives the line and
    how many torn records are left. The other version stays in the log. Raises InputProblem."""
    with open_store(folder) as store:
        torn = read_torn(store.snapshot)
        if what not in torn:
            there = f"These have: {', '.join(torn)}." if torn else "No record has."
            raise InputProblem(f"{what} has no two versions.", there, str(folder))
        kind, name = torn[what].subject
        chosen = {"ours": torn[what].ours, "theirs": torn[what].theirs}.get(take)
        if chosen is not None:
            store.put_raw(kind, name, dict(chosen))
        elif take != "edited" and name in store.records(kind):
            if others := list(find_referring(read_records(store.snapshot), (kind, name))):
                message = f"in that version {what} is taken away, but {', '.join(others[:5])} still names it."
                raise InputProblem(message, "Change that first, or take the other version.", str(folder))
            store.remove(kind, name)
        store.remove(torn_kind(kind), what)
        line = store.commit(who, why, at, "settle")
        assert line is not None
    return line, len(torn) - 1
