"""What `scharnier chain compare` says, and its JSON and CSV."""

from collections.abc import Iterator
from typing import Any, TextIO

from scharnier.analytics.chains.trace import list_cells
from scharnier.analytics.chains.years import Years
from scharnier.cli.chain_json import cell_json, followed_json, model_json
from scharnier.cli.chain_words import model_line, source_line
from scharnier.cli.terminal import CsvTable
from scharnier.report.chain_text import Said
from scharnier.report.chain_years_text import (
    PARTS,
    Figures,
    bought_line,
    is_value,
    part_name,
    shown_parts,
    total_line,
    unit_of,
    warnings_of,
    years_title,
)

SIDE = 12  # of a bar, each way
COLUMNS = ("region", "name", "before", "after", "change")


def years_lines(years: Years, top: int, lang: str) -> Iterator[str]:
    """Why it changed, and where it arises."""
    say, figures, table = Said(lang), Figures(years, lang), years.tables[0]
    yield years_title(years, lang)
    for side, head in enumerate(say(("Eerst", "Later"), ("Before", "After"))):
        yield f"{head}: {model_line(years.tables[side])}"
        if years.amounts:
            yield f"  {bought_line(years, side, lang)}"
    yield f"{say('Gevolgd', 'Followed')}: {years.followed[0].names[lang]}"
    yield ""
    yield total_line(years, lang)
    yield from _part_lines(years, lang)
    yield ""
    yield say(
        f"In welke landen het ontstaat, de grootste verandering eerst ({unit_of(years, lang)}):",
        f"In which countries it arises, the largest change first ({unit_of(years, lang)}):",
    )
    yield ""
    parts = shown_parts(years)
    heads = [say("eerst", "before"), say("later", "after"), say("verschil", "change")]
    named = [part_name(name, lang).lower() for name in parts] if len(parts) > 1 else []
    yield "  ".join(f"{head:>11}" for head in (*heads, *named)) + " " * (2 * SIDE + 4)
    most = max((abs(place.change) for place in years.places), default=0.0)
    for place in years.places[:top]:
        change = place.change
        shown = [figures.plain(place.before), figures.plain(place.after), figures.signed(change)]
        if named:
            by_name = dict(zip(years.factors, place.parts, strict=True))
            shown += [figures.signed(by_name[name]) for name in parts]
        columns = "  ".join(f"{text:>11}" for text in shown)
        yield f"{columns}  {_bar(change, most)}  {table.region_name(place.region, lang)}"
    if len(years.places) > top:
        rest = years.places[top:]
        total = figures.signed(sum(place.change for place in rest))
        yield say(f"  {len(rest)} andere samen: {total}", f"  {len(rest)} others together: {total}")
    yield ""
    for line in warnings_of(years, lang):
        yield f"- {line}"
    for line in dict.fromkeys(source_line(each, lang) for each in years.tables):
        yield line


def years_json(years: Years, lang: str) -> dict[str, Any]:
    """The decomposition, as it is calculated: values per unit bought, or for the amounts given."""
    before, after = years.totals
    return {
        "before": model_json(years.tables[0]),
        "after": model_json(years.tables[1]),
        "bought": [
            [{**cell_json(table, cell, lang), "amount": amount} for cell, amount in list_cells(bought)]
            for table, bought in zip(years.tables, years.bought, strict=True)
        ],
        "amounts_given": years.amounts,
        "followed": followed_json(years.followed[0], lang),
        "total": {"before": before, "after": after, "change": after - before, "error": float(years.change.error[0])},
        "parts": {
            name: {"value": part, "least": least, "most": most} for name, (part, least, most) in years.parts.items()
        },
        "by_region": [
            {
                "region": place.region,
                "name": years.tables[0].region_name(place.region, lang),
                "before": place.before,
                "after": place.after,
                "change": place.change,
                **dict(zip(years.factors, place.parts, strict=True)),
            }
            for place in years.places
        ],
        "left_out": {"cells": years.left_out, "share_of_money": list(years.silent)},
        "caveats": warnings_of(years, lang),
    }


def write_years(years: Years, lang: str, to: TextIO) -> None:
    """A row per region of origin, and one for all."""
    table, writer = years.tables[0], CsvTable(to)
    writer.writerow((*COLUMNS, *years.factors))
    for place in years.places:
        figures = (place.before, place.after, place.change, *place.parts)
        writer.writerow((place.region, table.region_name(place.region, lang), *(f"{value:.9g}" for value in figures)))
    before, after = years.totals
    whole = (before, after, after - before, *(part for part, _, _ in years.parts.values()))
    writer.writerow(("", Said(lang)("alles", "all"), *(f"{value:.9g}" for value in whole)))


def _part_lines(years: Years, lang: str) -> Iterator[str]:
    """The parts of the whole, with their range; nothing where the whole cannot change."""
    say, figures, parts = Said(lang), Figures(years, lang), years.parts
    if is_value(years) and not years.amounts:
        yield say(
            "Alle geld wordt ergens verdiend, dus het totaal verandert niet. Waar het wordt verdiend, wel.",
            "All money is earned somewhere, so the total does not change. Where it is earned does.",
        )
        return
    yield ""
    yield say("Waardoor", "Why")
    most = max(abs(parts[name][0]) for name in shown_parts(years))
    for name in shown_parts(years):
        part = parts[name][0]
        low, high = (figures.signed(value) for value in parts[name][1:])
        between = say(f"  ({low} tot {high})", f"  ({low} to {high})") if low != high else ""
        yield f"  {figures.signed(part):>11}  {_bar(part, most)}  {PARTS[lang][name]}{between}"


def _bar(value: float, most: float) -> str:
    long = round(abs(value) / most * SIDE) if most > 0 else 0
    left, right = ("█" * long, "") if value < 0 else ("", "█" * long)
    return f"{left:>{SIDE}}│{right:<{SIDE}}"
