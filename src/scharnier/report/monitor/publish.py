"""Write the site in one step: who looks sees the old one or the new one. What others put there stays untouched."""

import json
from collections.abc import Iterable
from pathlib import Path

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.folders import mend_beside, put_in_place, sync, workspace_beside
from scharnier.report.write import LITTER, MARKER

Named = Iterable[tuple[str, bytes]]


def write_site(out: Path, files: Named) -> int:
    """Replace the folder `out` by one that holds exactly these files (relative names); returns how many.

    Raises InputProblem where `out` holds anything that we did not write, or cannot be written: it then stays as it was.
    """
    target = out.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mend_beside(target)
        _check_ours(target, out)
        with workspace_beside(target) as work:
            names = []
            for name, content in files:
                path = work / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                names.append(name)
            (work / MARKER).write_text(json.dumps({"files": sorted(names)}), "utf-8")
            sync(work)
            put_in_place(work, target)
    except OSError as error:
        what = f"It cannot be written: {error.strerror or error}."
        raise InputProblem(what, "Check the folder and the space on the disk.", str(out)) from error
    return len(names)


def read_chain(out: Path) -> tuple[str, ...]:
    """The fingerprints of the replies on the site that stands at `out`; none where there is no such site."""
    try:
        held = json.loads((out / "data" / "replies.json").read_text("utf-8"))
        return tuple(str(each["sha256"]) for each in held["replies"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def check_chain(out: Path, marks: tuple[str, ...]) -> None:
    """Refuse to publish over a site whose replies are not the first of these: a reply once given stays."""
    before = read_chain(out)
    for at, mark in enumerate(before):
        if at >= len(marks) or marks[at] != mark:
            what = f"Reply {at + 1} of the site that stands there was changed or taken away."
            remedy = "Keep earlier replies as they were and add a new one, or publish to a new folder."
            raise InputProblem(what, remedy, str(out))


def _check_ours(target: Path, out: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise InputProblem("It is a file.", "Give a folder.", str(out))
    if target.samefile(Path.cwd()):
        raise InputProblem("It is the folder you are in.", "Give another folder.", str(out))
    try:
        ours = {*json.loads((target / MARKER).read_text("utf-8"))["files"], MARKER}
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    foreign = sorted(
        str(path.relative_to(target))
        for path in target.rglob("*")
        if not path.is_dir() and path.name not in LITTER and path.relative_to(target).as_posix() not in ours
    )
    if foreign:
        shown = ", ".join(repr(name) for name in foreign[:3])
        raise InputProblem(f"It holds what Scharnier did not write: {shown}.", "Give an empty folder.", str(out))
