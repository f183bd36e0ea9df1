"""`scharnier assess FILE` and `scharnier demo`: from a purchase file to a folder with the answer."""

import os
import re
import sys
import time
import webbrowser
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from scharnier.cli.stores import model_store
from scharnier.cli.terminal import plain
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem

if TYPE_CHECKING:
    from scharnier.analytics.assess import Options, Result
    from scharnier.analytics.assessment import Assessment

Lang = Literal["nl", "en"]
DEMO_LEDGER = "demo/gemeente-voorbeelddam-2025.csv"
STAGES = {
    "read": ("Bestand lezen", "Reading the file"),
    "classify": ("Bepalen wat er is gekocht", "Working out what was bought"),
    "chain": ("Het geld volgen door de keten", "Following the money through the chain"),
    "risk": ("Risico's wegen en rangorde toetsen", "Weighing risks and testing ranks"),
    "compose": ("Antwoord samenstellen", "Composing the answer"),
    "report": ("Rapport schrijven", "Writing the report"),
}


def assess(
    file: Annotated[Path, typer.Argument(help="The purchase file: CSV, XLSX or Parquet.")],
    out: Annotated[Path, typer.Option(help="Folder for the result; it will hold nothing else.")] = Path("out"),
    model: Annotated[str, typer.Option(help="Chain model; `scharnier model list` shows them.")] = "wiod2013-2011",
    store: Annotated[Path | None, typer.Option(help="Folder of models you added, if not the usual one.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="Your own mapping of texts to codes; it always wins.")] = None,
    mapping_template: Annotated[
        Path | None,
        typer.Option(help="Also write the texts that say too little to this file, to fill in as a mapping."),
    ] = None,
    severity: Annotated[Path | None, typer.Option(help="Your own judgement of severity for themes (YAML).")] = None,
    columns: Annotated[
        list[str] | None, typer.Option(help="Which column holds what: amount=Bedrag,description=Omschrijving")
    ] = None,
    buyer_country: Annotated[str, typer.Option(help="Country of the buyer, name or ISO code.")] = "NL",
    currency: Annotated[str | None, typer.Option(help="Currency of the amounts, as in EUR.")] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the answer.")] = "nl",
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date of the assessment; today if left out.")
    ] = None,
    pdf: Annotated[bool, typer.Option(help="Also write report.pdf.")] = True,
    priority: Annotated[
        str | None,
        typer.Option(help="Position on what comes first: follow_risk, or enabling_rights_first (the SER's)."),
    ] = None,
    draws: Annotated[int, typer.Option(min=100, max=100_000, help="Draws for the rank stability.")] = 1000,
) -> None:
    """Find where in the value chain of your purchases harm is likely and severe, with sources."""
    from scharnier.analytics.assess import Options
    from scharnier.risk.policies import get_policy

    options = Options(
        assessed_on=on.date() if on else _today(),
        lang=lang,
        buyer_country=buyer_country,
        currency=currency,
        columns=parse_columns(columns or []),
        mapping=mapping,
        severity=severity,
        model=model,
        store=model_store(store),
        policy=get_policy(priority).id,
        draws=draws,
    )
    if mapping_template and os.path.lexists(mapping_template):
        remedy = "Choose a new name with --mapping-template."
        raise InputProblem("exists already; what was filled in there would be lost.", remedy, str(mapping_template))
    result = run(file, out, options, pdf)
    if mapping_template:
        from scharnier.analytics.mapping import render_template

        try:
            with mapping_template.open("x", encoding="utf-8-sig", newline="") as template:
                template.write(render_template(result.lines))
        except OSError as error:
            remedy = "Choose another place with --mapping-template."
            raise InputProblem(f"cannot be written: {error.strerror}.", remedy, str(mapping_template)) from error
        typer.echo(plain(f"{'Aan te vullen' if lang == 'nl' else 'To fill in'}: {mapping_template}"))


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the result.")] = Path("demo-out"),
    lang: Annotated[Lang, typer.Option(help="Language of the answer.")] = "nl",
    once: Annotated[bool, typer.Option("--once", help="Only write the result; do not open a browser.")] = False,
) -> None:
    """Assess the ledger of a fictional Dutch municipality and say where to look."""
    from scharnier.analytics.assess import Options

    run(content_path(DEMO_LEDGER), out, Options(assessed_on=_today(), lang=lang), pdf=True)
    if not once and sys.stdout.isatty():
        webbrowser.open((out / "report.html").resolve().as_uri())


def parse_columns(given: list[str]) -> dict[str, str]:
    """`["amount=Bedrag,description=Omschrijving"]` as a role → header mapping."""
    columns: dict[str, str] = {}
    # Only a comma before the next `role=` divides: a header may hold commas itself, as in "Bedrag, incl. btw".
    for pair in [part for text in given for part in re.split(r",(?=\s*\w+\s*=)", text)]:
        role, equals, header = pair.partition("=")
        role, header = role.strip().lower(), header.strip()
        if not equals or not role or not header:
            raise InputProblem(f"--columns: {pair!r} is not ROLE=HEADER.", "As in amount=Bedrag,supplier=Crediteur.")
        if role in columns:
            raise InputProblem(f"--columns names {role!r} twice.", "Keep the column that is meant.")
        columns[role] = header
    return columns


def run(file: Path, out: Path, options: "Options", pdf: bool) -> "Result":
    """Assess, write the folder, and say on the terminal what was found and where to look."""
    # Imported here: `--help` and the other commands should not pay for charts and tables.
    from scharnier.analytics.assess import assess as assess_ledger
    from scharnier.report.output import output_files
    from scharnier.report.write import write_outputs

    started = time.monotonic()
    console = Console(stderr=True)
    with _Stages(console, options.lang) as tell:
        result = assess_ledger(file, options, tell)
        tell("report", 0)
        files, warnings = output_files(result.assessment, result.lines, pdf=pdf)
        write_outputs(out, files, options.lang)
    for warning in warnings:
        typer.echo(plain(warning), err=True)
    say(result.assessment, out, time.monotonic() - started)
    return result


def say(assessment: "Assessment", out: Path, seconds: float) -> None:
    """The answer in a few lines."""
    dutch = assessment.settings.lang == "nl"
    typer.echo("")
    taken = ", ".join(f"{role} = {header}" for role, header in assessment.input.columns.items())
    typer.echo(plain(f"{'Gelezen als' if dutch else 'Read as'}: {assessment.input.read_as}"))
    typer.echo(plain(f"{'Kolommen' if dutch else 'Columns'}: {taken}"))
    buyer = assessment.settings.buyer_country
    home, currency = assessment.places.get(buyer, buyer), assessment.input.currency
    if dutch:
        typer.echo(plain(f"Koper in: {home}; bedragen in {currency}. Anders? Gebruik --buyer-country en --currency."))
    else:
        typer.echo(plain(f"Buyer in: {home}; amounts in {currency}. If not: --buyer-country and --currency."))
    unread = [limit.text for limit in assessment.limitations if limit.id == "countries_unread"]
    for notice in (*assessment.input.notices, *unread):
        typer.echo(plain(f"  - {notice}"))
    typer.echo("")
    for sentence in assessment.headline:
        typer.echo(plain(f"• {sentence}"))
    typer.echo("")
    took = f"{seconds:.1f}".replace(".", ",") if dutch else f"{seconds:.1f}"
    typer.echo(plain(f"{'Klaar in' if dutch else 'Done in'} {took} s. Open: {out / 'report.html'}"))
    if assessment.risks:
        why = (
            f"Waarom staat iets bovenaan, en om welke regels gaat het? scharnier explain {out} 1"
            if dutch
            else f"Why is something on top, and which of your lines is it about? scharnier explain {out} 1"
        )
        typer.echo(plain(why))


def _today() -> date:
    return datetime.now().astimezone().date()


class _Stages:
    """Shows the stages on a terminal; silent where standard error is no terminal."""

    def __init__(self, console: Console, lang: str) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self.bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self.lang = 0 if lang == "nl" else 1
        self.order = list(STAGES)

    def __enter__(self) -> Callable[[str, float], None]:
        self.bar.start()
        self.task = self.bar.add_task(STAGES["read"][self.lang], total=len(STAGES))
        return self.tell

    def tell(self, stage: str, share: float) -> None:
        done = self.order.index(stage) + share
        self.bar.update(self.task, description=STAGES[stage][self.lang], completed=done)

    def __exit__(self, *_: object) -> None:
        self.bar.stop()
