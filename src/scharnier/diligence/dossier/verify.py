"""Is the log whole, and is what stands in the folder what the log says? Every fault with where it is and what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scharnier.diligence.dossier.by_hand import RECORD, list_changed_evidence, list_changed_files, list_edits
from scharnier.diligence.dossier.canonical import digest
from scharnier.diligence.dossier.log import START, Change, Log, LogLine, check_log, name_log, replay
from scharnier.diligence.dossier.pending import read_plan
from scharnier.diligence.dossier.raw import PERSONAL, THE_HEAD, decode, list_parts, load_json, load_yaml
from scharnier.diligence.dossier.snapshot import SALT, Snapshot, read_folder
from scharnier.kernel.errors import InputProblem

_BEGIN = "Begin one with `scharnier dossier record`."
SHORTEST = 12
"""So many characters of a hash are enough to look for it."""


@dataclass
class Verified:
    """`faults`: the log or evidence is not what it was. `unrecorded`: hand edits that the log does not have yet.
    `notes`: what is no fault but good to know."""

    log: Log
    faults: list[InputProblem] = field(default_factory=list)
    unrecorded: list[InputProblem] = field(default_factory=list)
    notes: list[InputProblem] = field(default_factory=list)


def verify(folder: Path, head: str | None = None) -> Verified:
    """Look at everything and change nothing. `head` is the hash of a line that was kept elsewhere."""
    snapshot = read_folder(folder)
    faults, log = check_log(name_log(folder), snapshot.log)
    found = Verified(log, faults)
    where = name_log(folder)
    if log.cut:
        what = f"the last line is cut off after {len(log.cut)} characters: a program or a copy stopped halfway."
        found.faults.append(InputProblem(what, f"Nothing before it is lost. {RECORD}", where, len(log.lines) + 1))
    if not snapshot.log:
        found.unrecorded.append(InputProblem("there is no log yet, so nothing can be checked.", _BEGIN, str(folder)))
        found.faults += [] if head is None else _check_head(log, head, where)
        return found
    found.faults += _check_merged(log.lines, where)
    if head is not None and not faults:
        found.faults += _check_head(log, head, where)
    if read_plan(folder) is not None:
        what = "a change is made and waits to be put in place."
        found.notes.append(InputProblem(what, "The next command that writes does so.", str(folder)))
    if not faults:
        _check_files(snapshot, log, found)
    return found


def _check_files(snapshot: Snapshot, log: Log, found: Verified) -> None:
    state = replay(log.lines)
    if snapshot.salt is None and any(state.records.get(kind) for kind in PERSONAL):
        what = f"the salt is gone ({SALT}), so nobody can see whether persons changed."
        found.notes.append(InputProblem(what, f"Put it back, or: {RECORD}", str(snapshot.folder)))
    try:
        edits = list_edits(snapshot, state)
    except InputProblem as problem:
        found.faults.append(problem)
        return
    found.unrecorded += _tell(snapshot, edits)
    edited = {edit.kind for edit in edits}
    for name, now in list_changed_files(snapshot, state).items():
        if name.rpartition(".")[0] not in edited:
            what = (
                "is gone, but held no records." if now is None else "is written differently; the records are the same."
            )
            found.notes.append(InputProblem(what, RECORD, str(snapshot.folder / name)))
    try:
        evidence = list_changed_evidence(snapshot.folder, state)
    except InputProblem as problem:
        found.faults.append(problem)
        return
    for name, now in evidence.items():
        place = str(snapshot.folder / name)
        if name not in state.files:
            found.unrecorded.append(InputProblem("is not in the log yet.", RECORD, place))
            continue
        what = "is gone." if now is None else "was changed after it was recorded."
        remedy = "Put back the file as it was; a new version gets a name and a record of its own."
        found.faults.append(InputProblem(what, remedy, place))


def _tell(snapshot: Snapshot, edits: list[Change]) -> Iterator[InputProblem]:
    words = {"added": "is new", "changed": "was changed", "removed": "was taken away"}
    places = {kind: _list_places(snapshot, kind) for kind in {edit.kind for edit in edits}}
    for edit in edits:
        file, lines = places[edit.kind]
        what = edit.id if edit.kind == THE_HEAD else f"{edit.kind}/{edit.id}"
        message = f"{what} {words[edit.change]} by hand and is not in the log yet."
        yield InputProblem(message, RECORD, file, lines.get(edit.id))


def _list_places(snapshot: Snapshot, kind: str) -> tuple[str, Mapping[str, int]]:
    """The file of a kind, and the line of each record in it."""
    for name in (f"{kind}.yaml", f"{kind}.jsonl"):
        if name in snapshot.files:
            source = str(snapshot.folder / name)
            text = decode(source, snapshot.files[name])
            if name.endswith(".jsonl"):
                return source, {load_json(source, line, part)["id"]: line for line, part in list_parts(text)}
            marked = load_yaml(source, text)
            items: Any = marked.value if isinstance(marked.value, list) else []
            return source, {item["id"]: marked.line((place,)) for place, item in enumerate(items)}
    return str(snapshot.folder / f"{kind}.yaml"), {}


def _check_merged(lines: tuple[LogLine, ...], where: str) -> Iterator[InputProblem]:
    """The lines inside a merge are the chain of the other dossier: they must fit too."""
    for number, line in enumerate(lines, 1):
        before = None
        for inner in line.merged:
            if not _fits(inner, before):
                what = f"line {inner.get('n')} of the dossier that was merged here was changed or taken away."
                yield InputProblem(what, "Put back the log from a copy or from version control.", where, number)
                return
            before = inner.get("hash")


def _fits(inner: Mapping[str, Any], before: str | None) -> bool:
    content = {key: value for key, value in inner.items() if key != "hash"}
    return inner.get("hash") == digest(content) and before in (None, inner.get("prev"))


def _check_head(log: Log, head: str, where: str) -> Iterator[InputProblem]:
    asked = head.strip().lower()
    if len(asked) < SHORTEST or set(asked) - set("0123456789abcdef"):
        what = f"{head[:80]!r} is no hash of a line: at least {SHORTEST} characters, 0-9 and a-f."
        yield InputProblem(what, "Copy what a command printed after a change.")
    elif asked != START and not any(known.startswith(asked) for known in list_hashes(log.lines)):
        what = (
            f"the line with hash {asked[:16]}… is not in the log: lines at its end were taken away or all was replaced."
        )
        yield InputProblem(what, "Put back the log from a copy or from version control.", where, len(log.lines) or None)


def list_hashes(lines: tuple[LogLine, ...]) -> Iterator[str]:
    """The hashes of all lines, those of merged dossiers too."""
    for line in lines:
        yield line.hash
        yield from _inner_hashes(line.merged)


def _inner_hashes(lines: tuple[Mapping[str, Any], ...]) -> Iterator[str]:
    for line in lines:
        yield str(line.get("hash"))
        yield from _inner_hashes(tuple(line.get("merged", ())))
