"""`scharnier dossier example`: a fictional dossier in a folder of your own, to look at and to try things on."""

import os
import shutil
from pathlib import Path
from typing import Annotated, Literal

import typer

from scharnier.cli.terminal import plain
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.folders import mend_beside, sync, workspace_beside

WORDS = {
    "nl": "{title}\nVerzonnen, om van te leren. Het staat in {out}. Begin met: scharnier dossier check {out}",
    "en": "{title}\nFiction, to learn from. It is in {out}. Begin with: scharnier dossier check {out}",
}


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(example)


def example(
    name: Annotated[
        Literal["workwear", "municipality", "investor"],
        typer.Argument(
            help="workwear: an importer that put harm right; municipality: one that is open about what is not in order;"
            " investor: a fund that left a company with care."
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to make; it may not be there yet.")],
    lang: Annotated[Literal["nl", "en"], typer.Option(help="Language of the dossier.")] = "nl",
) -> None:
    """Copy a fictional dossier, with remarks that explain it, to a new folder."""
    source = content_path(f"demo/dossiers/{name}-{lang}")
    copy_whole(source, out)
    title = (source / "README.md").read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")
    typer.echo(WORDS[lang].format(title=title, out=plain(str(out))))


def copy_whole(source: Path, out: Path) -> None:
    """Copy a folder to a place where nothing is, whole or not at all. Raises InputProblem."""
    if os.path.lexists(out):
        raise InputProblem("exists already, and is not written over.", "Choose a new name with --out.", str(out))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        mend_beside(out)
        with workspace_beside(out) as work:
            # Not the rights of an installation, which may allow no writing.
            shutil.copytree(source, work, copy_function=shutil.copyfile, dirs_exist_ok=True)
            for here in (work, *(path for path in work.rglob("*") if path.is_dir())):
                here.chmod(0o755)
            sync(work)
            work.rename(out)
    except (OSError, shutil.Error) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputProblem(f"cannot be written: {why}.", "Choose another place with --out.", str(out)) from error
