"""`scharnier notices screen`: where should ISV have been applied, and where is it visible, in a table of notices."""

import os
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Annotated, Any, Literal

import typer

from scharnier.cli.notices_screen_words import WORDS
from scharnier.cli.terminal import plain, print_json


def screen(
    sources: Annotated[
        list[Path], typer.Argument(help="Tables that `notices import` wrote, or folders of them.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(help="The Parquet file to write, or to add new notices to.")],
    engine: Annotated[
        str, typer.Option(help="duckdb; or Spark: local-cluster, or a master as spark://host:7077.")
    ] = "duckdb",
    workers: Annotated[
        int, typer.Option(min=0, max=256, help="Processors to use on this machine; 0 for all of them.")
    ] = 0,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Leave out what was sent before this day; what has no day stays in."),
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Screen again what was screened under this version.")] = False,
    format: Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")] = "text",
    lang: Annotated[Literal["nl", "en"], typer.Option(help="Language of the messages.")] = "en",
) -> None:
    """Judge every notice by the ISV rule and look for ISV in its texts, by the million.

    Only new notices are screened. A run that was stopped goes on where it was when it is started again.
    """
    from scharnier.analytics.notices.engines import open_engine
    from scharnier.analytics.notices.run import screen_files
    from scharnier.analytics.notices.summary import count_screening
    from scharnier.analytics.notices.version import find_version

    cores, version = workers or os.cpu_count() or 1, find_version()
    day = since.date() if since else None
    with open_engine(engine, cores) as running:
        done = screen_files(sources, out, running, version, since=day, anew=anew, workers=cores, tell=_progress(lang))
    found = count_screening(out)
    names = ("rows", "screened", "known", "earlier", "resumed", "total", "signatures")
    account = {name: getattr(done, name) for name in names}
    if format == "json":
        print_json({**account, "screening": found, "version": version, "table": str(out)})
        return
    words = WORDS[lang]
    typer.echo(words["account"].format(**account))
    if done.resumed:
        typer.echo(words["resumed"].format(**account))
    typer.echo(words["written"].format(total=done.total, out=plain(str(out))))
    _tell_summary(found, lang, sum(count for name, count in found["versions"].items() if name != version))


def _tell_summary(found: dict[str, Any], lang: Literal["nl", "en"], stale: int) -> None:
    from scharnier.procurement.flags.content import load_flag_shapes

    words, dutch = WORDS[lang], found["dutch"]
    if stale:
        typer.echo(words["stale"].format(n=stale))
    if not dutch:
        typer.echo(words["none"])
        return
    typer.echo("\n" + words["dutch"].format(dutch=dutch, rows=found["rows"]))
    typer.echo(f"\n{words['mandatory']}")
    for verdict in ("yes", "uncertain", "no"):
        _line(found["mandatory"].get(verdict, 0), dutch, words[verdict])
    for title, verdict in (("evidence", "yes"), ("maybe", "uncertain")):
        total = found["mandatory"].get(verdict, 0)
        if total:
            typer.echo(f"\n{words[title].format(n=total)}")
            for name, label in words["classes"].items():
                if count := found[f"evidence_{verdict}"].get(name, 0):
                    _line(count, total, label)
    typer.echo(f"\n{words['flags'].format(dutch=dutch)}")
    for id, flag in load_flag_shapes().items():
        title = flag.title.nl if lang == "nl" else flag.title.en
        label = words["flag"].format(id=id, title=title, n=found["flags_open"].get(id, 0))
        _line(found["flags_up"].get(id, 0), dutch, label)
    typer.echo(f"\n{words['missing'].format(dutch=dutch)}")
    for name, label in words["facts"].items():
        _line(found["missing"][name], dutch, label)
    typer.echo(f"\n{words['note']}")


def _line(count: int, of: int, label: str) -> None:
    typer.echo(f"  {count:>9}  {100 * count / of:>5.1f}%  {label}")


def _progress(lang: Literal["nl", "en"]) -> Any:
    """One line on a terminal that counts on; nothing where the output is not a terminal."""
    from rich.console import Console

    console, last = Console(stderr=True), [0.0]
    if not console.is_terminal:
        return lambda _: None

    def tell(done: Any) -> None:
        if monotonic() - last[0] > 0.3 or done.done == done.rows:
            last[0] = monotonic()
            percent = 100 * done.done // max(done.rows, 1)
            line = WORDS[lang]["progress"].format(done=done.done, rows=done.rows, percent=percent)
            console.print(line, end="\n" if done.done == done.rows else "\r", highlight=False)

    return tell
