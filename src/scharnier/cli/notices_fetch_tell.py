"""What people see of a fetch: the plan, a line that counts on, the account, and what is in a folder."""

import json
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from scharnier.cli.notices_fetch_words import WORDS
from scharnier.cli.terminal import plain, print_json
from scharnier.kernel.errors import InputProblem

if TYPE_CHECKING:
    from scharnier.sources._runtime.description import Description
    from scharnier.sources._runtime.harvest import Harvest, Source

Lang = Literal["nl", "en"]
USUAL_MB = 50  # what `notices import` reads of one notice unless told otherwise


def tell_plan(
    chosen: "Source",
    described: "Description",
    arrivals: Any,
    first: date,
    last: date,
    most: int,
    recheck: bool,
    lang: Lang,
) -> None:
    """What would be asked, for the first piece in full."""
    words, pieces = WORDS[lang], [(first, last)]
    if chosen.by_days and not recheck:
        pieces = arrivals.days_missing(chosen.id, chosen.query, first, last, chosen.longest)
        if not pieces:
            typer.echo(words["closed"])
            return
    typer.echo(words["nothing"])
    if hasattr(chosen, "question") and chosen.id == "ted_api":
        typer.echo(f"POST {described.address('search')}")
        typer.echo(json.dumps(chosen.question(*pieces[0]), ensure_ascii=False))
    elif hasattr(chosen, "question"):
        typer.echo(f"GET {chosen.question(*pieces[0], 0)}")
    else:
        for name in ("datasets", "calendar", "daily", "monthly"):
            if name in described.addresses and (name != "monthly" or chosen.query.startswith("monthly")):
                typer.echo(f"GET {described.addresses[name]}")
    if "notice" in described.addresses and chosen.by_days:
        typer.echo(words["then"].format(address=described.addresses["notice"]))
    days = sum((b - a + timedelta(days=1)).days for a, b in pieces)
    interval = described.limits.interval
    typer.echo(words["pieces"].format(days=days, pieces=len(pieces), interval=interval, most=most))


def tell_done(done: "Harvest", arrivals: Any, most: int, asked: int, format: str, lang: Lang) -> None:
    """The account of a run, and what to do next."""
    names = ("listed", "new", "known", "changed", "mended", "failed", "left", "days_left", "size")
    account = {name: getattr(done, name) for name in names}
    if format == "json":
        print_json({**account, "questions": asked, "faults": done.faults, "folder": str(arrivals.folder)})
        return
    words, folder = WORDS[lang], plain(str(arrivals.folder))
    typer.echo(words["account"].format(**account))
    if done.mended:
        typer.echo(words["mended"].format(mended=done.mended))
    typer.echo(words["size"].format(size=amount(done.size), folder=folder))
    if done.changed:
        typer.echo(words["changed"].format(file=plain(str(arrivals.own / "issues.csv"))))
    if done.faults:
        typer.echo(words["faults"].format(file=plain(str(arrivals.own / "issues.csv"))))
        for fault in done.faults[:10]:
            typer.echo(f"  {plain(fault)}")
    if done.left:
        typer.echo(words["left"].format(left=done.left, most=most, days=done.days_left))
    if done.new or done.changed:
        largest = arrivals.largest_document() / 1e6
        more = f" --largest {int(largest) + 1}" if largest > USUAL_MB else ""
        typer.echo(words["next"].format(folder=folder, largest=more))


class Progress:
    """One line on a terminal that counts on, and why a question is asked again; nothing where it is no terminal."""

    def __init__(self, lang: Lang) -> None:
        from rich.console import Console

        self._console, self._words, self._last = Console(stderr=True), WORDS[lang], 0.0

    def show(self, done: "Harvest") -> None:
        """How far it is, a few times a second."""
        if self._console.is_terminal and time.monotonic() - self._last > 0.3:
            self._last = time.monotonic()
            account = {name: getattr(done, name) for name in ("where", "listed", "new", "known", "failed")}
            self._line(self._words["progress"].format(**account, size=amount(done.size)))

    def say_again(self, why: str, pause: float) -> None:
        """Why there is a pause."""
        if self._console.is_terminal:
            self._line("")
            typer.echo(plain(self._words["again"].format(why=why, pause=pause)), err=True)

    def wipe(self) -> None:
        """Leave the line empty for what comes after."""
        if self._console.is_terminal:
            self._line("")

    def _line(self, text: str) -> None:
        width = self._console.width - 1
        typer.echo(f"\r{plain(text)[:width].ljust(width)}\r", nl=False, err=True)


def amount(size: int) -> str:
    """Bytes in the unit that reads best."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{size / 1e3:.1f} kB"


def say_now() -> str:
    """This moment, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def tell_folder(folder: Path, format: Literal["text", "json"], lang: Lang) -> None:
    """What was fetched to a folder, which days are complete, and whether every file is still what arrived.

    Raises: InputProblem where nothing was fetched to it; Exit with 1 where a file is not what arrived.
    """
    from scharnier.sources._runtime.arrivals import Arrivals

    arrivals, words = Arrivals(folder, say_now), WORDS[lang]
    found = arrivals.count()
    if not found["files"]:
        raise InputProblem("nothing was fetched to this folder.", "Name one, or a table of notices.", str(folder))
    if format == "json":
        print_json(found)
    else:
        typer.echo(plain(words["status"].format(**{**found, "folder": folder, "size": amount(found["size"])})))
        for row in found["sources"]:
            typer.echo(plain(words["source"].format(**{**row, "size": amount(row["size"])})))
        typer.echo(f"\n{words['listed' if found['days'] else 'no_days']}")
        for row in found["days"][-20:]:
            typer.echo(plain(words["days"].format(**{**row, "query": row["query"] or words["all"]})))
        typer.echo(f"\n{words['issues' if found['issues'] else 'no_issues'].format(file=arrivals.own / 'issues.csv')}")
        for name, count in found["issues"].items():
            typer.echo(f"  {count:>9}  {plain(name)}")
        typer.echo(f"\n{words['unsound' if found['unsound'] else 'sound'].format(count=len(found['unsound']))}")
        for name in found["unsound"][:20]:
            typer.echo(f"  {plain(name)}")
    if found["unsound"]:
        raise typer.Exit(1)
