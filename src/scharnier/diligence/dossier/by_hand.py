"""What somebody changed in a dossier with an editor, held against the log: nothing of it is written over unseen."""

import os
from pathlib import Path

from scharnier.diligence.dossier.canonical import digest_bytes
from scharnier.diligence.dossier.log import Change, Log, State, change_of, name_log
from scharnier.diligence.dossier.pending import hash_file
from scharnier.diligence.dossier.raw import PERSONAL, THE_HEAD, Raw, is_ours, kind_of, read_kind
from scharnier.diligence.dossier.snapshot import EVIDENCE, Snapshot
from scharnier.kernel.errors import InputProblem

RECORD = "Take it in with `scharnier dossier record`."


def refuse_unrecorded(snapshot: Snapshot, log: Log, state: State) -> None:
    """Raises InputProblem where the log is cut off or a hand edit is not in it."""
    if log.cut:
        raise InputProblem(
            "the last line of the log is cut off.", RECORD, name_log(snapshot.folder), len(log.lines) + 1
        )
    edits = list_edits(snapshot, state)
    if edits:
        names = ", ".join(f"{edit.kind}/{edit.id}" if edit.kind != THE_HEAD else edit.kind for edit in edits[:5])
        more = f" and {len(edits) - 5} more" if len(edits) > 5 else ""
        raise InputProblem(f"edited by hand and not in the log yet: {names}{more}.", RECORD, str(snapshot.folder))


def list_edits(snapshot: Snapshot, state: State, salt: bytes | None = None) -> list[Change]:
    """The records that differ from what the log has. Only files whose hash differs are read.

    `salt` is that of personal data, where it is new.
    """
    found: list[Change] = []
    kinds: dict[str, dict[str, Raw]] = {}
    for name in list_changed_files(snapshot, state, salt):
        content = snapshot.files.get(name)
        read = {} if content is None else read_kind(str(snapshot.folder / name), content)
        known = kinds.setdefault(kind_of(name), {})
        for key in known.keys() & read.keys():
            raise InputProblem(f"{key} stands in two files.", "Keep it in one.", str(snapshot.folder / name))
        known.update(read)
    for kind, records in kinds.items():
        old = state.records.get(kind, {})
        for key in dict.fromkeys([*old, *records]):
            change = change_of(kind, key, old.get(key), records.get(key), salt or snapshot.salt)
            if change:
                found.append(change)
    return found


def list_changed_files(snapshot: Snapshot, state: State, salt: bytes | None = None) -> dict[str, str | None]:
    """The files of records whose content is not what the log says, with the hash they have now."""
    now = {
        name: hash_content(name, content, salt or snapshot.salt)
        for name, content in snapshot.files.items()
        if is_ours(name) or name in state.files
    }
    gone = {name: None for name in state.files if name not in now and not name.startswith(f"{EVIDENCE}/")}
    return {**{name: found for name, found in now.items() if state.files.get(name) != found}, **gone}


def hash_content(name: str, content: bytes | Path, salt: bytes | None) -> str:
    """What the log keeps of a file: its SHA-256, with the salt where it holds personal data."""
    if isinstance(content, Path):
        return hash_file(content) or ""
    return digest_bytes(content, (salt or b"unknown") if kind_of(name) in PERSONAL else None)


def list_evidence(folder: Path) -> dict[str, str]:
    """The files of evidence with their SHA-256. Raises InputProblem for a link: it could show what is elsewhere."""
    found: dict[str, str] = {}
    if (folder / EVIDENCE).is_symlink():
        raise InputProblem("is a link.", "Put the folder itself there.", str(folder / EVIDENCE))
    for here, folders, names in os.walk(folder / EVIDENCE):
        for name in (*folders, *names):
            path = Path(here) / name
            if path.is_symlink():
                raise InputProblem("is a link.", "Put the file itself there.", str(path))
        for name in names:
            path = Path(here) / name
            try:
                found[path.relative_to(folder).as_posix()] = hash_file(path) or ""
            except OSError as error:
                raise InputProblem(f"cannot be read: {error.strerror}.", "Check the rights.", str(path)) from error
    return dict(sorted(found.items()))


def list_changed_evidence(folder: Path, state: State) -> dict[str, str | None]:
    """The files of evidence that are not what the log says: with their hash now, None where they are gone."""
    now = list_evidence(folder)
    gone = {name: None for name in state.files if name.startswith(f"{EVIDENCE}/") and name not in now}
    return {**{name: found for name, found in now.items() if state.files.get(name) != found}, **gone}
