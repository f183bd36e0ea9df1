"""`scharnier notices fetch`: ask a publisher for notices that are not there yet."""

import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scharnier.cli.notices_fetch_tell import Progress, say_now, tell_done, tell_plan
from scharnier.cli.notices_fetch_words import WORDS
from scharnier.cli.terminal import plain
from scharnier.kernel.errors import InputProblem

if TYPE_CHECKING:
    from scharnier.sources._runtime.description import Description
    from scharnier.sources._runtime.harvest import Source
    from scharnier.sources._runtime.polite import Account


def fetch(
    source: Annotated[Literal["ted", "tenderned"], typer.Argument(help="Whom to ask.")],
    out: Annotated[Path, typer.Option(help="The folder to fetch to; it may hold what was fetched before.")],
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day of publication.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of publication; else today.")
    ] = None,
    country: Annotated[list[str] | None, typer.Option(help="Country of the buyer (NL); may be repeated.")] = None,
    cpv: Annotated[list[str] | None, typer.Option(help="CPV code, or how it begins ('18*'); may be repeated.")] = None,
    as_: Annotated[
        Literal["notices", "daily", "monthly", "yearly"],
        typer.Option("--as", help="Notice by notice, or in packages: daily or monthly (TED), yearly (TenderNed)."),
    ] = "notices",
    most: Annotated[int | None, typer.Option(min=1, help="Most documents of this run.")] = None,
    recheck: Annotated[bool, typer.Option(help="Ask again for what is there; what changed is kept beside it.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Say what would be asked, and ask nothing.")] = False,
    contact: Annotated[
        str,
        typer.Option(envvar="SCHARNIER_CONTACT", help="Where the publisher can reach you; goes with each question."),
    ] = "",
    user: Annotated[
        str, typer.Option(envvar="SCHARNIER_TENDERNED_USER", help="Name of your account at the publisher, if it asks.")
    ] = "",
    password: Annotated[
        str, typer.Option(envvar="SCHARNIER_TENDERNED_PASSWORD", help="Its password; better in the environment.")
    ] = "",
    settings: Annotated[
        Path | None, typer.Option(help="Your own copy of the source.yaml with addresses and limits.")
    ] = None,
    format: Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")] = "text",
    lang: Annotated[Literal["nl", "en"], typer.Option(help="Language of the messages.")] = "en",
) -> None:
    """Fetch notices that are not there yet, politely: one question at a time, kept whole, carried on after a stop.

    The files come into the folder as the publisher gives them, with an account of each in its `_fetch`.

    Exit code 1 where some documents failed, 2 where the run had to stop.
    """
    from scharnier.sources._runtime.arrivals import Arrivals
    from scharnier.sources._runtime.harvest import harvest
    from scharnier.sources._runtime.polite import Polite
    from scharnier.sources.ted_api.notices import TedNotices

    words, today = WORDS[lang], datetime.now(UTC).date()
    described = _described(source, settings)
    chosen = _choose(described, source, as_, country or [], cpv or [], today)
    first, last = _days(since, until, today)
    if isinstance(chosen, TedNotices):
        chosen.check_reach(first, today)
    most = most or described.limits.most_documents
    arrivals = Arrivals(out, say_now)
    if dry_run:
        tell_plan(chosen, described, arrivals, first, last, most, recheck, lang)
        return
    if not contact:
        typer.echo(words["contact"], err=True)
    progress = Progress(lang)
    polite = Polite(
        described.limits.pace(),
        _agent(described, contact),
        time.sleep,
        time.monotonic,
        progress.say_again,
        _account(described, user, password),
    )
    try:
        with arrivals.writing():
            done = harvest(
                chosen,
                arrivals,
                polite,
                since=first,
                until=last,
                today=today,
                most=most,
                recheck=recheck,
                tell=progress.show,
            )
    except OSError as error:
        raise InputProblem(f"cannot be written ({error.strerror or error}).", "Check the folder.", str(out)) from error
    finally:
        progress.wipe()
    tell_done(done, arrivals, most, polite.asked, format, lang)
    if done.faults:
        raise typer.Exit(1)


def _described(source: str, settings: Path | None) -> "Description":
    from scharnier.sources._runtime import description

    shipped = Path(description.__file__).parent.parent / {"ted": "ted_api"}.get(source, source) / "source.yaml"
    found = description.load_description(settings or shipped)
    if found.id != {"ted": "ted_api"}.get(source, source):
        raise InputProblem(f"describes {found.id!r}, not {source!r}.", "Name another file.", str(settings))
    return found


def _choose(
    described: "Description", source: str, as_: str, countries: list[str], cpv: list[str], today: date
) -> "Source":
    """The publisher with the question. Raises InputProblem for what it cannot be asked."""
    from scharnier.codes.countries import match_country
    from scharnier.sources.ted_api.notices import TedNotices
    from scharnier.sources.ted_api.packages import TedPackages
    from scharnier.sources.tenderned.datasets import Datasets
    from scharnier.sources.tenderned.publications import Publications

    known = {text: match_country(text) for text in countries}
    for text, code in known.items():
        if code is None:
            raise InputProblem(f"{text!r} is no country we know.", "Write its code (NL).", column="--country")
    codes = sorted({code for code in known.values() if code})
    prefixes = [_cpv(code, whole=source == "tenderned") for code in cpv]
    if source == "tenderned" and set(codes) - {"NLD"}:
        raise InputProblem("TenderNed holds notices of the Netherlands only.", "Ask TED.", column="--country")
    if as_ != "notices" and (cpv or (codes and source == "ted")):
        raise InputProblem(
            "packages hold everything.", "Leave --country and --cpv out and choose after the import.", column="--as"
        )
    if as_ == "notices":
        return TedNotices(described, codes, prefixes) if source == "ted" else Publications(described, prefixes)
    if source == "ted" and as_ in ("daily", "monthly"):
        return TedPackages(described, "daily" if as_ == "daily" else "monthly", today)
    if source == "tenderned" and as_ == "yearly":
        return Datasets(described)
    raise InputProblem(f"{source} has no {as_} packages.", "TED: daily, monthly; TenderNed: yearly.", column="--as")


def _cpv(text: str, *, whole: bool) -> str:
    """A CPV code as the publisher takes it: `18*`, or eight digits (`whole`: with the check digit)."""
    import re

    found = re.fullmatch(r"(\d{2,8})(-\d)?(\*?)", text.strip())
    if not found or (found[2] and (len(found[1]) < 8 or found[3])):
        raise InputProblem(f"{text!r} is no CPV code, or the first digits of one.", "18* or 18110000", column="--cpv")
    if whole:
        return f"{found[1]}{found[2] or ''}{found[3]}"
    return found[1] if len(found[1]) == 8 and not found[3] else f"{found[1]}*"


def _days(since: datetime | None, until: datetime | None, today: date) -> tuple[date, date]:
    if since is None:
        raise InputProblem("from which day?", "Say it with --from 2026-01-01.", column="--from")
    first, last = since.date(), min(until.date() if until else today, today)
    if first > last:
        raise InputProblem(f"{first} is after {last}.", "Turn them round; days to come hold nothing.", column="--from")
    return first, last


def _agent(described: "Description", contact: str) -> str:
    from importlib.metadata import version

    shown = plain(contact).strip()
    if not shown.isascii() or any(character in shown for character in "();") or len(shown) > 200:
        raise InputProblem(
            f"{contact!r} cannot stand in a header.", "An address, without brackets.", column="--contact"
        )
    reach = f"; +{shown}" if shown.startswith("http") else f"; {shown}" if shown else ""
    return described.agent.format(version=version("scharnier"), contact=reach)


def _account(described: "Description", user: str, password: str) -> "Account | None":
    from urllib.parse import urlsplit

    from scharnier.sources._runtime.polite import Account

    if not user or described.id != "tenderned":
        return None
    return Account(urlsplit(described.addresses["notice"]).netloc, user, password)
