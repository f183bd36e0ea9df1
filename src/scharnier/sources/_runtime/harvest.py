"""Fetch what a publisher lists for some days, and only what is not there yet, into a folder with an account.

What one publisher is like is told by a `Source`; everything that all of them share is here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.arrivals import Arrivals, Arrived
from scharnier.sources._runtime.ask import Refused
from scharnier.sources._runtime.fetch import Remote, fetch
from scharnier.sources._runtime.looks import find_fault, find_file_fault, unpack_file
from scharnier.sources._runtime.polite import Faulty, Polite

IN_A_ROW = 3  # documents that fail one after another before the run stops: it is not the documents then


@dataclass(frozen=True)
class Item:
    """Something to fetch. `large` is a file that is carried on where it broke off; `replaces` says that a newer one
    takes the place of an older one of the same id, which is moved out of what is read."""

    id: str
    address: str
    file: str
    published_on: date | None = None
    kind: Literal["xml", "json", "gzip"] = "xml"
    large: bool = False
    replaces: bool = False


@dataclass(frozen=True)
class Listing:
    """What a publisher lists for some days; `total` is how many it says there are, None where it does not say."""

    items: list[Item]
    total: int | None = None


class Source(Protocol):
    """A publisher, for one question."""

    @property
    def id(self) -> str:
        """The name in the account."""
        ...

    @property
    def query(self) -> str:
        """The part of the question that is the same for all days."""
        ...

    @property
    def by_days(self) -> bool:
        """Whether days are closed when they were listed to the end."""
        ...

    @property
    def longest(self) -> int:
        """Days that are asked for at a time."""
        ...

    def list_items(self, polite: Polite, since: date, until: date) -> Listing:
        """What there is from `since` to `until`, both included."""
        ...


@dataclass
class Harvest:
    """The account of a run: what came, was there already, changed or failed; `left` is what the limit left."""

    listed: int = 0
    tried: int = 0
    new: int = 0
    known: int = 0
    changed: int = 0
    mended: int = 0
    failed: int = 0
    left: int = 0
    size: int = 0
    where: str = ""
    days_left: int = 0
    faults: list[str] = field(default_factory=list)
    _row: int = 0


Tell = Callable[[Harvest], object]


def harvest(
    source: Source,
    arrivals: Arrivals,
    polite: Polite,
    *,
    since: date,
    until: date,
    today: date,
    most: int,
    recheck: bool = False,
    tell: Tell = lambda _: None,
) -> Harvest:
    """Fetch what is listed from `since` to `until` and is not there yet, and ask for at most `most` documents.

    Days that lie before `today`, were listed to the end and failed nowhere are closed: no later run asks for them,
    unless `recheck` does, which asks for what is there too and keeps another content beside it.

    Raises: InputProblem where the publisher refuses, cannot be understood or does not answer, or the disk is full.
    """
    done = Harvest()
    for old in arrivals.check(source.id):
        on = date.fromisoformat(old.published_on) if old.published_on else None
        item = Item(old.id, old.address, old.file, on, _kind(old.file), large=not old.file.endswith(".xml"))
        done.mended += _bring(item, source, arrivals, polite, done, {}, tell)
        done.new = done.changed = 0
    pieces = [(since, until)]
    if source.by_days:
        pieces = arrivals.days_missing(
            source.id, source.query if not recheck else f"{source.query} again", since, until, source.longest
        )
    for count, (first, last) in enumerate(pieces):
        done.where = f"{first} - {last}"
        tell(done)
        listing = source.list_items(polite, first, last)
        done.listed += len(listing.items)
        failed = done.failed
        for item in listing.items:
            before = arrivals.find(source.id, item.id)
            if before and (item.large or not recheck) and not _is_moved(item, before[-1]):
                done.known += 1
                continue
            if done.tried >= most:
                done.left += 1
                continue
            done.tried += 1
            _bring(item, source, arrivals, polite, done, _conditions(before) if recheck else {}, tell)
            tell(done)
        if done.left:
            done.days_left = sum((b - a).days + 1 for a, b in pieces[count:])
            break
        if listing.total is not None and listing.total != len(listing.items):
            _fault(done, arrivals, "count", "", f"{len(listing.items)} listed, {listing.total} announced: {done.where}")
        elif source.by_days and last < today and done.failed == failed:
            arrivals.close_days(source.id, source.query, first, last, len(listing.items), listing.total)
    return done


def _bring(
    item: Item,
    source: Source,
    arrivals: Arrivals,
    polite: Polite,
    done: Harvest,
    headers: dict[str, str],
    tell: Tell,
) -> int:
    """Fetch one thing into the folder; 1 where it came. Raises InputProblem where the run cannot go on."""
    came: bytes | Path
    known: Mapping[str, str]
    try:
        if item.large:
            came, known = _bring_large(item, arrivals, polite, done, tell)
        else:
            answer = polite.ask(
                item.address, headers=headers, fault=lambda content, said: find_fault(content, said, item.kind)
            )
            if answer.status == 304:
                done.known += 1
                return 0
            came, known = answer.content, answer.headers
    except (Faulty, Refused) as fault:
        if isinstance(fault, Refused) and fault.status not in (404, 410):
            raise
        _fault(done, arrivals, "gone" if isinstance(fault, Refused) else "failed", item.id, fault.message)
        done.failed, done._row = done.failed + 1, done._row + 1
        if done._row >= IN_A_ROW:
            raise InputProblem(
                f"{IN_A_ROW} in a row could not be fetched; the last: {fault.message}",
                "What arrived is kept. Run the same command later.",
                item.address,
            ) from fault
        return 0
    done._row = 0
    before = list(arrivals.find(source.id, item.id))
    kept = arrivals.keep(
        Arrived(
            source.id,
            item.id,
            item.file,
            item.address,
            "",
            0,
            "",
            item.published_on.isoformat() if item.published_on else "",
            known.get("etag", ""),
            known.get("last-modified", ""),
            source.query,
        ),
        came,
    )
    same = kept.sha256 in {old.sha256 for old in before}
    done.new, done.known, done.changed = (
        done.new + (not before),
        done.known + same,
        done.changed + (bool(before) and not same),
    )
    done.size += kept.size
    for old in before:
        if item.replaces and old.sha256 != kept.sha256 and not old.file.startswith("_fetch/"):
            arrivals.put_aside(old, "superseded", "superseded")
    return 1


def _bring_large(
    item: Item, arrivals: Arrivals, polite: Polite, done: Harvest, tell: Tell
) -> tuple[Path, Mapping[str, str]]:
    said: dict[str, str] = {}

    def ask(url: str, headers: dict[str, str]) -> object:
        answer = polite.open(url, headers)
        said.update({name.lower(): value for name, value in answer.headers.items()})
        return answer

    def told(size: int, whole: int | None) -> None:
        done.where = f"{Path(item.file).name} {size / 1e6:.0f}{f' of {whole / 1e6:.0f}' if whole else ''} MB"
        tell(done)

    remote = Remote(item.address, Path(item.file).name, tells=item.kind == "gzip")
    path = fetch(remote, arrivals.own / "parts", sleep=polite.sleep, tell=told, ask=ask)
    if item.kind == "json":
        unpack_file(path)
    if why := find_file_fault(path, item.kind):
        path.unlink()
        raise Faulty(f"{why}.", "Run the same command later: it asks again.", item.address)
    return path, said


def _is_moved(item: Item, have: Arrived) -> bool:
    """Whether a large file has to be looked at again: the publisher gives it at another address now."""
    return item.large and have.address != item.address


def _conditions(before: list[Arrived]) -> dict[str, str]:
    """Headers that let a server answer that nothing changed."""
    last = before[-1] if before else None
    found = {"If-None-Match": last.etag, "If-Modified-Since": last.last_modified} if last else {}
    return {name: value for name, value in found.items() if value}


def _kind(file: str) -> Literal["xml", "json", "gzip"]:
    return "gzip" if file.endswith(".gz") else "json" if file.endswith(".json") else "xml"


def _fault(done: Harvest, arrivals: Arrivals, code: str, id: str, what: str) -> None:
    done.faults.append(f"{id}: {what}" if id else what)
    arrivals.note(code, id, "", what)
