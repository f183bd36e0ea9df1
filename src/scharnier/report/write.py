"""Write the result folder in one step: who looks sees the old result or the new one, never a mixture.

All files are written and synced into a hidden folder beside the target, then the two folders are exchanged with one
system call (`renameat2` with RENAME_EXCHANGE on Linux). Where that call does not exist the old folder is first moved
aside; a run killed between the two moves is mended by the next one. A folder holds a marker with the names that
Scharnier wrote; anything else inside is somebody else's and makes us refuse. Where people edit the files that we write,
the marker also holds their digests, and a file that was changed since makes us refuse too.
"""

import contextlib
import errno
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.folders import exchange, mend_beside, put_in_place, sync, workspace_beside
from scharnier.report.texts import Texts, load_texts

MARKER = ".scharnier-result.json"
# What desktops and office programs leave behind: no work of anybody is lost with it.
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini", ".directory")
FAULTS = {
    "full": {errno.ENOSPC, errno.EDQUOT, errno.EFBIG},
    "denied": {errno.EACCES, errno.EPERM, errno.EROFS},
    "mounted": {errno.EBUSY, errno.EXDEV},
    "unfit": {errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL, errno.EIO},
}

Content = bytes | Callable[[Path], None]


def write_outputs(out: Path, files: Mapping[str, Content], lang: str = "en", keep_edits: bool = False) -> None:
    """Replace the folder `out` by one that holds exactly `files` (name → bytes, or a function that writes the path).

    With `keep_edits` a file of an earlier result that somebody changed is work of theirs: it is not replaced.
    Raises InputProblem when `out` is not a folder of ours, cannot be written, or the disk is full; the old result is
    then untouched and the message in `lang`. Faults of the functions themselves pass through; the old result stays.
    """
    for name in files:
        if name in ("", ".", "..", MARKER) or Path(name).name != name:
            raise ValueError(f"{name!r} is not a plain file name")
    t = load_texts(lang)
    with _problems(out, t):
        target = out.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        mend_beside(target)
        _check_ours(target, out, t)
        if keep_edits:
            _check_unchanged(target, out, t)
        with workspace_beside(target) as work:
            for name, content in files.items():
                _write(work / name, content)
            marker: dict[str, object] = {"files": sorted(files)}
            if keep_edits:
                marker["sha256"] = {name: _digest(work / name) for name in sorted(files)}
            _write(work / MARKER, json.dumps(marker).encode())
            sync(work)
            put_in_place(work, target, exchange)
            sync(target.parent)


def _write(path: Path, content: Content) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content(path)
    sync(path)


def _check_ours(target: Path, out: Path, t: Texts) -> None:
    """Refuse a folder with anything in it that we did not write."""
    if not target.exists():
        return
    if not target.is_dir():
        raise _problem(out, t, "file")
    if target.samefile(Path.cwd()):
        raise _problem(out, t, "here")
    names = {entry.name for entry in target.iterdir() if not _is_litter(entry.name)}
    foreign = names - _own_names(target)
    if foreign:
        shown = ", ".join(repr(name) for name in sorted(foreign)[:3])
        more = t("fault_more", n=len(foreign) - 3) if len(foreign) > 3 else ""
        raise _problem(out, t, "foreign", names=shown + more)


def _check_unchanged(target: Path, out: Path, t: Texts) -> None:
    """Refuse to replace a file that we wrote and somebody changed since; one that they removed is no loss."""
    changed = [name for name, digest in _digests(target).items() if _digest(target / name) not in (digest, None)]
    if changed:
        more = t("fault_more", n=len(changed) - 3) if len(changed) > 3 else ""
        raise _problem(out, t, "edited", names=", ".join(repr(name) for name in changed[:3]) + more)


def _digest(path: Path) -> str | None:
    """The SHA-256 of a file; None where it is not there."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def _digests(target: Path) -> dict[str, str]:
    """What the marker says of the files as we wrote them; nothing where it says nothing."""
    try:
        said = json.loads((target / MARKER).read_text("utf-8"))["sha256"]
        return {name: str(digest) for name, digest in said.items() if Path(name).name == name}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _problem(out: Path, t: Texts, key: str, **values: object) -> InputProblem:
    return InputProblem(t(f"fault_{key}", **values), t(f"fault_{key}_remedy"), str(out))


def _is_litter(name: str) -> bool:
    return name in LITTER or name.startswith((".~lock.", "~$"))


def _own_names(target: Path) -> set[str]:
    try:
        marker = json.loads((target / MARKER).read_text("utf-8"))
        return {str(name) for name in marker["files"]} | {MARKER}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


@contextlib.contextmanager
def _problems(out: Path, t: Texts) -> Iterator[None]:
    """Turn what the file system refuses into a message that says what to do."""
    try:
        yield
    except OSError as error:
        key = next((key for key, codes in FAULTS.items() if error.errno in codes), None)
        if key is None:
            raise
        raise _problem(out, t, key, why=error.strerror) from error
