"""`scharnier dossier report` and `letter`: what a dossier says, for each reader, as files."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from scharnier.cli.terminal import day_asked, plain
from scharnier.kernel.errors import InputProblem

if TYPE_CHECKING:
    from scharnier.diligence.dossier.dossier import Dossier
    from scharnier.diligence.rules.check import Judgement
    from scharnier.report.dossier.names import Names
    from scharnier.report.dossier.page import Page
    from scharnier.report.dossier.supervisor import Kept

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the dossier.")]
Lang = Annotated[Literal["nl", "en"] | None, typer.Option(help="Language; that of the dossier if left out.")]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As it was on this day; today if left out.")]
Out = Annotated[Path, typer.Option(help="Folder for the result; it will hold nothing else.")]
Pdf = Annotated[bool, typer.Option(help="Also write PDF.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(report)
    app.command()(letter)


def report(
    folder: Folder,
    out: Out,
    kind: Annotated[
        Literal["glance", "statement", "board", "supervisor"],
        typer.Option(help="For who keeps it, for the public, for a board, or for a supervisor."),
    ] = "glance",
    on: On = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="board: changes from this day; the last sign-off if left out."),
    ] = None,
    lang: Lang = None,
    pdf: Pdf = True,
) -> None:
    """Write a report on a dossier: HTML, PDF, XLSX and JSON that say the same.

    Only `statement` is for the public: confidential and unsafe matters cannot get into it.
    """
    from scharnier.report.dossier.output import output_files
    from scharnier.report.write import write_outputs

    _check_apart(folder, out)
    dossier, judgement, names = _judge(folder, on, lang)
    page, data = _make(kind, folder, (dossier, judgement), names, since.date() if since else None)
    files, warnings = output_files(page, data, names, pdf=pdf)
    write_outputs(out, dict(files), names.lang)
    for warning in warnings:
        typer.echo(plain(warning), err=True)
    typer.echo(plain(page.lead))
    typer.echo(plain(f"→ {len(files)} {names('bestanden in', 'files in')} {out}"))


def letter(
    folder: Folder,
    to: Annotated[str, typer.Option(help="The id of the relationship.")],
    out: Annotated[Path, typer.Option(help="Folder for the result, and for nothing else; what you edited stays.")],
    on: On = None,
    lang: Lang = None,
    pdf: Pdf = True,
) -> None:
    """Write a letter with no more questions than needed, each with its reason: DOCX, ODT, HTML and PDF."""
    from scharnier.report.documents import render_docx, render_odt, render_page
    from scharnier.report.dossier.letter import count_questions, find_letter, make_letter
    from scharnier.report.pdf import PdfUnavailable, render_pdf
    from scharnier.report.write import write_outputs

    _check_apart(folder, out)
    dossier, judgement, names = _judge(folder, on, lang)
    found = find_letter(dossier, judgement, to, names)
    if found.left_out:
        typer.echo(plain(_tell_left_out(found.left_out, names)), err=True)
    if not found.needed:
        none = names("Er is nu niets te vragen aan {}.", "There is nothing to ask of {} now.")
        typer.echo(plain(none.format(found.to.name)))
        return
    if found.unsafe:
        typer.echo(plain(_tell_unsafe(names)), err=True)
    document = make_letter(judgement, found, names)
    page, name = render_page(document), names("brief", "letter")
    files = {f"{name}.docx": render_docx(document), f"{name}.odt": render_odt(document), f"{name}.html": page.encode()}
    if pdf:
        try:
            files[f"{name}.pdf"] = render_pdf(page)
        except PdfUnavailable as problem:
            typer.echo(plain(str(problem)), err=True)
    write_outputs(out, dict(files), names.lang, keep_edits=True)
    typer.echo(plain(f"{found.to.name}: {count_questions(found, names)}."))
    typer.echo(plain(f"→ {len(files)} {names('bestanden in', 'files in')} {out}"))


def _check_apart(folder: Path, out: Path) -> None:
    """A result folder is replaced whole: it must not be the dossier, lie in it, or hold it."""
    dossier, target = folder.resolve(), out.resolve()
    if dossier == target or dossier in target.parents or target in dossier.parents:
        raise InputProblem("the result cannot stand in or around the dossier.", "Choose a folder beside it.", str(out))


def _tell_left_out(count: int, names: "Names") -> str:
    return names(
        f"Weggelaten vragen: {count}. Zij volgen alleen uit vertrouwelijke schade, en een vraag kan die verraden.",
        f"Questions left out: {count}. They follow from confidential impacts only, and may give those away.",
    )


def _tell_unsafe(names: "Names") -> str:
    return names(
        "Let op: over deze relatie spraken of klaagden mensen van wie niet zeker is dat zij veilig zijn. Ga eerst na "
        "of de brief hen in gevaar kan brengen.",
        "Mind: people spoke or complained about this relationship who are not known to be safe. Check first whether "
        "the letter may put them in danger.",
    )


def _judge(folder: Path, on: datetime | None, lang: str | None) -> "tuple[Dossier, Judgement, Names]":
    """The dossier of today, how it is judged on the day asked, and the words in the language asked or its own."""
    from scharnier.diligence.dossier.read import load_dossier
    from scharnier.diligence.rules.check import check
    from scharnier.norms import load_library
    from scharnier.report.dossier.names import Names

    library, dossier = load_library(), load_dossier(folder, day_asked(None))
    names = Names(lang or dossier.head.lang, library)
    return dossier, check(dossier, day_asked(on), library, names.lang), names


def _make(
    kind: str, folder: Path, judged: "tuple[Dossier, Judgement]", names: "Names", since: date | None
) -> "tuple[Page, dict[str, Any]]":
    dossier, judgement = judged
    if kind == "statement":
        from scharnier.diligence.public import make_public
        from scharnier.report.dossier import statement

        view = make_public(dossier, judgement)
        return statement.make_statement(view, names), statement.as_data(view)
    from scharnier.diligence.next_actions import find_next
    from scharnier.report.dossier.seen import Seen

    seen = Seen(judgement, find_next(judgement, names.library, names.lang), names)
    if kind == "glance":
        from scharnier.report.dossier import glance

        return glance.make_glance(seen), glance.as_data(seen)
    if kind == "board":
        from scharnier.diligence.rules.check import check
        from scharnier.report.dossier import board

        day = since or board.last_sign_off(judgement)
        before = check(dossier, day, names.library, names.lang) if day else None
        return board.make_board(seen, day, before), board.as_data(seen, day, before)
    from scharnier.report.dossier import supervisor

    kept = _read_kept(folder)
    return supervisor.make_supervisor(seen, kept), supervisor.as_data(seen, kept)


def _read_kept(folder: Path) -> "Kept":
    """The state of the log. Raises InputProblem where it was tampered with: such a file goes to no supervisor."""
    from scharnier import __version__
    from scharnier.diligence.dossier.log import name_log, read_log
    from scharnier.diligence.dossier.snapshot import read_folder
    from scharnier.report.dossier.supervisor import Kept

    log = read_log(name_log(folder), read_folder(folder).log)
    if not log.lines:
        return Kept(__version__, 0, log.head)
    return Kept(__version__, len(log.lines), log.head, log.lines[0].at, log.lines[-1].at)
