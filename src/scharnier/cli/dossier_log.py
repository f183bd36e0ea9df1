"""`scharnier dossier record|log|verify`: what changed in a dossier, by whom and why, and that nothing is missing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from scharnier.cli.own_language import OwnLang, find_language
from scharnier.cli.terminal import day_asked, plain, print_json
from scharnier.diligence.dossier.fault_words import tell_problem
from scharnier.diligence.dossier.log import name_log, read_log
from scharnier.diligence.dossier.read import list_faults
from scharnier.diligence.dossier.record import record_edits
from scharnier.diligence.dossier.snapshot import EVIDENCE, HEAD, read_folder
from scharnier.diligence.dossier.tell import tell_change, tell_log
from scharnier.diligence.dossier.verify import verify as verify_folder
from scharnier.diligence.rules.judging import say
from scharnier.kernel.errors import InputProblem

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the dossier.")]
Who = Annotated[str, typer.Option(help="Who does this: a function (head of purchasing), not a name.")]
Why = Annotated[str, typer.Option(help="Why, in one line.")]
Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]


def record(folder: Dir, who: Who, why: Why, lang: OwnLang = None, format: Format = "text") -> None:
    """Take in what was changed by hand: shows what was added, changed and taken away, and writes a line in the log."""
    spoken = lang or find_language(folder)
    if faults := list_faults(folder, day_asked(None), with_files=True):
        for fault in faults:
            typer.echo(f"scharnier: {plain(tell_problem(fault, spoken))}", err=True)
        raise typer.Exit(2)
    done = record_edits(folder, who, why, now())
    if format == "json":
        print_json({"line": done.line.model_dump() if done.line else None, "cut": done.cut, "kept": done.kept})
        return
    if done.cut:
        typer.echo(plain(say("log", "cut", spoken, name=done.cut)))
    tell_kept(done.kept, spoken)
    for change, before in done.changes:
        for sentence in tell_change(change, before, spoken):
            typer.echo(plain_line(sentence))
    for name in (name for name in done.files if name.startswith("evidence/")):
        typer.echo(plain(say("log", "file" if done.files[name] else "file_gone", spoken, name=name)))
    if done.line is None:
        typer.echo(say("log", "nothing", spoken))
        return
    typer.echo(say("log", "recorded", spoken, n=done.line.n))
    tell_head(done.line.hash, spoken)


def log(
    folder: Dir,
    of: Annotated[str | None, typer.Option(help="Only this record: impacts/IMP-1.")] = None,
    lang: OwnLang = None,
    format: Format = "text",
) -> None:
    """The history of a dossier in plain words: when, who, why, and what became of each record."""
    spoken = lang or find_language(folder)
    found = read_folder(folder)
    if HEAD not in found.files:
        raise InputProblem(f"holds no {HEAD}.", "Name the folder of a dossier.", str(folder))
    lines = read_log(name_log(folder), found.log).lines
    if format == "json":
        shown = [line.model_dump() for line in lines if of is None or of in {f"{c.kind}/{c.id}" for c in line.changes}]
        print_json({"lines": shown, "head": lines[-1].hash if lines else None})
        return
    told = list(tell_log(lines, spoken, of))
    for sentences in told:
        for sentence in sentences:
            typer.echo(plain_line(sentence))
    if not told:
        typer.echo(plain(say("log", "no_such", spoken, what=of) if of and lines else say("log", "empty", spoken)))
    elif of is None:
        typer.echo(say("log", "head", spoken, hash=lines[-1].hash))


def verify(
    folder: Dir,
    head: Annotated[str | None, typer.Option(help="The code of a line that you kept: shows that none is gone.")] = None,
    lang: OwnLang = None,
    format: Format = "text",
) -> None:
    """Is the log whole, and is everything as it says? Changes nothing.

    Exit code 0: all is well; 1: hand edits are not in the log yet; 2: the log or evidence is not what it was.
    """
    spoken = lang or find_language(folder)
    found = verify_folder(folder, head)
    inside = f"{folder / EVIDENCE}/"
    told = [repr(fault.file.removeprefix(inside)) for fault in found.faults if fault.file.startswith(inside)]
    lint = list_faults(folder, day_asked(None), with_files=True)
    places = {(fault.file, fault.row) for fault in lint}
    found.faults = [
        *(fault for fault in found.faults if (fault.file, fault.row) not in places),
        *(fault for fault in lint if not any(name in fault.message for name in told)),
    ]
    if format == "json":
        parts = {"faults": found.faults, "unrecorded": found.unrecorded, "notes": found.notes}
        shown = {key: [{**vars(one), "text": str(one)} for one in problems] for key, problems in parts.items()}
        print_json({"lines": len(found.log.lines), "head": found.log.head, **shown})
    else:
        for problem in (*found.faults, *found.unrecorded, *found.notes):
            typer.echo(plain(tell_problem(problem, spoken)))
        if not found.faults and not found.unrecorded and found.log.lines:
            typer.echo(say("log", "whole", spoken, n=len(found.log.lines)))
            typer.echo(say("log", "head", spoken, hash=found.log.head))
    if found.faults or found.unrecorded:
        raise typer.Exit(2 if found.faults else 1)


def now() -> datetime:
    """The moment that the log gets."""
    return datetime.now(UTC)


def tell_head(head: str, lang: str) -> None:
    """The hash to keep elsewhere, and what it is for."""
    typer.echo(say("log", "head", lang, hash=head))
    typer.echo(say("log", "head_use", lang))


def tell_kept(names: list[str], lang: str) -> None:
    """Which files were set aside, since somebody changed them while a change waited."""
    for name in names:
        typer.echo(plain(say("log", "kept", lang, name=name)))


def plain_line(sentence: str) -> str:
    """The sentence safe for a terminal, with the room before it."""
    return " " * (len(sentence) - len(sentence.lstrip(" "))) + plain(sentence.lstrip(" "))


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (record, log, verify):
        app.command()(command)
