"""`scharnier law applies`: which law applies to a company, on a date, why, and what would change it.

The other commands of the group are in `law_compare`, which joins at the end.
"""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from scharnier.cli.law_answer import answer_as_json, render_answers
from scharnier.kernel.errors import InputProblem
from scharnier.law.applies import judge_all
from scharnier.law.profile import Profile
from scharnier.law.profile_read import LARGEST, load_profile, parse_profile
from scharnier.norms import Library, load_library

app = typer.Typer(no_args_is_help=True)

Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the answer.")]
DAY = ["%Y-%m-%d"]
On = Annotated[datetime | None, typer.Option(help="The day of which you ask; today where left out.", formats=DAY)]
ProfileFile = Annotated[str, typer.Option("--profile", help="Your company (YAML or JSON); - reads standard input.")]


@app.command()
def applies(profile: ProfileFile = "", on: On = None, lang: Lang = "nl", format: Format = "text") -> None:
    """Which laws apply to a company on a day: yes, no, not yet or unknown; why, and what would change it."""
    day = on.date() if on else date.today()  # noqa: DTZ011  # the day where the user is
    if not profile:
        raise InputProblem("no profile is named.", "Name the file of your company: --profile company.yaml.")
    library = load_library()
    company = read_profile(profile, library)
    answers = judge_all(company, day, library)
    if format == "json":
        out = [answer_as_json(answer, lang) for answer in answers]
        typer.echo(json.dumps(out, ensure_ascii=False, indent=2))
    else:
        typer.echo(render_answers(company, answers, library, day, lang))


def read_profile(name: str, library: Library) -> Profile:
    """The profile in a file, or on standard input where the name is `-`. Raises `InputProblem`."""
    if name == "-":
        return parse_profile(sys.stdin.buffer.read(LARGEST + 1), "standard input", library)
    return load_profile(Path(name), library)


from scharnier.cli import law_compare as law_compare  # noqa: E402  # adds its commands to `app`
