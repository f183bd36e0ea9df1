"""`scharnier norms due`: what of the Library must be verified again, and when."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

import typer

from scharnier.cli.terminal import day_asked, plain
from scharnier.kernel.errors import InputProblem
from scharnier.norms import load_library
from scharnier.norms.calendar import Due, list_due

DAY = ["%Y-%m-%d"]
WORDS = {
    "overdue": {"nl": "Te laat (vóór {on}):", "en": "Overdue (before {on}):"},
    "coming": {"nl": "Te doen vanaf {on}:", "en": "To do from {on}:"},
    "none": {"nl": "Niets te doen.", "en": "Nothing to do."},
    "check": {"nl": "nagaan", "en": "check"},
    "event": {"nl": "gebeurtenis", "en": "event"},
    "stale": {"nl": "opnieuw nazien", "en": "verify again"},
    "gap": {"nl": "nog te vinden", "en": "to be found"},
    "week": {"nl": "elke week", "en": "every week"},
    "month": {"nl": "elke maand", "en": "every month"},
    "quarter": {"nl": "elk kwartaal", "en": "every quarter"},
    "year": {"nl": "elk jaar", "en": "every year"},
    "until": {"nl": "tot en met {day}", "en": "until {day}"},
}


def due(
    on: Annotated[datetime | None, typer.Option(help="As seen from this day; today without.", formats=DAY)] = None,
    until: Annotated[datetime | None, typer.Option(help="Nothing after this day.", formats=DAY)] = None,
    lang: Annotated[Literal["nl", "en"], typer.Option(help="Language of the lines.")] = "nl",
    format: Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")] = "text",
) -> None:
    """What must be verified again, overdue first: dates to watch, old checks and what could not be found yet."""
    day = day_asked(on)
    last = until.date() if until else None
    if last is not None and last < day:
        raise InputProblem(f"--until {last} is before {day}.", "Choose a later day, or an earlier --on.")
    found = list_due(load_library(), last)
    if format == "json":
        typer.echo(json.dumps([_as_json(each, day) for each in found], ensure_ascii=False, indent=2))
        return
    for heading, late in (("overdue", True), ("coming", False)):
        kept = [each for each in found if each.is_overdue(day) is late]
        if kept:
            typer.echo(WORDS[heading][lang].format(on=day))
        for each in kept:
            typer.echo(plain(f"  {each.due_on}  {_sort(each, lang)}  {_line(each, lang)}"))
    if not found:
        typer.echo(WORDS["none"][lang])


def _sort(due: Due, lang: str) -> str:
    width = max(len(WORDS[kind][lang]) for kind in ("check", "event", "stale", "gap"))
    return WORDS[due.kind][lang].ljust(width)


def _line(due: Due, lang: str) -> str:
    again = [WORDS[due.every][lang]] if due.every else []
    again += [WORDS["until"][lang].format(day=due.until)] if due.every and due.until else []
    return " ".join(filter(None, [due.about, due.what[lang], f"({' '.join(again)})" if again else ""]))


def _as_json(due: Due, day: date) -> Mapping[str, Any]:
    return {
        "id": due.id,
        "kind": due.kind,
        "about": due.about or None,
        "due_on": due.due_on.isoformat(),
        "overdue": due.is_overdue(day),
        "every": due.every or None,
        "until": due.until.isoformat() if due.until else None,
        "what": dict(due.what),
        "records": list(due.records),
    }
