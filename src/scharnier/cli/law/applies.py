"""`scharnier law applies`: which law applies to a company, on a date, why, and what would change it."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from scharnier.cli.law.answer import answer_as_json, render_answers
from scharnier.cli.law.group import app
from scharnier.cli.terminal import plain
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import is_same_file
from scharnier.law.applies import judge_all
from scharnier.law.profile import Profile
from scharnier.law.profile.read import LARGEST, load_profile, parse_profile
from scharnier.norms import Library, load_library

Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the answer.")]
DAY = ["%Y-%m-%d"]
On = Annotated[datetime | None, typer.Option(help="The day of which you ask; today where left out.", formats=DAY)]
ProfileFile = Annotated[str, typer.Option("--profile", help="Your company (YAML or JSON); - reads standard input.")]

Bulk = Annotated[Path | None, typer.Option(help="A table with a company a row: CSV, Excel or Parquet; needs --out.")]
Out = Annotated[Path | None, typer.Option(help="Where the answers of --bulk go: a .csv or .parquet file.")]


@app.command()
def applies(
    profile: ProfileFile = "",
    bulk: Bulk = None,
    out: Out = None,
    on: On = None,
    lang: Lang = "nl",
    format: Format = "text",
) -> None:
    """Which laws apply to a company on a day: yes, no, not yet or unknown; why, and what would change it."""
    day = on.date() if on else date.today()  # noqa: DTZ011  # the day where the user is
    library = load_library()
    if bulk is not None:
        if profile:
            raise InputProblem("--profile and --bulk are both given.", "Choose one of the two.")
        _apply_bulk(bulk, out, day, library, lang, format)
        return
    if out is not None:
        raise InputProblem("--out goes with --bulk.", "Leave it out, or give a table of companies with --bulk.")
    if not profile:
        raise InputProblem("no profile is named.", "Name the file of your company: --profile company.yaml.")
    company = read_profile(profile, library)
    answers = judge_all(company, day, library)
    if format == "json":
        found = [answer_as_json(answer, lang) for answer in answers]
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        typer.echo(render_answers(company, answers, library, day, lang))


def _apply_bulk(bulk: Path, out: Path | None, day: date, library: Library, lang: str, format: str) -> None:
    from scharnier.cli.law.bulk import judge_companies, read_companies, render_summary, summarise, write_answers

    if out is None:
        raise InputProblem("--bulk needs --out.", "Say where the answers go: --out answers.parquet.")
    if is_same_file(out, bulk):
        raise InputProblem("--out is the table itself.", "Choose another name: --out answers.parquet.")
    table = judge_companies(read_companies(bulk, library, lang), day, library)
    write_answers(table, out)
    summary = summarise(table)
    if format == "json":
        typer.echo(json.dumps(summary, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(plain(line) for line in render_summary(summary, str(out), lang).split("\n")))


def read_profile(name: str, library: Library) -> Profile:
    """The profile in a file, or on standard input where the name is `-`. Raises `InputProblem`."""
    if name == "-":
        return parse_profile(sys.stdin.buffer.read(LARGEST + 1), "standard input", library)
    return load_profile(Path(name), library)
