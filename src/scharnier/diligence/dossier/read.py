"""Read the folder of a dossier: all of it is right, or the first fault is told with the number of others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from scharnier.diligence.dossier import proof, snapshot
from scharnier.diligence.dossier.dates import find_impossible_days
from scharnier.diligence.dossier.dossier import VERSION, Dossier, Head
from scharnier.diligence.dossier.faults import HEAD, Fault, Suggestions
from scharnier.diligence.dossier.graph import find_impossible_links
from scharnier.diligence.dossier.identifiers import find_wrong_identifiers
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.dossier.references import Known, find_dangling
from scharnier.diligence.dossier.rows import LARGEST_YAML, One, Rows, decode, load_yaml, read_one, read_rows
from scharnier.diligence.dossier.torn import FILES as TORN_FILES
from scharnier.diligence.dossier.torn import load_torn
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.memory import uncollected
from scharnier.norms.marked_yaml import Marked

HEAD_FILE = snapshot.HEAD
FILES = TORN_FILES | {HEAD_FILE, *(f"{kind}.{ending}" for kind in KINDS for ending in ("yaml", "jsonl"))}
_NEAR = 80


@dataclass
class Reading:
    """What was read: the dossier (None where the head cannot be read), every fault, and files that are not ours."""

    dossier: Dossier | None
    problems: list[InputProblem] = field(default_factory=list)
    strangers: tuple[str, ...] = ()


def load_dossier(folder: Path, today: date, *, with_files: bool = False) -> Dossier:
    """The dossier in a folder, as it may be judged on a day. Raises InputProblem for the first fault; it counts the
    others. `with_files`: the files of evidence must be there and unchanged too."""
    reading = read_dossier(folder, today, with_files=with_files)
    if reading.problems:
        raise count_others(reading.problems)
    assert reading.dossier is not None
    return reading.dossier


def count_others(problems: Sequence[InputProblem]) -> InputProblem:
    """The first of some faults, that says how many others there are."""
    more = len(problems) - 1
    count = f"({more} more: `scharnier dossier lint` shows all.)" if more else ""
    return replace(problems[0], remedy=f"{problems[0].remedy} {count}".strip())


def list_faults(folder: Path, today: date, *, with_files: bool = True) -> list[InputProblem]:
    """Everything that is wrong with the dossier in a folder."""
    return read_dossier(folder, today, with_files=with_files).problems


def read_dossier(folder: Path, today: date, *, with_files: bool = False) -> Reading:
    """The dossier in a folder with all its faults, as far as it can be read."""
    try:
        found = snapshot.read_folder(folder)
    except InputProblem as problem:
        return Reading(None, [problem])
    with uncollected():
        return parse_dossier(found, today, with_files=with_files)


def parse_dossier(found: snapshot.Snapshot, today: date, *, with_files: bool = False) -> Reading:
    """The dossier in files that were read."""
    head = _read_head(found)
    strangers = tuple(sorted({*found.files, *found.others} - FILES))
    problems = [*head.problems, *_check_names(found)]
    if head.value is None and any(_is_version(problem) for problem in problems):
        return Reading(None, problems, strangers)  # of another version every file may differ
    read: dict[str, Rows] = {}
    for kind, model in KINDS.items():
        names = [name for name in (f"{kind}.yaml", f"{kind}.jsonl") if name in found.files]
        if len(names) > 1:
            remedy = "Put all records in one of the two, and take the other away."
            problems.append(InputProblem(f"stands beside {names[0]}.", remedy, str(found.folder / names[1])))
        for name in names[:1]:
            read[kind] = read_rows(str(found.folder / name), found.files[name], model)
            problems.extend(read[kind].problems)
    if head.value is None:
        return Reading(None, problems, strangers)
    torn: frozenset[tuple[str, str]] = frozenset()
    try:
        torn = load_torn(found)
    except InputProblem as problem:
        problems.append(problem)
    dossier = Dossier(head.value, {kind: rows.records for kind, rows in read.items()}, torn)
    faulty = {kind: rows.places.keys() - rows.records.keys() for kind, rows in read.items()}
    suggestions = Suggestions()
    for fault in find_faults(dossier, today, faulty=faulty, suggestions=suggestions):
        problems.append(_place(fault, found, read, head.marked))
    if with_files:
        for fault in proof.find_changed(dossier, found.folder / proof.FOLDER, suggestions):
            problems.append(_place(fault, found, read, head.marked))
    return Reading(dossier, problems, strangers)


def find_faults(
    dossier: Dossier, today: date, *, faulty: Known | None = None, suggestions: Suggestions | None = None
) -> Iterator[Fault]:
    """All that is wrong with records that have the right shape, whatever they were read from."""
    suggestions = suggestions or Suggestions()
    yield from find_dangling(dossier, faulty or {}, suggestions)
    yield from find_impossible_days(dossier, today)
    yield from find_wrong_identifiers(dossier)
    yield from find_impossible_links(dossier)
    yield from proof.find_unsafe(dossier)


def check_version(value: Any) -> tuple[str, str] | None:
    """What is wrong with a version of the format, and what to do; None where it is ours."""
    if type(value) is not int and value == VERSION:  # true and 1.0 are equal to 1
        return f"{value!r} is no published format.", f"Write `dossier: {VERSION}`."
    if not isinstance(value, int) or isinstance(value, bool) or value == VERSION:
        return None  # what is no number is told as any other value
    ours = f"This Scharnier ({version('scharnier')}) reads format {VERSION}."
    if value > VERSION:
        return f"the dossier is of format {value}. {ours}", "Install a newer Scharnier."
    return f"the dossier is of format {value}. {ours}", "Bring it up to date with `scharnier dossier migrate`."


def _read_head(found: snapshot.Snapshot) -> One[Head]:
    file = str(found.folder / HEAD_FILE)
    if HEAD_FILE not in found.files:
        remedy = "Name the folder of a dossier, or make one with `scharnier dossier new`."
        return One(None, [InputProblem(f"holds no {HEAD_FILE}.", remedy, str(found.folder))])
    try:
        marked = load_yaml(file, decode(file, found.files[HEAD_FILE], LARGEST_YAML))
    except InputProblem as problem:
        return One(None, [problem])
    if not isinstance(marked.value, Mapping):
        return One(None, [InputProblem("holds no keys and values.", "Begin with `dossier: 1`.", file, 1)])
    wrong = check_version(marked.value.get("dossier"))
    if wrong is not None:
        return One(None, [InputProblem(*wrong, file, marked.line(("dossier",)), "dossier")])
    return read_one(file, marked, Head)


def _is_version(problem: InputProblem) -> bool:
    return problem.column == "dossier" and problem.message.startswith("the dossier is of format")


def _check_names(found: snapshot.Snapshot) -> Iterator[InputProblem]:
    """A file whose name is nearly that of a kind: its records would be missed in silence."""
    for name in sorted({*found.files, *found.others} - FILES):
        stem, _, ending = name.lower().rpartition(".")
        near = process.extractOne(stem, [HEAD, *KINDS], scorer=fuzz.ratio, score_cutoff=_NEAR)
        if near and ending in ("yaml", "yml", "jsonl", "json", "ndjson"):
            ours = f"{near[0]}.{'jsonl' if ending in ('jsonl', 'ndjson') and near[0] != HEAD else 'yaml'}"
            yield InputProblem("is no file of a dossier.", f"Did you mean {ours!r}?", str(found.folder / name))


def _place(fault: Fault, found: snapshot.Snapshot, read: Mapping[str, Rows], head: Marked | None) -> InputProblem:
    """A fault with the file and line where it stands."""
    if fault.kind == HEAD:
        line = head.line(fault.path) if head else None
        return InputProblem(fault.message, fault.remedy, str(found.folder / HEAD_FILE), line, fault.key)
    rows = read[fault.kind]
    return InputProblem(fault.message, fault.remedy, rows.file, rows.line(fault.id, fault.path), fault.key)
