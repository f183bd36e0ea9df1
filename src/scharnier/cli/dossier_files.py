"""`scharnier dossier new|lint|export|import-json`: begin a dossier, see what is wrong with it, hand it over."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from scharnier.cli.own_language import OwnLang, find_language
from scharnier.cli.terminal import day_asked, plain, print_json
from scharnier.diligence.dossier.begin import begin_dossier, write_dossier
from scharnier.diligence.dossier.document import parse_document, publish_document
from scharnier.diligence.dossier.fault_words import tell_problem
from scharnier.diligence.dossier.proof import list_unnamed
from scharnier.diligence.dossier.read import load_dossier, read_dossier
from scharnier.diligence.dossier.rows import LARGEST_LINES
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes, whole_file

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the dossier.")]
Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the answer.")]
Who = Annotated[str | None, typer.Option(help="Who does this: a function (head of purchasing), not a name.")]

WORDS = {
    "sound": {"nl": "Niets op aan te merken.", "en": "Nothing is wrong."},
    "faults": {"nl": "{n} fouten.", "en": "{n} faults."},
    "fault": {"nl": "1 fout.", "en": "1 fault."},
    "stranger": {"nl": "Geen deel van een dossier, niet gelezen: {name}", "en": "Not part of a dossier: {name}"},
    "unnamed": {"nl": "Bewijs dat nergens genoemd wordt: {name}", "en": "Evidence that no record names: {name}"},
    "begun": {"nl": "Er staat een leeg dossier in {folder}.", "en": "There is an empty dossier in {folder}."},
    "next": {
        "nl": "Begin met relationships.yaml en impacts.yaml; `scharnier dossier check {folder}` zegt wat er mist.",
        "en": "Begin with relationships.yaml and impacts.yaml; `scharnier dossier check {folder}` says what lacks.",
    },
    "keeper": {"nl": "beheerder van het dossier", "en": "keeper of the dossier"},
    "begun_why": {"nl": "Dossier begonnen", "en": "Dossier begun"},
    "import_why": {"nl": "Dossier uit {file}", "en": "Dossier from {file}"},
    "exported": {"nl": "{n} gegevens in {file}.", "en": "{n} records in {file}."},
    "imported": {"nl": "{n} gegevens in {folder}.", "en": "{n} records in {folder}."},
    "beside": {
        "nl": "Bestanden van bewijs die niet meegaan: {n}. Geef de map evidence erbij.",
        "en": "Files of evidence that are not in it: {n}. Hand over the folder evidence with it.",
    },
    "missing": {
        "nl": "Bestanden van bewijs die erbij horen: {n}. Zet ze in {folder}/evidence, of geef --evidence.",
        "en": "Files of evidence that go with it: {n}. Put them in {folder}/evidence, or give --evidence.",
    },
}  # fmt: skip


def new(
    folder: Folder,
    name: Annotated[str, typer.Option(help="The name of the organisation whose dossier it is.")],
    lang: Annotated[Literal["nl", "en"], typer.Option(help="Language of the dossier and of what explains it.")] = "nl",
    who: Who = None,
) -> None:
    """Begin a dossier: an empty folder with a file for each kind of record that says what goes in."""
    keeper = who or WORDS["keeper"][lang]
    why = WORDS["begun_why"][lang]
    begin_dossier(folder, name, lang, day_asked(None), who=keeper, why=why, at=datetime.now(UTC))
    typer.echo(plain(WORDS["begun"][lang].format(folder=folder)))
    typer.echo(plain(WORDS["next"][lang].format(folder=folder)))


def lint(folder: Folder, lang: OwnLang = None, format: Format = "text") -> None:
    """Everything that is wrong with a dossier and its files of evidence. Exit code 2 where there is anything."""
    spoken = lang or find_language(folder)
    reading = read_dossier(folder, day_asked(None), with_files=True)
    problems = reading.problems
    unnamed = list_unnamed(reading.dossier, folder) if reading.dossier else []
    if format == "json":
        faults = [
            {"file": p.file, "line": p.row, "key": p.column, "message": p.message, "remedy": p.remedy} for p in problems
        ]
        print_json({"faults": faults, "not_read": reading.strangers, "evidence_not_named": unnamed})
    else:
        for problem in problems:
            typer.echo(plain(tell_problem(problem, spoken)))
        for key, names in (("stranger", reading.strangers), ("unnamed", unnamed)):
            for one in names:
                typer.echo(plain(WORDS[key][spoken].format(name=one)))
        count = "sound" if not problems else "fault" if len(problems) == 1 else "faults"
        typer.echo(WORDS[count][spoken].format(n=len(problems)))
    raise typer.Exit(2 if problems else 0)


def export(
    folder: Folder,
    out: Annotated[Path, typer.Option(help="The JSON file to write.")],
    persons: Annotated[bool, typer.Option("--persons/--no-persons", help="With people by name, or without.")] = True,
    lang: Lang = "nl",
) -> None:
    """A whole dossier as one JSON file (schema/dossier-1.json), to hand over or to read in another program."""
    if folder.resolve() in out.resolve().parents:  # it could take the place of records, or of the log
        raise InputProblem("the result cannot stand in or around the dossier.", "Choose a folder beside it.", str(out))
    dossier = load_dossier(folder, day_asked(None))
    text = publish_document(dossier, with_persons=persons)
    try:
        with whole_file(out) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputProblem(f"cannot be written: {error.strerror}.", "Name another file.", str(out)) from error
    kinds = [records for kind, records in dossier.records.items() if persons or kind != "persons"]
    typer.echo(plain(WORDS["exported"][lang].format(n=sum(map(len, kinds)), file=out)))
    if files := {proof.file for proof in dossier.evidence.values() if proof.file}:
        typer.echo(WORDS["beside"][lang].format(n=len(files)))


def import_json(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A JSON file, as `dossier export` writes it.")],
    out: Annotated[Path, typer.Option(help="The folder to make; it may not hold anything yet.")],
    evidence: Annotated[Path | None, typer.Option(help="The folder that holds its files of evidence.")] = None,
    who: Who = None,
    lang: Lang = "nl",
) -> None:
    """A dossier from one JSON file, in a folder of its own with a log of its own."""
    try:
        content = load_bytes(file, LARGEST_LINES)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputProblem(f"cannot be read: {reason}.", "Check the name of the file.", str(file)) from error
    dossier = parse_document(str(file), content, day_asked(None))
    why = WORDS["import_why"][lang].format(file=plain(file.name))
    write_dossier(out, dossier, evidence, who=who or WORDS["keeper"][lang], why=why, at=datetime.now(UTC))
    typer.echo(plain(WORDS["imported"][lang].format(n=sum(map(len, dossier.records.values())), folder=out)))
    files = {proof.file for proof in dossier.evidence.values() if proof.file}
    if files and evidence is None:
        typer.echo(plain(WORDS["missing"][lang].format(n=len(files), folder=out)))


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(new)
    app.command()(lint)
    app.command()(export)
    app.command("import-json")(import_json)
