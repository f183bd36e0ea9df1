"""`scharnier dossier merge|settle|migrate`: bring copies together, choose between versions, bring up to date."""

from pathlib import Path
from typing import Annotated

import typer

from scharnier.cli.dossier_log import Dir, Format, Who, now, plain_line, tell_head
from scharnier.cli.own_language import OwnLang, find_language
from scharnier.cli.terminal import day_asked, plain, print_json
from scharnier.diligence.dossier.fault_words import tell_problem
from scharnier.diligence.dossier.log import name_log, read_log
from scharnier.diligence.dossier.merge import merge as merge_folders
from scharnier.diligence.dossier.migrate import migrate as migrate_folder
from scharnier.diligence.dossier.read import list_faults
from scharnier.diligence.dossier.settle import Take
from scharnier.diligence.dossier.settle import settle as settle_record
from scharnier.diligence.dossier.snapshot import read_folder
from scharnier.diligence.rules.judging import say

MaybeWhy = Annotated[str | None, typer.Option("--why", help="Why, in one line; a few plain words if left out.")]


def merge(
    ours: Annotated[Path, typer.Argument(help="The folder of your dossier.")],
    theirs: Annotated[Path, typer.Argument(help="The folder of the other copy.")],
    out: Annotated[Path, typer.Option(help="The new folder; both others stay as they are.")],
    who: Who,
    why: MaybeWhy = None,
    lang: OwnLang = None,
    format: Format = "text",
) -> None:
    """Bring together two copies of a dossier that were changed apart. What both changed keeps both versions."""
    spoken = lang or find_language(ours)
    done = merge_folders(ours, theirs, out, who, why or say("log", "why_merge", spoken), now())
    head = read_log(name_log(out), read_folder(out).log).head
    faults = list_faults(out, day_asked(None))
    if format == "json":
        parts = {"taken": done.taken, "torn": done.torn, "stayed": done.restored, "renamed": done.renamed}
        print_json({**parts, "left": done.left, "faults": list(map(str, faults)), "head": head})
        return
    if not done.taken and not done.torn and not done.renamed:
        typer.echo(say("log", "has_all", spoken))
    typer.echo(plain(say("log", "merged", spoken, out=out, n=len(done.taken))))
    for what in done.torn:
        stays = what in done.restored
        typer.echo(plain_line("  " + say("log", "restored" if stays else "torn", spoken, what=what)))
    for old, new in done.renamed.items():
        typer.echo(plain_line("  " + say("log", "renamed", spoken, old=old, new=new)))
    for name in done.left:
        typer.echo(plain_line("  " + say("log", "not_taken", spoken, name=name)))
    if done.torn:
        typer.echo(plain(say("log", "torn_are", spoken, n=len(done.torn), out=out, example=done.torn[0])))
    if faults:
        typer.echo(say("log", "faults", spoken))
    for fault in faults:
        typer.echo(plain_line(f"  {tell_problem(fault, spoken)}"))
    tell_head(head, spoken)


def settle(
    folder: Dir,
    what: Annotated[str, typer.Argument(metavar="RECORD", help="The record with two versions: impacts/IMP-1.")],
    take: Annotated[Take, typer.Option(help="ours, theirs, or what stands in the file now (edited).")],
    who: Who,
    why: MaybeWhy = None,
    lang: OwnLang = None,
) -> None:
    """Choose between the two versions that a merge left. The other one stays in the log."""
    spoken = lang or find_language(folder)
    line, left = settle_record(folder, what, take, who, why or say("log", "why_settle", spoken), now())
    typer.echo(plain(say("log", "settled", spoken, what=what, n=left)))
    tell_head(line.hash, spoken)


def migrate(folder: Dir, who: Who = "migration", why: MaybeWhy = None, lang: OwnLang = None) -> None:
    """Bring a dossier of an older format up to date, whole or not at all."""
    spoken = lang or find_language(folder)
    done = migrate_folder(folder, who, why or say("log", "why_migrate", spoken), now())
    if done.line is None:
        typer.echo(say("log", "up_to_date", spoken, version=done.new))
        return
    typer.echo(say("log", "migrated", spoken, old=done.old, new=done.new))
    tell_head(done.line.hash, spoken)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (merge, settle, migrate):
        app.command()(command)
