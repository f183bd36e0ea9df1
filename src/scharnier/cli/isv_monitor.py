"""`scharnier isv monitor SCREENED --out DIR`: where ISV should be, is visible and was followed up, as a public site."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from scharnier.cli.terminal import day_asked, plain
from scharnier.kernel.errors import InputProblem

Screened = Annotated[Path, typer.Argument(help="A screening (Parquet), made by scharnier notices screen.")]
Out = Annotated[Path, typer.Option(help="Folder for the site; it will hold nothing else.")]
RepliesFile = Annotated[Path | None, typer.Option("--replies", help="Replies by bodies (YAML); docs/isv.md shows one.")]
FollowedFiles = Annotated[
    list[Path] | None, typer.Option("--followed", help="Open data of a yearly report (CSV); may be given again.")
]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date of the edition (today).")]
Address = Annotated[str, typer.Option(help="Where the site will stand, as https://example.org/isv/.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of what is printed; the site has both.")]


def monitor(
    screened: Screened,
    out: Out,
    replies: RepliesFile = None,
    followed: FollowedFiles = None,
    on: On = None,
    address: Address = "",
    lang: Lang = "nl",
) -> None:
    """Count by body, category and year where ISV had to be, shows and was followed up; write a site in nl and en."""
    from scharnier.analytics.monitor.build import build_monitor
    from scharnier.analytics.monitor.replies import chain_replies, load_replies
    from scharnier.report.monitor.edition import Edition
    from scharnier.report.monitor.publish import check_chain, write_site
    from scharnier.report.monitor.site import site_files
    from scharnier.report.monitor.words import Words

    day = day_asked(on)
    if address and not (address.startswith(("https://", "http://")) and not set(address) & set("\"'<> ")):
        raise InputProblem(f"{address!r} is no address.", "Write it as https://example.org/isv/.", column="--address")
    heard = load_replies(replies, day) if replies else ()
    check_chain(out, chain_replies(heard))
    made = build_monitor(screened, day, heard, followed or ())
    count = write_site(out, site_files(made, f"{address.rstrip('/')}/" if address else ""))
    place = plain(str(out / "index.html"))
    words = Words(made, lang)
    typer.echo(plain(Edition(words).lead()))
    typer.echo(
        words(
            f"{words.n(made.account.rows)} rijen, {words.n(made.account.notices)} berichten van Nederlandse inkopers, "
            f"{words.n(made.standing['yes'])} inkopen geteld. {words.n(count)} bestanden: {place}",
            f"{words.n(made.account.rows)} rows, {words.n(made.account.notices)} notices of Dutch buyers, "
            f"{words.n(made.standing['yes'])} procurements counted. {words.n(count)} files: {place}",
        )
    )
    for one in made.replies:
        if not one.is_found or "outdated" in one.states:
            typer.echo(
                words(
                    f"scharnier: weerwoord {one.reply.id}: waar het over gaat staat niet of anders in deze gegevens.",
                    f"scharnier: reply {one.reply.id}: what it is about is not, or is other, in these data.",
                ),
                err=True,
            )
    for number in made.followed.strange[:10]:
        typer.echo(
            words(
                f"scharnier: opvolging: bij {plain(number)!r} is geen inkoop gevonden.",
                f"scharnier: follow-up: no procurement found with {plain(number)!r}.",
            ),
            err=True,
        )
