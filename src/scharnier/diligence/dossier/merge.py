"""Bring together two copies of a dossier that were changed apart.

The base is what both knew, from their logs. A record that one side changed is taken from that side; one that both
changed in different ways is torn: both versions stay and are shown until somebody chooses (`settle`). A record that
one side took away while the other still names it stays, as torn. Files of evidence of both are kept.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from scharnier.diligence.dossier.by_hand import list_changed_evidence, refuse_unrecorded
from scharnier.diligence.dossier.canonical import canonical
from scharnier.diligence.dossier.fork import Fork, dump_lines, find_fork, last_hand
from scharnier.diligence.dossier.log import LogLine, change_of, name_log, read_log, replay
from scharnier.diligence.dossier.raw import PERSONAL, THE_HEAD, Raw, Records, is_ours, read_records
from scharnier.diligence.dossier.read import check_version
from scharnier.diligence.dossier.refer import list_targets
from scharnier.diligence.dossier.snapshot import EVIDENCE, HEAD, read_folder
from scharnier.diligence.dossier.store import Store, open_store
from scharnier.diligence.dossier.torn import read_torn, torn_kind
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.folders import mend_beside, put_in_place, workspace_beside


class Side:
    """One of the two: what it holds. Raises InputProblem where its log is not whole or does not have everything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.snapshot = read_folder(folder)
        self.log = read_log(name_log(folder), self.snapshot.log)
        self.state = replay(self.log.lines)
        refuse_unrecorded(self.snapshot, self.log, self.state)
        for name in list_changed_evidence(folder, self.state):
            remedy = "See `scharnier dossier verify`; take in what is new with `scharnier dossier record`."
            raise InputProblem("is not as the log has it.", remedy, str(folder / name))
        self.records = read_records(self.snapshot)
        if wrong := check_version((self.get(THE_HEAD, THE_HEAD) or {}).get("dossier")):
            raise InputProblem(*wrong, str(folder / HEAD), None, "dossier")
        self.evidence = {name: found for name, found in self.state.files.items() if name.startswith(f"{EVIDENCE}/")}

    def get(self, kind: str, name: str) -> Raw | None:
        """A record, None where there is none."""
        return self.records.get(kind, {}).get(name)


@dataclass
class Merged:
    """What a merge did: records taken from theirs, torn ones, those that stayed since something refers to them, files
    of theirs with a new name, and files of theirs that belong to no dossier and were left."""

    line: LogLine | None = None
    taken: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def merge(ours: Path, theirs: Path, out: Path, who: str, why: str, at: datetime) -> Merged:
    """Merge two folders into a new one. Both stay as they are. Raises InputProblem where they cannot be merged."""
    if out.exists():
        raise InputProblem("is there already.", "Name a folder that does not exist yet.", str(out))
    if {ours.resolve(), theirs.resolve()} & set(out.resolve().parents):
        raise InputProblem("the result cannot stand in or around the dossier.", "Choose a folder beside it.", str(out))
    us, them = Side(ours), Side(theirs)
    fork = find_fork(us.log, them.log)
    done = Merged(left=[name for name in _list_strangers(them) if not (us.folder / name).exists()])
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        mend_beside(out)  # what a merge that was killed left
        with workspace_beside(out) as work:
            new = work / "dossier"
            _copy(us.folder, new)
            if fork.shared and fork.ours_has_all:
                pass
            elif fork.shared and fork.theirs_has_all:
                done.taken = list(dict.fromkeys(f"{one.kind}/{one.id}" for line in fork.new for one in line.changes))
                done.left = []
                shutil.rmtree(new)
                _copy(them.folder, new)
                _add_strangers(us, new)
            else:
                _refuse(us, them, fork)
                with open_store(new) as store:
                    _Merge(us, them, fork, store, done).run()
                    done.line = store.commit(who, why, at, "merge", dump_lines(fork.new))
            put_in_place(new, out, _refuse_to_replace)
    except OSError as error:
        why = error.strerror or str(error)
        raise InputProblem(f"cannot be written: {why}.", "Check rights and room.", str(out)) from error
    return done


def _list_strangers(side: Side) -> list[str]:
    return [*side.snapshot.others, *(name for name in side.snapshot.files if not is_ours(name))]


def _add_strangers(side: Side, new: Path) -> None:
    """Files that belong to no dossier (a README) stay with whoever has them."""
    for name in _list_strangers(side):
        source, target = side.folder / name, new / name
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        target.unlink(missing_ok=True)  # never written through: it may be a link to elsewhere
        if source.is_dir() and not source.is_symlink():
            shutil.copytree(source, target, symlinks=True)
        else:
            shutil.copy2(source, target, follow_symlinks=False)


def _copy(folder: Path, new: Path) -> None:
    """Without hidden files; a link stays a link, so that nothing from elsewhere is copied."""
    shutil.copytree(folder, new, symlinks=True, ignore=lambda _, names: [one for one in names if one.startswith(".")])


def _refuse_to_replace(_: Path, target: Path) -> None:
    raise InputProblem("somebody made it in the meantime.", "Name another folder.", str(target))


def _refuse(us: Side, them: Side, fork: Fork) -> None:
    for side in (us, them):
        if torn := read_torn(side.snapshot):
            remedy = "Choose first: `scharnier dossier settle`."
            raise InputProblem(f"{', '.join(torn)} still has two versions.", remedy, str(side.folder))
    if fork.shared:
        return
    one, other = us.get(THE_HEAD, THE_HEAD) or {}, them.get(THE_HEAD, THE_HEAD) or {}
    if one.get("id") != other.get("id"):
        what = f"these are two dossiers ({one.get('id')} and {other.get('id')}): their logs share no line."
        raise InputProblem(what, "Merge copies of one dossier.", str(them.folder))
    same = [f"{kind}/{name}" for kind, name in _pairs(us.records, them.records) if _differ(us, them, kind, name)]
    if same:
        what = f"the logs share no line, and {', '.join(same[:5])} stand in both with other content."
        raise InputProblem(what, "Begin both from one copy, or give the records other ids.", str(them.folder))


def _differ(us: Side, them: Side, kind: str, name: str) -> bool:
    one, other = us.get(kind, name), them.get(kind, name)
    return one is not None and other is not None and canonical(one) != canonical(other)


def _pairs(*all_records: Records) -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys((kind, name) for records in all_records for kind in records for name in records[kind])


class _Merge:
    """One merge: decides on every record and file, and puts it in the store of the new folder."""

    def __init__(self, us: Side, them: Side, fork: Fork, store: Store, done: Merged) -> None:
        self.us, self.them, self.fork, self.store, self.done = us, them, fork, store, done
        self.result: Records = {kind: dict(records) for kind, records in us.records.items()}
        self.torn: dict[tuple[str, str], None] = {}

    def run(self) -> None:
        self._files()
        for kind, name in list(_pairs(self.us.records, self.them.records)):
            self._decide(kind, name)
        while gone := self._missing():
            for kind, name in gone:
                self.result.setdefault(kind, {})[name] = self.us.get(kind, name) or self.them.get(kind, name) or {}
                self.torn[kind, name] = None
                self.done.restored.append(f"{kind}/{name}")
        for kind, name in _pairs(self.us.records, self.result):
            was, now = self.us.get(kind, name), self.result.get(kind, {}).get(name)
            if now is None:
                self.store.remove(kind, name)
            elif was is None or canonical(was) != canonical(now):
                self.store.put_raw(kind, name, now)
        for kind, name in self.torn:
            self.store.put_raw(torn_kind(kind), f"{kind}/{name}", self._tear(kind, name))
            self.done.torn.append(f"{kind}/{name}")
        self._drop_files()

    def _decide(self, kind: str, name: str) -> None:
        one, other = self.us.get(kind, name), self.them.get(kind, name)
        if canonical(one) == canonical(other) or not self._changed(self.them, kind, name):
            return
        records = self.result.setdefault(kind, {})
        if self._changed(self.us, kind, name):
            self.torn[kind, name] = None
            if one is None and other is not None:
                records[name] = other
            return
        self.done.taken.append(f"{kind}/{name}")
        if other is None:
            records.pop(name, None)
        else:
            records[name] = other

    def _changed(self, side: Side, kind: str, name: str) -> bool:
        record = side.get(kind, name)
        known = self.fork.base.records.get(kind, {}).get(name)
        salts = {self.us.snapshot.salt, self.them.snapshot.salt} - {None}
        if kind in PERSONAL and len(salts) > 1:
            return record is not None  # what was before cannot be known: then nothing is taken away
        return change_of(kind, name, known, record, side.snapshot.salt) is not None

    def _missing(self) -> list[tuple[str, str]]:
        """Records that one side took away and that something still names."""
        found: dict[tuple[str, str], None] = {}
        for kind, name in _pairs(self.result):
            for to, target in list_targets(kind, self.result[kind][name]):
                if target not in self.result.get(to, {}) and (self.us.get(to, target) or self.them.get(to, target)):
                    found[to, target] = None
        return list(found)

    def _tear(self, kind: str, name: str) -> Raw:
        known = self.fork.base.records.get(kind, {}).get(name)
        found: dict[str, Any] = {
            "id": f"{kind}/{name}",
            "ours": self.us.get(kind, name),
            "theirs": self.them.get(kind, name),
            "base": None if isinstance(known, str) else known,
            "ours_by": last_hand(self.us.log, kind, name),
            "theirs_by": last_hand(self.them.log, kind, name),
        }
        return {key: value for key, value in found.items() if value is not None}

    def _files(self) -> None:
        """Add the files of theirs; one with the name of another file gets a name of its own."""
        for name, found in self.them.evidence.items():
            now = self.us.evidence.get(name)
            gone = now is None and self.fork.base.files.get(name) == found  # we took it away
            if now == found or (gone and not self._is_named(name)):
                continue
            path = PurePosixPath(name)
            new = name if now is None else str(path.with_name(f"{path.stem}.{found[:8]}{path.suffix}"))
            self.store.add_file(new, self.them.folder / name)
            if new != name:
                self.done.renamed[name] = new
                self._rename(name.removeprefix(f"{EVIDENCE}/"), new.removeprefix(f"{EVIDENCE}/"))

    def _is_named(self, name: str) -> bool:
        file = name.removeprefix(f"{EVIDENCE}/")
        return any(
            record.get("file") == file and self._changed(self.them, "evidence", key)
            for key, record in self.them.records.get("evidence", {}).items()
        )

    def _rename(self, old: str, new: str) -> None:
        evidence = self.them.records.get("evidence", {})
        for key, record in evidence.items():
            if record.get("file") == old:
                evidence[key] = {**record, "file": new}

    def _drop_files(self) -> None:
        """Take away what they took away, unless a record names it still."""
        named = {record.get("file") for record in self.result.get("evidence", {}).values()}
        for name, found in self.us.evidence.items():
            gone = name not in self.them.evidence and self.fork.base.files.get(name) == found
            if gone and name.removeprefix(f"{EVIDENCE}/") not in named:
                self.store.remove_file(name)
