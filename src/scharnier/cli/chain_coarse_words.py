"""What `scharnier chain coarse` says, and its JSON and CSV."""

import math
from collections.abc import Iterator
from typing import Any, TextIO

from scharnier.analytics.chains.coarse import Coarseness
from scharnier.chain.aggregate import AggregationError
from scharnier.cli.chain_json import followed_json, model_json
from scharnier.cli.chain_words import model_line, source_line
from scharnier.cli.terminal import CsvTable
from scharnier.report.chain_text import Said
from scharnier.report.formats import Formats

HALF = 12  # of a line, each way; its ends are four times less and four times more
REACH = 4.0
LISTED = 10
COLUMNS = ("sector", "name", "fine_sectors", "fine_cells", "p05", "p50", "p95", "left_out")


def coarse_lines(found: Coarseness, lang: str) -> Iterator[str]:
    """Per coarse industry how its fine parts lie about it, widest first, and what is not compared."""
    say, f, coarse, fine = Said(lang), Formats(lang, "EUR"), found.coarse, found.fine
    yield say(f"Hoe grof is {coarse.id}, gezien door {fine.id}", f"How coarse is {coarse.id}, seen through {fine.id}")
    yield f"{say('Fijn', 'Fine')}: {model_line(fine)}"
    yield f"{say('Grof', 'Coarse')}: {model_line(coarse)}"
    yield f"{say('Gevolgd', 'Followed')}: {found.followed[0].names[lang]}"
    yield ""
    low, middle, high = (_ratio(float(part[0, 0]), f) for part in _quantiles(found.whole))
    yield say(
        f"Het fijne cijfer is {middle} keer het grove in het midden, en {low} tot {high} keer in negen van de tien "
        "gevallen (naar productie). 0,5 betekent: het grove model zegt het dubbele.",
        f"The fine figure is {middle} times the coarse one in the middle, and {low} to {high} times in nine cases out "
        "of ten (by output). 0.5 means: the coarse model says twice as much.",
    )
    yield ""
    heads = ("5%", say("midden", "middle"), "95%")
    scale = f"{'¼':<{HALF}}1{'4':>{HALF}}"
    yield "".join(f"{head:>8}" for head in heads) + f"  {scale}  {say('fijn', 'fine'):>5}"
    for place in _order(found.sectors):
        name = found.sectors.labels[place]
        values = [float(part[0, place]) for part in _quantiles(found.sectors)]
        shown = "".join(f"{_ratio(value, f):>8}" for value in values)
        yield f"{shown}  {_line(values)}  {found.members[name]:>5}  {coarse.sector_name(name, lang)}"
    yield ""
    for line in _notes(found, lang):
        yield f"- {line}"
    for line in dict.fromkeys(source_line(each, lang) for each in (fine, coarse)):
        yield line


def coarse_json(found: Coarseness, lang: str) -> dict[str, Any]:
    """Fine / coarse by coarse sector and for all; null where nothing could be compared."""
    groups = found.sectors
    return {
        "fine": model_json(found.fine),
        "coarse": model_json(found.coarse),
        "followed": [followed_json(each, lang) for each in found.followed],
        "all": _group(found.whole, 0),
        "sectors": [
            {
                "sector": groups.labels[place],
                "name": found.coarse.sector_name(groups.labels[place], lang),
                "fine_sectors": found.members[groups.labels[place]],
                **_group(groups, place),
            }
            for place in _order(groups)
        ],
        "compared": found.compared,
        "sectors_left_out": list(found.loose[0]),
        "regions_left_out": list(found.loose[1]),
        "without_figure": list(found.silent),
        "notes": list(_notes(found, lang)),
    }


def write_coarse(found: Coarseness, lang: str, to: TextIO) -> None:
    """A row per coarse sector."""
    writer = CsvTable(to)
    writer.writerow(COLUMNS)
    for place in _order(found.sectors):
        name, group = found.sectors.labels[place], _group(found.sectors, place)
        figures = ("" if group[key] is None else f"{group[key]:.9g}" for key in ("p05", "p50", "p95", "left_out"))
        names = (name, found.coarse.sector_name(name, lang), found.members[name], group["fine_cells"])
        writer.writerow((*names, *figures))


def _notes(found: Coarseness, lang: str) -> Iterator[str]:
    say, f, fine, coarse = Said(lang), Formats(lang, "EUR"), found.fine, found.coarse
    compared = f.share(found.compared)
    yield say(
        f"Vergeleken: {compared} van de productie in {fine.id}, wat binnen één cel van {coarse.id} valt.",
        f"Compared: {compared} of the output in {fine.id}, what lies within one cell of {coarse.id}.",
    )
    for labels, what in zip(
        found.loose, (say("bedrijfstakken", "industries"), say("gebieden", "regions")), strict=True
    ):
        if labels:
            listed = ", ".join(labels[:LISTED]) + (" …" if len(labels) > LISTED else "")
            yield say(
                f"Niet vergeleken, want niet binnen één van de grove {what}, of onbekend: {listed}.",
                f"Not compared, as they lie in no single one of the coarse {what}, or are not known: {listed}.",
            )
    if any(found.silent):
        first, second = (f.share(part) for part in found.silent)
        yield say(
            f"Zonder cijfer, en als niets geteld: {first} van de productie in het fijne model, {second} in het grove. "
            "Dat is onbekend, niet laag.",
            f"Without a figure, and counted as nothing: {first} of the output in the fine model, {second} in the "
            "coarse. That is unknown, not low.",
        )
    if (fine.year, fine.publisher) != (coarse.year, coarse.publisher):
        yield say(
            "De modellen zijn van een ander jaar of een andere maker. Het verschil komt dan ook daarvan, niet alleen "
            "van de grofheid.",
            "The models are of other years or makers. Part of the difference comes from that, not from coarseness.",
        )
    yield say(
        "Dat uw leverancier afwijkt van zijn bedrijfstak, zit hier niet in.",
        "That your supplier differs from its industry is not in this.",
    )


def _quantiles(groups: AggregationError) -> tuple[Any, Any, Any]:
    return groups.p05, groups.p50, groups.p95


def _group(groups: AggregationError, place: int) -> dict[str, Any]:
    named = zip(("p05", "p50", "p95"), _quantiles(groups), strict=True)
    values = {name: float(part[0, place]) for name, part in named}
    return {
        "fine_cells": int(groups.members[place]),
        **{name: None if math.isnan(value) else value for name, value in values.items()},
        "left_out": float(groups.left_out[0, place]),
    }


def _order(groups: AggregationError) -> list[int]:
    """Groups with something to compare, the widest first; then the others."""
    named = [place for place, name in enumerate(groups.labels) if name and groups.members[place]]

    def width(place: int) -> float:
        low, high = float(groups.p05[0, place]), float(groups.p95[0, place])
        return math.inf if low == 0 else high / low

    known = [place for place in named if not math.isnan(groups.p50[0, place])]
    return sorted(known, key=lambda place: -width(place)) + [place for place in named if place not in known]


def _ratio(value: float, f: Formats) -> str:
    return "–" if math.isnan(value) else f.number(value, 2)


def _line(values: list[float]) -> str:
    """The range on a scale of doublings, with a mark in the middle of it."""
    if any(math.isnan(value) for value in values):
        return " " * (2 * HALF + 1)
    low, middle, high = (_step(value) for value in values)
    marks = ["─" if low <= at <= high else "·" for at in range(2 * HALF + 1)]
    marks[middle] = "●"
    return "".join(marks)


def _step(value: float) -> int:
    if value <= 0:
        return 0
    return max(0, min(2 * HALF, HALF + round(HALF * math.log(value) / math.log(REACH))))
