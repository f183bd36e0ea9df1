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
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scharnier.kernel.errors import InputProblem

AGENT = "scharnier/0.1 (value-chain models; one file at a time)"
ATTEMPTS = 6  # in a row without any progress
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds, doubled each time
LONGEST_WAIT = 600.0  # a server that asks for a longer pause is not waited for
PIECE = 1 << 20
PATIENCE = 60.0  # seconds without a byte
AGAIN = {408, 425, 429, 500, 502, 503, 504}
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

Sleep = Callable[[float], object]
Tell = Callable[[int, int | None], object]


@dataclass(frozen=True)
class Remote:
    """A file to fetch. `checksum` is `sha256:...` or `md5:...` as the publisher states it, empty where none is known;
    `size` is in bytes, None where it is not known."""

    url: str
    name: str
    checksum: str = ""
    size: int | None = None


@dataclass(frozen=True)
class _Part:
    """What is known of a part: the validator that the server gave (a strong ETag or a date) and the whole size."""

    url: str
    validator: str
    size: int | None


class _Broken(Exception):
    """The connection broke or the server asked to come back; `wait` is how long it asked for, in seconds."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


def fetch(remote: Remote, folder: Path, *, sleep: Sleep, tell: Tell = lambda _done, _all: None) -> Path:
    """The path of the file in `folder`, complete and checked. A file that lies there already is checked, not fetched.

    `sleep` is called with seconds between attempts; `tell` with the bytes that arrived and the whole number.

    Raises: InputProblem when the address is no https address, the server refuses, keeps breaking off, or sends
    something else than the checksum says; or when the disk is full.
    """
    _check_address(remote.url)
    target = folder / remote.name
    if Path(remote.name).name != remote.name or remote.name.startswith("."):
        raise InputProblem(f"{remote.name!r} is not a plain file name.", "", remote.url)
    with _problems(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists() and not _fault(target, remote):
            return target
        part = target.with_name(f"{target.name}.part")
        _arrive(remote, part, sleep, tell)
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
    _check_address(url)
    why = ""
    for attempt in range(ATTEMPTS):
        try:
            with _open(url, {}) as answer:
                content = answer.read(most + 1)
            if len(content) > most:
                raise InputProblem("the answer is too long.", "", url)
            return json.loads(content)
        except (ValueError, http.client.HTTPException, OSError, _Broken) as cause:
            if isinstance(cause, ValueError):
                raise InputProblem(f"the answer is no JSON ({cause}).", "Has the service moved?", url) from cause
            why = str(cause)
            sleep(_pause(attempt, getattr(cause, "wait", None)))
    raise InputProblem(f"no answer after {ATTEMPTS} attempts ({why}).", "Try again later.", url)


def _arrive(remote: Remote, part: Path, sleep: Sleep, tell: Tell) -> None:
    """Bring the part to its full length, in as many attempts as make progress."""
    idle = 0
    while True:
        before = part.stat().st_size if part.exists() else 0
        try:
            if _attempt(remote, part, tell):
                return
            why, wait = "the server says that the file has ended before its end", None
        except _Broken as broken:
            why, wait = str(broken), broken.wait
        except (http.client.HTTPException, urllib.error.URLError, TimeoutError, ConnectionError) as cause:
            why, wait = str(getattr(cause, "reason", cause)) or type(cause).__name__, None
        after = part.stat().st_size if part.exists() else 0
        idle = 0 if after > before else idle + 1
        if idle >= ATTEMPTS:
            raise InputProblem(
                f"broke off {ATTEMPTS} times in a row ({why}).",
                "Run the same command later: it carries on.",
                remote.url,
            )
        sleep(_pause(idle, wait))


def _attempt(remote: Remote, part: Path, tell: Tell) -> bool:
    """One request; True when the part is complete."""
    known = _recall(part, remote.url)
    have = part.stat().st_size if part.exists() and known else 0
    if known and known.size is not None and have == known.size:
        return True
    headers = {"Range": f"bytes={have}-", "If-Range": known.validator} if have and known else {}
    try:
        answer = _open(remote.url, headers)
    except urllib.error.HTTPError as refusal:
        if refusal.code == 416 and have:  # our part is as long as the file, or longer: begin anew
            _forget(part)
            raise _Broken("the file is shorter than the part that lies here") from refusal
        raise
    with answer:
        resumed = answer.status == 206
        start, size = _range_of(answer) if resumed else (0, _length(answer))
        if resumed and (start != have or not known or (known.size is not None and size != known.size)):
            _forget(part)
            raise _Broken("the server sent another part than was asked for")
        _remember(part, _Part(remote.url, _validator(answer), size))
        with part.open("ab" if resumed else "wb") as file:
            done = have if resumed else 0
            while piece := answer.read(PIECE):
                file.write(piece)
                done += len(piece)
                tell(done, size)
                if size is not None and done > size:
                    raise _Broken("more arrived than was announced")
    if size is not None and done < size:
        raise _Broken(f"the connection broke off at {done} of {size} bytes")
    return True


def _open(url: str, headers: dict[str, str]) -> Any:
    """The answer of the server. Raises _Broken where it asks to come back, InputProblem where it refuses."""
    asked = urllib.request.Request(url, headers={"User-Agent": AGENT, "Accept-Encoding": "identity", **headers})  # noqa: S310
    try:
        return urllib.request.urlopen(asked, timeout=PATIENCE)  # noqa: S310  # the scheme was checked
    except urllib.error.HTTPError as refusal:
        if refusal.code in AGAIN:
            raise _Broken(f"status {refusal.code}", _retry_after(refusal.headers)) from refusal
        if refusal.code == 416 and "Range" in headers:
            raise
        what = "does not exist" if refusal.code in (404, 410) else f"is refused (status {refusal.code})"
        raise InputProblem(f"the file {what}.", "Fetch it in a browser and add it from disk.", url) from refusal


def _check_address(url: str) -> None:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")):
        raise InputProblem(f"{url!r} is not an https address.", "Fetch the file yourself and add it from disk.")


def _pause(attempt: int, asked: float | None) -> float:
    if asked is not None:
        if asked > LONGEST_WAIT:
            raise InputProblem(f"the server asks to wait {asked:.0f} seconds.", "Run the same command later.")
        return asked
    return min(FIRST_PAUSE * 2.0**attempt, LONGEST_PAUSE)


def _retry_after(headers: Any) -> float | None:
    text = str(headers.get("Retry-After", ""))
    return float(text) if text.isdigit() else None


def _range_of(answer: Any) -> tuple[int, int | None]:
    found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|\*)", answer.headers.get("Content-Range", "").strip())
    if not found:
        raise _Broken("the server sent a part without saying which")
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


def _recall(part: Path, url: str) -> _Part | None:
    """What is known of a part that can be carried on with; None where it has to begin anew."""
    try:
        known = _Part(**json.loads(part.with_name(f"{part.name}.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return known if known.url == url and known.validator else None


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
