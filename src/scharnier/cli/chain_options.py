"""What the commands of `scharnier chain` share: their options, the question they make, and writing a file."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scharnier.cli.stores import model_store
from scharnier.cli.terminal import day_asked, plain, seen
from scharnier.kernel.errors import InputProblem

if TYPE_CHECKING:
    from scharnier.analytics.chains.stressors import Followed
    from scharnier.analytics.chains.table import Array, ChainTable

Cell = Annotated[
    list[str],
    typer.Argument(
        metavar="CELL...", help="What is bought: NLD/c17, Nederland energie, or several as NLD/c4=700 CHN/c4=300."
    ),
]
Theme = Annotated[str, typer.Option(help="Follow the money to where harm on this theme is likely: forced_labour.")]
Stressor = Annotated[str, typer.Option(help="Follow value_added (default), co2 or another stressor of the model.")]
Model = Annotated[str, typer.Option(help="Chain model; `scharnier model list` shows them.")]
Store = Annotated[Path | None, typer.Option(help="Folder of models you added, if not the usual one.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the answer.")]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Use evidence known on this day (today).")]
Form = Annotated[Literal["text", "json", "csv"], typer.Option("--format", help="How to write it.")]
# Equal to `chain.STARTER`, which is not imported here: NumPy and SciPy would slow down every other command's start.
STARTER = "wiod2013-2011"


def read_question(
    cell: list[str], theme: str, stressor: str, model: str, store: Path | None, on: datetime | None
) -> "tuple[ChainTable, Followed, Array]":
    """The model, what is followed in it, and what is bought, adding up to one. Raises: InputProblem."""
    from scharnier.analytics.chains.cells import parse_purchase
    from scharnier.analytics.chains.stressors import find_followed
    from scharnier.analytics.chains.table import load_table
    from scharnier.analytics.chains.themes import find_theme

    known = find_theme(theme) if theme else ""
    table = load_table(model, model_store(store))
    bought = parse_purchase(table, cell)
    return table, find_followed(table, known, stressor, day_asked(on)), bought


def write_file(path: Path, text: str) -> None:
    """Write, and say where. Raises: InputProblem when that cannot be."""
    try:
        path.write_text(seen(text), encoding="utf-8")
    except OSError as cause:
        raise InputProblem(f"cannot be written: {cause.strerror}.", "Choose another place.", str(path)) from cause
    typer.echo(plain(f"→ {path}"), err=True)
