"""`scharnier dossier check` and `next`: judge a dossier by the six steps, and say what to do first."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from scharnier.cli.judgement_words import (
    action_json,
    judgement_json,
    render_actions,
    render_judgement,
    render_rulings,
    select,
)
from scharnier.cli.terminal import day_asked, plain, print_json
from scharnier.diligence.dossier.by_hand import list_changed_files
from scharnier.diligence.dossier.log import name_log, read_log, replay
from scharnier.diligence.dossier.read import load_dossier
from scharnier.diligence.dossier.snapshot import read_folder
from scharnier.diligence.next_actions import find_next
from scharnier.diligence.rules.check import Judgement
from scharnier.diligence.rules.check import check as judge_dossier
from scharnier.diligence.rules.judging import say
from scharnier.kernel.errors import InputProblem
from scharnier.norms import Library, load_library

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the dossier.")]
Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"] | None, typer.Option(help="Language; that of the dossier if left out.")]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As it was on this day; today if left out.")]
Most = Annotated[int, typer.Option(min=1, help="How many actions at most.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(check)
    app.command()(next)


def judge_folder(folder: Path, on: datetime | None, lang: str | None) -> tuple[Judgement, Library, str]:
    """Read and judge a dossier; the language asked for, or its own. Raises InputProblem for the first fault in it."""
    library, dossier = load_library(), load_dossier(folder, day_asked(None))
    spoken = lang or dossier.head.lang
    return judge_dossier(dossier, day_asked(on), library, spoken), library, spoken


def check(
    folder: Folder,
    on: On = None,
    only: Annotated[str | None, typer.Option(help="Only a rule (DD.2.3) or a subject (IMP-1).")] = None,
    all: Annotated[bool, typer.Option("--all", help="Every ruling, also what is in order.")] = False,
    most: Most = 5,
    lang: Lang = None,
    format: Format = "text",
) -> None:
    """Judge a dossier by the six steps: what is in order, what is not, what cannot be told, and what to do first.

    Exit code 0 whatever the verdicts are, 2 where the dossier is invalid or its log was tampered with.
    """
    judgement, library, spoken = judge_folder(folder, on, lang)
    log = _look_at_log(folder, spoken)
    rulings = select(judgement, only)
    if only is not None and not rulings:
        raise InputProblem(f"nothing was judged under {only!r}.", "Use the id of a rule or of a record (see --all).")
    actions = find_next(judgement, library, spoken, most)
    if format == "json":
        print_json({**judgement_json(judgement, rulings, actions), "log": log})
    elif only is not None:
        typer.echo("\n".join(render_rulings(rulings, judgement.dossier, library, spoken, whole=True)))
    else:
        typer.echo(render_judgement(judgement, actions, library, spoken, whole=all))


def _look_at_log(folder: Path, lang: str) -> Literal["none", "whole", "unrecorded"]:
    """How the files stand to the log: what it does not know is told on the error stream, and judged all the same.

    Raises InputProblem where the log was tampered with or is cut off: then nobody knows what the files are worth.
    """
    snapshot = read_folder(folder)
    lines = read_log(name_log(folder), snapshot.log).lines
    if not lines:
        return "none"
    changed = list_changed_files(snapshot, replay(lines))
    if changed:
        typer.echo(plain(say("judgement", "unlogged", lang, files=", ".join(changed))), err=True)
    return "unrecorded" if changed else "whole"


def next(folder: Folder, on: On = None, most: Most = 5, lang: Lang = None, format: Format = "text") -> None:
    """The few actions that matter most now, each with why, with whom to speak, and what it would change."""
    judgement, library, spoken = judge_folder(folder, on, lang)
    actions = find_next(judgement, library, spoken, most)
    if format == "json":
        found = {"release": judgement.release, "on": judgement.on, "next": [action_json(one) for one in actions]}
        print_json(found, default=str)
    else:
        typer.echo(render_actions(actions, spoken))
