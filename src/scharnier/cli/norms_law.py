"""`scharnier norms show` of a law or provision: as `scharnier law show` lays it out, with events and a citation."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from scharnier.cli.law.as_json import event_json, law_json, provision_json
from scharnier.cli.law.page import badge, fill, moment_words
from scharnier.cli.law.show_text import render_law, render_provision
from scharnier.cli.law.words import word
from scharnier.kernel.errors import InputProblem
from scharnier.law.timeline import judge_standing
from scharnier.norms import Library
from scharnier.norms.cite import cite

EVENTS = {"nl": "Gebeurtenissen:", "en": "Events:"}
CITE = {"nl": "Zo verwijst u ernaar:", "en": "How to cite it:"}


def render(library: Library, id: str, on: date, lang: str) -> str:
    """A law or provision on a date: wording, history, figures, events, gaps, and how to cite it."""
    law = library.laws[id.partition(":")[0]]
    if id == law.id:
        text = render_law(library, law, judge_standing(law, on), lang, on)
        return "\n".join([text, *_events(library, id, on, lang), *_citation(library, id, on, lang)])
    text = render_provision(library, law, law.provisions[id], on, lang)
    return "\n".join([text, *_citation(library, id, on, lang)])


def as_json(library: Library, id: str, on: date) -> Mapping[str, Any]:
    """The same for a program."""
    law = library.laws[id.partition(":")[0]]
    if id != law.id:
        wording = law.provisions[id].wording(on)
        shown: dict[str, Any] = {"provision": provision_json(law, law.provisions[id], on)}
        if wording is not None:  # the norm itself holds the latest wording
            shown |= {
                "gist": dict(wording.gist),
                "confidence": wording.confidence,
                "source": wording.source,
                "checked_on": wording.checked_on.isoformat(),
            }
        return shown
    events = [event_json(event) for event in library.events if event.law == id]
    return {"law": {**law_json(law, judge_standing(law, on), on), "events": events}}


def _events(library: Library, id: str, on: date, lang: str) -> Iterator[str]:
    events = [event for event in library.events if event.law == id]
    if events:
        yield from ("", EVENTS[lang])
    marked = False
    for event in events:
        if event.on.first > on and not marked:
            marked = True
            yield fill(f"── {on} ──", 2)
        shown = f"{moment_words(event.on, lang)}: {event.title[lang]} ({word(event.kind, lang)})"
        yield fill(f"{shown}{badge(event.confidence, lang)}", 2, 4)


def _citation(library: Library, id: str, on: date, lang: str) -> Iterator[str]:
    """The citation in the text of the day; none where it was not there that day."""
    try:
        line = cite(library, id, on, lang).line
    except InputProblem:
        return
    yield from ("", CITE[lang], fill(line, 2, 2))
