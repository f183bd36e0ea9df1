"""How law is laid out on a terminal of 80 columns: wrapped text, article numbers, figures with their unit, badges."""

import textwrap
from collections.abc import Iterable, Mapping
from datetime import date

from scharnier.cli.law.words import word
from scharnier.cli.terminal import plain
from scharnier.kernel.provenance import Confidence
from scharnier.law.words import MONTHS, count, day, money
from scharnier.norms.law_records import Event, Value
from scharnier.norms.records import Reference
from scharnier.norms.rough_date import RoughDate

WIDTH = 80
LETTERS = 3  # a letter of a paragraph has at most so many signs (viii is rare); what is longer is a name of ours
MARKS: Mapping[Confidence, Mapping[str, str]] = {
    Confidence.VERIFIED: {"nl": "", "en": ""},
    Confidence.SECONDARY: {"nl": "uit tweede hand", "en": "secondary source"},
    Confidence.UNVERIFIED: {"nl": "niet nagezien", "en": "unverified"},
}
UNITS: Mapping[str, Mapping[str, tuple[str, str]]] = {  # of one, of more
    "persons": {"nl": ("werknemer", "werknemers"), "en": ("employee", "employees")},
    "months": {"nl": ("maand", "maanden"), "en": ("month", "months")},
    "years": {"nl": ("jaar", "jaar"), "en": ("year", "years")},
    "days": {"nl": ("dag", "dagen"), "en": ("day", "days")},
    "working_days": {"nl": ("werkdag", "werkdagen"), "en": ("working day", "working days")},
    "kg_per_year": {"nl": ("kg per jaar", "kg per jaar"), "en": ("kg per year", "kg per year")},
    "ha": {"nl": ("hectare", "hectare"), "en": ("hectare", "hectares")},
    "metres": {"nl": ("meter", "meter"), "en": ("metre", "metres")},
    "decimals": {"nl": ("decimaal", "decimalen"), "en": ("decimal", "decimals")},
    "categories": {"nl": ("categorie", "categorieën"), "en": ("category", "categories")},
    "tenders": {"nl": ("aanbesteding", "aanbestedingen"), "en": ("tender", "tenders")},
}
SIGNS = ("date", "euro", "share", "percent")  # units that are said in another way than with a word behind the number


def fill(text: str, indent: int = 0, hang: int | None = None, width: int = WIDTH) -> str:
    """The text wrapped at 80 columns; `indent` before the first line, `hang` before the others."""
    rest = " " * (indent if hang is None else hang)
    wrapped = textwrap.wrap(
        plain(text),
        width,
        initial_indent=" " * indent,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=width < WIDTH,  # an address stays whole on a line of its own
    )
    return "\n".join(wrapped)


def labelled(label: str, text: str, indent: int = 4, column: int = 16) -> str:
    """A label and its text, the text wrapped in its own column."""
    lines = fill(text, 0, 0, WIDTH - column).split("\n")
    head = f"{' ' * indent}{label}".ljust(column)
    if len(head) > column or not head.endswith(" "):
        head = f"{head.rstrip()} "
        lines = fill(text, 0, 0, WIDTH - len(head)).split("\n") if len(head) + len(lines[0]) > WIDTH else lines
    return "\n".join([head + lines[0], *(" " * column + line for line in lines[1:])])


def heading(text: str) -> str:
    """A heading with a line below it."""
    wrapped = fill(text)
    return f"{wrapped}\n{'─' * max(map(len, wrapped.splitlines()))}"


def columns(rows: Iterable[tuple[str, ...]], widths: tuple[int, ...], indent: int = 2) -> str:
    """Rows in columns of these widths; the last column takes the rest of the line and wraps under itself."""
    out = []
    for row in rows:
        cells = [fill(cell, 0, 0, width).split("\n") for cell, width in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            parts = [(c[number] if number < len(c) else "").ljust(w) for c, w in zip(cells, widths, strict=True)]
            out.append((" " * indent + "  ".join(parts)).rstrip())
    return "\n".join(out)


def article(id: str, lang: str) -> str:
    """`art. 2(1)(a)` for `csddd-2024:2.1.a`, `bijlage 1.2` for an annex; empty for an id that is a word."""
    first, *rest = id.partition(":")[2].split(".")
    if first.startswith("annex"):
        return f"{'bijlage' if lang == 'nl' else 'annex'} {'.'.join(rest)}".rstrip()
    tail = "".join(f"({part})" for part in rest if part[:1].isdigit() or len(part) <= LETTERS)
    return f"art. {first}{tail}" if first[:1].isdigit() else ""


def articles(ids: Iterable[str], lang: str) -> str:
    """Several articles after one another: `art. 8, 8(3)`."""
    out: list[str] = []
    for name in filter(None, (article(id, lang) for id in ids)):
        same = out and out[0].partition(" ")[0] == "art." and name.startswith("art. ")
        out.append(name.removeprefix("art. ") if same else name)
    return ", ".join(out)


def value_words(value: Value | None, unit: str, lang: str) -> str:
    """A figure as people say it: `5.000 werknemers`, `€ 1,5 miljard`, `3%`, `26 juli 2029`, `5 jaar`."""
    if value is None:
        return word("none", lang)
    if isinstance(value.amount, date):
        return day(value.amount, lang)
    return amount_words(value.amount, unit, lang)


def amount_words(amount: float, unit: str, lang: str) -> str:
    """A number in its unit. Raises KeyError for a unit without words: every unit in a law file has them."""
    if unit == "euro":
        return money(amount, lang)
    if unit in ("share", "percent"):
        shown = count(amount * 100 if unit == "share" else amount, lang)
        return f"{shown}%"
    if unit == "months" and amount >= 24 and amount % 12 == 0:
        return amount_words(amount / 12, "years", lang)
    one, more = UNITS[unit][lang]
    return f"{count(amount, lang)} {one if amount == 1 else more}"


def source_words(reference: Reference, lang: str) -> str:
    """What a source is called, with its publisher; our own knowledge in the language of the page."""
    if reference.id == "OWN":
        return word("own_source", lang)
    return f"{reference.title} ({reference.publisher})"


def moment_words(on: RoughDate, lang: str) -> str:
    """A date as exactly as it is known: `26 juli 2029`, `juni 2026`, `2021`."""
    if on.first == on.last:
        return day(on.first, lang)
    if len(on.text) == len("2026-06"):
        return f"{MONTHS[lang][on.first.month - 1]} {on.first.year}"
    return on.text


def badge(confidence: Confidence, lang: str) -> str:
    """` [niet nagezien]`, or nothing for what was checked against its text."""
    mark = MARKS[confidence][lang]
    return f" [{mark}]" if mark else ""


def change_words(old: Value | None, new: Value | None, unit: str, lang: str) -> str:
    """`1.000 → 5.000 werknemers`, `nieuw: 3%`, `5% → vervallen`."""
    if old is None:
        return f"{word('new', lang)}: {value_words(new, unit, lang)}"
    if new is None:
        return f"{value_words(old, unit, lang)} → {word('gone', lang)}"
    before, after = value_words(old, unit, lang), value_words(new, unit, lang)
    number, _, name = after.partition(" ")
    if name and before.endswith(f" {name}") and number[:1].isdigit() and unit != "date":
        before = before.removesuffix(f" {name}")
    return f"{before} → {after}"


def events_lines(events: Iterable[tuple[Event, str]], lang: str) -> list[str]:
    """Events, each with the date in front: `26 juli 2029   csddd, van toepassing: …`; marks as in the legend."""
    marks = {Confidence.VERIFIED: "", Confidence.SECONDARY: "°", Confidence.UNVERIFIED: "*"}
    lines = []
    for event, law in events:
        head = f"{law}, {word(event.kind, lang)}" if law else word(event.kind, lang)
        told = f"{head}: {event.title[lang].rstrip('.')}{marks[event.confidence]}"
        lines.append(labelled(moment_words(event.on, lang), told, 0, 19))
    return lines


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    shown = text[:1].upper() + text[1:]
    return shown if shown.endswith((".", "!", "?", ":")) else f"{shown}."
