"""Evidence: where it points to must be safe to open, and a file must be there and be what it was when it was hashed.

A name of a file comes from whoever wrote the dossier, perhaps another organisation. So it is a plain path inside
`evidence/`: it leads nowhere else, on no system, and no link is followed on the way.
"""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.deeds import Proof
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.faults import Fault, Suggestions

FOLDER = "evidence"
# Names that are devices on Windows, whatever follows the dot.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
_FORBIDDEN = frozenset('\\:*?"<>|')
_LINKS: Mapping[str, str] = {"policies": "url", "publications": "url", "evidence": "url"}


def hash_file(path: Path) -> str:
    """The SHA-256 of an ordinary file, read piece by piece. Raises OSError, also for a link or a device."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(0, "it is no ordinary file")
        return hashlib.file_digest(file, "sha256").hexdigest()


def explain_unsafe(name: str) -> str | None:
    """Why a name is no plain path inside the folder of evidence; None where it is."""
    if name.startswith(("/", "\\", "~")) or name[1:2] == ":":
        return "is not a path inside the folder of evidence"
    if bad := sorted({letter for letter in name if letter in _FORBIDDEN or not letter.isprintable()}):
        return f"holds {', '.join(map(repr, bad[:5]))}, which not every system allows in a name"
    for part in name.split("/"):
        if part in ("", ".", ".."):
            return f"has {part!r} for a part of the path"
        if part != part.strip() or part.endswith("."):
            return f"has a part that begins or ends with a space, or ends with a dot: {part!r}"
        if part.split(".")[0].lower() in _DEVICES:
            return f"has the name of a device: {part!r}"
    return (
        None if unicodedata.is_normalized("NFC", name) else "has accents written in two ways; write them in one (NFC)"
    )


def find_unsafe(dossier: Dossier) -> Iterator[Fault]:
    """Evidence that points nowhere or to where it may not, and addresses that are none."""
    names: dict[str, str] = {}
    for proof in dossier.evidence.values():
        if proof.file is None:
            if proof.url is None:
                message = "points to nothing: there is no file and no url."
                yield Fault("evidence", proof.id, (), message, f"Put the file in {FOLDER}/ and name it in `file`.")
            continue
        if why := explain_unsafe(proof.file):
            remedy = f"Put the file in {FOLDER}/ and write its path from there, as visits/2026-03.pdf."
            yield _fault(proof, f"{proof.file[:80]!r} {why}.", remedy)
        elif names.setdefault(proof.file.casefold(), proof.file) != proof.file:
            other = names[proof.file.casefold()]
            message = f"{proof.file!r} differs from {other!r} in capitals only, which is one file on many systems."
            yield _fault(proof, message, "Give one of the files another name.")
    for kind, key in _LINKS.items():
        for record in dossier.all(kind).values():
            yield from _check_url(kind, record, key)


def _check_url(kind: str, record: Record, key: str) -> Iterator[Fault]:
    url = getattr(record, key)
    if url is not None and not (url.startswith(("https://", "http://")) and not any(map(str.isspace, url))):
        message = f"{url[:80]!r} is no address of a page."
        yield Fault(kind, record.id, (key,), message, "Write https:// and the rest, without spaces.")


def find_changed(dossier: Dossier, root: Path, suggestions: Suggestions) -> Iterator[Fault]:
    """Files of evidence under `root` that are missing, are no ordinary files, or changed since they were hashed."""
    listed: dict[Path, frozenset[str]] = {}
    hashed: dict[str, str] = {}
    for proof in dossier.evidence.values():
        if proof.file is None or explain_unsafe(proof.file):
            continue
        problem = _explain_path(root, proof.file, listed, suggestions)
        if problem is None:
            problem = _explain_content(root, proof, hashed)
        if problem is not None:
            yield _fault(proof, *problem)


def _explain_path(
    root: Path, name: str, listed: dict[Path, frozenset[str]], suggestions: Suggestions
) -> tuple[str, str] | None:
    """What is wrong on the way to a file: each part must be there, spelt as it is, and be no link."""
    here = root
    if here.is_symlink():
        return f"the folder {FOLDER} is a link.", "Put the folder itself in the dossier."
    parts = PurePosixPath(name).parts
    for place, part in enumerate(parts):
        try:
            names = listed.get(here) or frozenset(one.name for one in here.iterdir())
            listed[here] = names
            if part not in names:
                remedy = suggestions.suggest(part, str(here), names, "Put it back, or correct the name.")
                return f"the file {name!r} is not in {FOLDER}/.", remedy
            here = here / part
            mode = here.lstat().st_mode
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            why = f"is not in {FOLDER}/" if missing else f"cannot be looked at: {error.strerror}"
            return f"the file {name!r} {why}.", "Put it back, or correct the name."
        if stat.S_ISLNK(mode):
            return f"{'/'.join(parts[: place + 1])!r} is a link.", f"Put the file itself in {FOLDER}/."
        if not (stat.S_ISREG(mode) if place == len(parts) - 1 else stat.S_ISDIR(mode)):
            return f"{'/'.join(parts[: place + 1])!r} is no ordinary file.", f"Put a file in {FOLDER}/."
    return None


def _explain_content(root: Path, proof: Proof, hashed: dict[str, str]) -> tuple[str, str] | None:
    name = proof.file or ""
    if proof.sha256 is None:
        return None
    try:
        found = hashed.get(name) or hash_file(root / name)
    except OSError as error:
        return f"the file {name!r} cannot be read: {error.strerror}.", "Check the rights."
    hashed[name] = found
    if found == proof.sha256:
        return None
    return (
        f"the file {name!r} changed since it was hashed: its SHA-256 is {found}.",
        "Put back the file that it was, or add the new one as evidence of its own.",
    )


def _fault(proof: Proof, message: str, remedy: str) -> Fault:
    return Fault("evidence", proof.id, ("file",), message, remedy)


def list_unnamed(dossier: Dossier, folder: Path) -> list[str]:
    """Files under `evidence/` that no record names, as paths in the dossier."""
    named = {proof.file for proof in dossier.evidence.values()}
    found = []
    for here, _, names in os.walk(folder / FOLDER):
        for name in names:
            path = (Path(here) / name).relative_to(folder / FOLDER).as_posix()
            if path not in named:
                found.append(f"{FOLDER}/{path}")
    return sorted(found)
