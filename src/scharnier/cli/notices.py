"""`scharnier notices fetch|import|status`: notices of public contracts to one table, and what is in it."""

from pathlib import Path
from time import monotonic
from typing import Annotated, Any, Literal

import typer

from scharnier.cli.notices_fetch import fetch
from scharnier.cli.notices_fetch_tell import tell_folder
from scharnier.cli.notices_screen import screen
from scharnier.cli.notices_words import WORDS
from scharnier.cli.terminal import plain, print_json

app = typer.Typer(no_args_is_help=True)
app.command()(fetch)
app.command()(screen)

Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the messages.")]
Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]


@app.command("import")
def import_(
    source: Annotated[
        Path, typer.Argument(help="A folder, an archive (tar, tar.gz, tar.xz, zip), JSON lines or a file.")
    ],
    out: Annotated[Path, typer.Option(help="The Parquet file to write; the issues go to X.issues.csv beside it.")],
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that read at the same time.")] = 1,
    largest: Annotated[
        float, typer.Option(min=0.001, max=1024, help="Most megabytes that are read of one notice.")
    ] = 50,
    format: Format = "text",
    lang: Lang = "en",
) -> None:
    """Read notices in eForms, TED (R2.0.8, R2.0.9) or OCDS into one table.

    What cannot be read is listed with the file, the reason and what to do; the rest goes on.
    """
    from scharnier.sources.notices.load import import_notices, issues_path

    done = import_notices(source, out, workers=workers, largest=int(largest * 1024**2), tell=_progress(lang))
    if format == "json":
        account = {name: getattr(done, name) for name in ("files", "read", "skipped", "failed", "rows")}
        print_json({**account, "issues": dict(done.issues.most_common()), "table": str(out)})
        return
    words = WORDS[lang]
    typer.echo(words["account"].format(files=done.files, read=done.read, skipped=done.skipped, failed=done.failed))
    typer.echo(words["written"].format(rows=done.rows, out=plain(str(out))))
    if not done.rows:
        typer.echo(words["nothing"], err=True)
    if done.issues:
        typer.echo(words["issues"].format(n=sum(done.issues.values()), file=plain(str(issues_path(out)))))
        for code, count in done.issues.most_common(12):
            typer.echo(f"  {count:>8}  {code}  {words['codes'].get(code, '')}".rstrip())


@app.command()
def status(
    table: Annotated[Path, typer.Argument(help="A Parquet file of `notices import`, or a folder of `notices fetch`.")],
    format: Format = "text",
    lang: Lang = "en",
) -> None:
    """Show what is in a table of notices: by schema, form and country, and its issues; or what was fetched."""
    from scharnier.sources.notices.status import count_notices

    if table.is_dir():
        tell_folder(table, format, lang)
        return
    found = count_notices(table)
    if format == "json":
        print_json(found)
        return
    words = WORDS[lang]
    typer.echo(words["status"].format(rows=found["rows"], first=found["first"] or "?", last=found["last"] or "?"))
    for part in ("schema", "form", "country", "issues"):
        rows: list[dict[str, Any]] = found[part]
        typer.echo(f"\n{words['found' if part == 'issues' else part]}")
        for row in rows[:20]:
            name = row["name"] if row["name"] is not None else words["none"]
            typer.echo(f"  {row['count']:>9}  {plain(str(name))}")
        if len(rows) > 20:
            typer.echo(words["more"].format(n=len(rows) - 20))
        if not rows:
            typer.echo(f"  {words['no_issues' if part == 'issues' else 'none']}")


def _progress(lang: Literal["nl", "en"]) -> Any:
    """One line on a terminal that counts on; nothing where the output is not a terminal."""
    from rich.console import Console

    console, last = Console(stderr=True), [monotonic()]
    if not console.is_terminal:
        return lambda _: None

    def tell(done: Any) -> None:
        if monotonic() - last[0] > 0.5:
            last[0] = monotonic()
            line = WORDS[lang]["progress"].format(files=done.files, failed=done.failed)
            console.print(line, end="\r", highlight=False)

    return tell
