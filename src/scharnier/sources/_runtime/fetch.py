"""Fetch a large file politely: resumed where it broke off, held against its checksum, in place only when complete.

The part that has arrived lies beside the target as `<name>.part`, with what the server said about it in
`<name>.part.json`. It is carried on with only where the server confirms that the content is still the same one.
"""

import contextlib
import errno
import hashlib
import http.client
import json
import os
import re
import urllib.error
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.ask import Broken, Opener, Sleep, calc_pause, check_address, open_url, say_why

ATTEMPTS = 6  # in a row without any progress
PIECE = 1 << 20
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

Tell = Callable[[int, int | None], object]


@dataclass(frozen=True)
class Remote:
    """A file to fetch. `checksum` is `sha256:...` or `md5:...` as the publisher states it, empty where none is known;
    `size` is in bytes, None where it is not known. A file that `tells` by itself whether it is whole (an archive with a
    checksum inside, that the caller checks) is carried on with also where the server gives no mark of its content, if
    its size is still the same."""

    url: str
    name: str
    checksum: str = ""
    size: int | None = None
    tells: bool = False


@dataclass(frozen=True)
class _Part:
    """What is known of a part: the validator that the server gave (a strong ETag or a date) and the whole size."""

    url: str
    validator: str
    size: int | None


def fetch(
    remote: Remote,
    folder: Path,
    *,
    sleep: Sleep,
    tell: Tell = lambda _done, _all: None,
    ask: Opener = open_url,
) -> Path:
    """The path of the file in `folder`, complete and checked. A file that lies there already is checked, not fetched.

    `sleep` is called with seconds between attempts; `tell` with the bytes that arrived and the whole number; `ask`
    puts the question to the server (an address and headers).

    Raises: InputProblem when the address is no https address, the server refuses, keeps breaking off, or sends
    something else than the checksum says; or when the disk is full.
    """
    check_address(remote.url)
    target = folder / remote.name
    if Path(remote.name).name != remote.name or remote.name.startswith("."):
        raise InputProblem(f"{remote.name!r} is not a plain file name.", "", remote.url)
    with _problems(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists() and not _fault(target, remote):
            return target
        part = target.with_name(f"{target.name}.part")
        _arrive(remote, part, sleep, tell, ask)
        if fault := _fault(part, remote):
            _forget(part)
            raise InputProblem(
                f"what arrived is not what the publisher announces: {fault}.", "Try again later.", remote.url
            )
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
        _forget(part)
    return target


def fetch_json(url: str, *, sleep: Sleep, most: int = 16 << 20) -> Any:
    """A JSON answer. Raises: InputProblem when the server does not give one."""
    check_address(url)
    why = ""
    for attempt in range(ATTEMPTS):
        try:
            with open_url(url, {}) as answer:
                content = answer.read(most + 1)
            if len(content) > most:
                raise InputProblem("the answer is too long.", "", url)
            return json.loads(content)
        except (ValueError, http.client.HTTPException, OSError, Broken) as cause:
            if isinstance(cause, ValueError):
                raise InputProblem(f"the answer is no JSON ({cause}).", "Has the service moved?", url) from cause
            why = str(cause)
            sleep(calc_pause(attempt, getattr(cause, "wait", None)))
    raise InputProblem(f"no answer after {ATTEMPTS} attempts ({why}).", "Try again later.", url)


def _arrive(remote: Remote, part: Path, sleep: Sleep, tell: Tell, ask: Opener) -> None:
    """Bring the part to its full length, in as many attempts as make progress."""
    idle = 0
    while True:
        before = part.stat().st_size if part.exists() else 0
        try:
            if _attempt(remote, part, tell, ask):
                return
            why, wait = "the server says that the file has ended before its end", None
        except Broken as broken:
            why, wait = str(broken), broken.wait
        except (http.client.HTTPException, urllib.error.URLError, TimeoutError, ConnectionError) as cause:
            why, wait = say_why(cause), None
        after = part.stat().st_size if part.exists() else 0
        idle = 0 if after > before else idle + 1
        if idle >= ATTEMPTS:
            raise InputProblem(
                f"broke off {ATTEMPTS} times in a row ({why}).",
                "Run the same command later: it carries on.",
                remote.url,
            )
        sleep(calc_pause(idle, wait))


def _attempt(remote: Remote, part: Path, tell: Tell, ask: Opener) -> bool:
    """One request; True when the part is complete."""
    known = _recall(part, remote)
    have = part.stat().st_size if part.exists() and known else 0
    if known and known.size is not None and have == known.size:
        return True
    headers = {"Range": f"bytes={have}-"} if have and known else {}
    if headers and known and known.validator:
        headers["If-Range"] = known.validator
    try:
        answer = ask(remote.url, headers)
    except urllib.error.HTTPError as refusal:
        if refusal.code == 416 and have:  # our part is as long as the file, or longer: begin anew
            _forget(part)
            raise Broken("the file is shorter than the part that lies here") from refusal
        raise
    with answer:
        resumed = answer.status == 206
        start, size = _range_of(answer) if resumed else (0, _length(answer))
        if resumed and (start != have or not known or (known.size is not None and size != known.size)):
            _forget(part)
            raise Broken("the server sent another part than was asked for")
        _remember(part, _Part(remote.url, _validator(answer), size))
        with part.open("ab" if resumed else "wb") as file:
            done = have if resumed else 0
            while piece := answer.read(PIECE):
                file.write(piece)
                done += len(piece)
                tell(done, size)
                if size is not None and done > size:
                    raise Broken("more arrived than was announced")
    if size is not None and done < size:
        raise Broken(f"the connection broke off at {done} of {size} bytes")
    return True


def _range_of(answer: Any) -> tuple[int, int | None]:
    found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|\*)", answer.headers.get("Content-Range", "").strip())
    if not found:
        raise Broken("the server sent a part without saying which")
    return int(found[1]), None if found[3] == "*" else int(found[3])


def _length(answer: Any) -> int | None:
    text = answer.headers.get("Content-Length", "")
    return int(text) if text.isdigit() else None


def _validator(answer: Any) -> str:
    """What tells one content from another: a strong ETag, else the date of change; empty where the server has none."""
    tag = answer.headers.get("ETag", "")
    return str(tag if tag and not tag.startswith("W/") else answer.headers.get("Last-Modified", ""))


def _remember(part: Path, known: _Part) -> None:
    part.with_name(f"{part.name}.json").write_text(json.dumps(asdict(known)), encoding="utf-8")


def _recall(part: Path, remote: Remote) -> _Part | None:
    """What is known of a part that can be carried on with; None where it has to begin anew."""
    try:
        known = _Part(**json.loads(part.with_name(f"{part.name}.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return known if known.url == remote.url and (known.validator or (remote.tells and known.size)) else None


def _forget(part: Path) -> None:
    for path in (part, part.with_name(f"{part.name}.json")):
        path.unlink(missing_ok=True)


def _fault(path: Path, remote: Remote) -> str:
    """What differs from what the publisher announces; empty when nothing does."""
    if remote.size is not None and path.stat().st_size != remote.size:
        return f"it has {path.stat().st_size} bytes, not {remote.size}"
    if not remote.checksum:
        return ""
    kind, _, expected = remote.checksum.partition(":")
    if kind not in ("sha256", "md5"):
        raise InputProblem(f"{remote.checksum!r} is no checksum we know.", "Write sha256:... or md5:...")
    digest = hashlib.sha256() if kind == "sha256" else hashlib.md5(usedforsecurity=False)
    with path.open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    found = digest.hexdigest()
    return "" if found == expected.lower() else f"its {kind} is {found}, not {expected}"


@contextlib.contextmanager
def _problems(folder: Path) -> Any:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise InputProblem(
                "the disk is full; the part that arrived is kept.", "Free some space.", str(folder)
            ) from error
        raise InputProblem(f"cannot be written ({error.strerror or error}).", "", str(folder)) from error
