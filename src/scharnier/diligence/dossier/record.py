"""Take in what was changed by hand: the log gets a line that says what became of each record."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from scharnier.diligence.dossier.by_hand import list_changed_evidence, list_changed_files, list_edits
from scharnier.diligence.dossier.canonical import digest_bytes
from scharnier.diligence.dossier.log import Change, LogLine, name_log
from scharnier.diligence.dossier.pending import LOG
from scharnier.diligence.dossier.raw import kind_of
from scharnier.diligence.dossier.store import Content, Store, open_store
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import whole_file
from scharnier.kernel.folders import sync


@dataclass
class Recorded:
    """What was taken in: each change with what the record was, the other files, and where a cut-off line went."""

    line: LogLine | None = None
    changes: list[tuple[Change, Any]] = field(default_factory=list)
    files: dict[str, str | None] = field(default_factory=dict)
    cut: str | None = None
    kept: list[str] = field(default_factory=list)


def record_edits(folder: Path, who: str, why: str, at: datetime) -> Recorded:
    """Write a line on everything that differs from the log; no file of records is touched.

    A last line that was cut off by another program is set aside first. Raises InputProblem.
    """
    with open_store(folder) as store:
        done = Recorded(cut=_set_aside(store) if store.log.cut else None, kept=store.kept)
        contents: dict[str, Content | None] = {}
        salt = store.make_salt(contents, map(kind_of, store.snapshot.files))
        before = {kind: dict(records) for kind, records in store.state.records.items()}
        changes = list_edits(store.snapshot, store.state, salt)
        files = list_changed_files(store.snapshot, store.state, salt)
        done.files = {**files, **list_changed_evidence(folder, store.state)}
        done.changes = [(change, before.get(change.kind, {}).get(change.id)) for change in changes]
        if changes or done.files:
            done.line = store.write("record", who, why, at, changes, contents, seen=done.files)
    return done


def _set_aside(store: Store) -> str:
    """Keep the piece of a line under a name of its own, and end the log after its last whole line."""
    cut = store.log.cut
    aside = store.folder / f"log.cut-{digest_bytes(cut)[:8]}.kept"
    with whole_file(aside) as part:
        part.write_bytes(cut)
        sync(part)
    path = store.folder / LOG
    whole = store.snapshot.log.removesuffix(cut)
    if path.read_bytes() != store.snapshot.log:
        raise InputProblem("another program is writing the log.", "Wait until it is done.", name_log(store.folder))
    with path.open("r+b") as file:
        file.truncate(len(whole))
    sync(path)
    store.refresh()
    return aside.name
