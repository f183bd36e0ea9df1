"""Bring a dossier of an older format up to date: step by step, whole or not at all, with a line in the log.

Formats are whole numbers; 1 is the first that was published. A step is a pure function from the records of one format
to those of the next. Remarks in the files stay, as with any other change.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from scharnier.diligence.dossier.by_hand import list_changed_files
from scharnier.diligence.dossier.canonical import canonical
from scharnier.diligence.dossier.dossier import VERSION
from scharnier.diligence.dossier.edit_text import edit_file
from scharnier.diligence.dossier.log import LogLine, list_changes
from scharnier.diligence.dossier.raw import KNOWN, THE_HEAD, Raw, Records, read_records
from scharnier.diligence.dossier.read import check_version
from scharnier.diligence.dossier.record import record_edits
from scharnier.diligence.dossier.snapshot import HEAD, read_folder
from scharnier.diligence.dossier.store import Content, Store, open_store
from scharnier.kernel.errors import InputProblem

FIRST = 1


@dataclass(frozen=True)
class Step:
    """From the format before to the next. `change` gets records and gives the new ones; `moved` are kinds with a new
    name, whose file moves with them."""

    change: Callable[[Records], Records]
    moved: Mapping[str, str] = field(default_factory=dict)


STEPS: Mapping[int, Step] = {}
"""The step to each format. There is none to 1."""


@dataclass(frozen=True)
class Migrated:
    """From which format to which, and the line of the log: none where the dossier was up to date."""

    old: int
    new: int
    line: LogLine | None


def migrate(
    folder: Path, who: str, why: str, at: datetime, steps: Mapping[int, Step] = STEPS, version: int = VERSION
) -> Migrated:
    """Bring the dossier to `version`. Hand edits that are not in the log get a line of their own first.

    Raises InputProblem for a format that was never published or that only a newer Scharnier knows.
    """
    old = _version(folder, version)
    if old == version:
        return Migrated(old, old, None)
    record_edits(folder, who, f"as it was before format {version}", at)
    path = [steps[number] for number in range(old + 1, version + 1)]
    kinds = KNOWN | {kind for step in path for kind in step.moved}
    with open_store(folder) as store:
        before = read_records(store.snapshot, kinds)
        after, came_from = deepcopy(before), {kind: kind for kind in before}
        for step in path:
            after = step.change(after)
            came_from = {step.moved.get(kind, kind): was for kind, was in came_from.items()}
        after[THE_HEAD][THE_HEAD] = {**after[THE_HEAD][THE_HEAD], "dossier": version}
        contents = _rewrite(store, before, after, came_from)
        changes = list_changes(store.state.records, after, store.make_salt(contents, after))
        seen = list_changed_files(store.snapshot, store.state)
        line = store.write("migrate", who, why, at, changes, contents, seen=seen)
    return Migrated(old, version, line)


def _version(folder: Path, version: int) -> int:
    source = str(folder / HEAD)
    found = read_records(read_folder(folder), {THE_HEAD}).get(THE_HEAD)
    if found is None:
        raise InputProblem(f"holds no {HEAD}.", "Name the folder of a dossier.", str(folder))
    old = found[THE_HEAD].get("dossier")
    if not isinstance(old, int) or isinstance(old, bool) or old < FIRST:
        remedy = f"The first published format is {FIRST}; write `dossier: {FIRST}` if that is what it is."
        raise InputProblem(f"{old!r} is no published format.", remedy, source, None, "dossier")
    if old > version:
        what, remedy = check_version(old) or (f"the dossier is of format {old}.", "Install a newer Scharnier.")
        raise InputProblem(what, remedy, source, None, "dossier")
    return old


def _rewrite(store: Store, before: Records, after: Records, came_from: Mapping[str, str]) -> dict[str, Content | None]:
    """The files that change, with their new content; a file whose kind has another name moves."""
    contents: dict[str, Content | None] = {}
    for kind, records in after.items():
        was = came_from.get(kind, kind)
        name = store.file_of(was, len(records))
        new = f"{kind}.{name.rpartition('.')[2]}"
        content, old = store.snapshot.files.get(name, b""), before.get(was, {})
        edits: dict[str, Raw | None] = {
            key: records.get(key)
            for key in {**old, **records}
            if canonical(old.get(key)) != canonical(records.get(key))
        }
        if edits or new != name:
            contents[new] = edit_file(str(store.folder / new), content, edits)
        if new != name and name in store.snapshot.files:
            contents.setdefault(name, None)
    for kind in before.keys() - {came_from.get(kind, kind) for kind in after}:
        contents.setdefault(store.file_of(kind), None)
    return contents
