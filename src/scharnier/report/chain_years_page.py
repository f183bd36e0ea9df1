"""Two years side by side as pictures and as a page: one file without scripts that asks nothing of the network."""

from importlib.resources import files
from typing import Any

from markupsafe import Markup

from scharnier.analytics.chains.years import Years
from scharnier.report.chain_text import Said
from scharnier.report.chain_years_charts import BREAK_MARK, Pair, Stair, render_pairs, render_stairs
from scharnier.report.chain_years_text import (
    NOTHING,
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
from scharnier.report.templating import load_templates

DRAWN = 10  # countries in the picture; the table has all


def draw_years(years: Years, lang: str, *, narrow: bool) -> Markup:
    """Why it changed as one SVG, or where it arises when the whole did not change."""
    stairs = draw_stairs(years, lang, narrow=narrow)
    return draw_pairs(years, lang, narrow=narrow) if stairs is None else stairs


def draw_stairs(years: Years, lang: str, *, narrow: bool) -> Markup | None:
    """The staircase; None where nothing changed."""
    say, figures, (before, after) = Said(lang), Figures(years, lang), years.totals
    if max(abs(part) for part, _, _ in years.parts.values()) <= NOTHING * max(abs(before), abs(after)):
        return None
    names = [str(table.year or table.id) for table in years.tables]
    at, stairs = before, [Stair(names[0], 0.0, before, 0.0, 0.0, figures.plain(before), whole=True)]
    for name in shown_parts(years):
        part, low, high = years.parts[name]
        stairs.append(Stair(part_name(name, lang), at, at + part, at + low, at + high, figures.signed(part)))
        at += part
    stairs.append(Stair(names[1], 0.0, after, 0.0, 0.0, figures.plain(after), whole=True))
    words = (
        total_line(years, lang),
        say(
            "Van het eerste jaar naar het latere, een stap per oorzaak. De dunne lijn is wat die stap kan zijn in een "
            "andere volgorde. De tabel geeft dezelfde cijfers.",
            "From the earlier year to the later, a step for each cause. The thin line is what that step can be in "
            "another order. The table has the same figures.",
        ),
    )
    return render_stairs("stairs-narrow" if narrow else "stairs", stairs, words, narrow=narrow)


def draw_pairs(years: Years, lang: str, *, narrow: bool) -> Markup:
    """Both years by country, the largest change first."""
    say, figures, table = Said(lang), Figures(years, lang), years.tables[0]
    pairs = [
        Pair(
            table.region_name(place.region, lang),
            place.before,
            place.after,
            f"{figures.plain(place.before)} → {figures.plain(place.after)} ({figures.signed(place.change)})",
        )
        for place in years.places[:DRAWN]
    ]
    most = pairs[0]
    words = (
        say(f"De grootste verandering is in {most.name}", f"The largest change is in {most.name}"),
        say(
            f"Twee balken per land, {unit_of(years, lang)}: licht is het eerste jaar, donker het latere.",
            f"Two bars per country, {unit_of(years, lang)}: light is the earlier year, dark the later.",
        ),
    )
    first, second = (str(each.year or each.id) for each in years.tables)
    ident = "pairs-narrow" if narrow else "pairs"
    return render_pairs(ident, pairs, (first, second, unit_of(years, lang)), words, narrow=narrow)


def render_years(years: Years, lang: str) -> str:
    """The page in a language: the answer, why, where, and what must be read beside it."""
    return load_templates().get_template("chain_years.html.j2").render(_context(years, lang))


def _context(years: Years, lang: str) -> dict[str, Any]:
    say, figures, table = Said(lang), Figures(years, lang), years.tables[0]
    wide, narrow = (draw_stairs(years, lang, narrow=each) for each in (False, True))
    parts, pairs = shown_parts(years), (draw_pairs(years, lang, narrow=False), draw_pairs(years, lang, narrow=True))
    years_named = tuple(str(each.year or each.id) for each in years.tables)
    heads = [*years_named, say("Verschil", "Change")]
    heads += [part_name(name, lang) for name in parts] if len(parts) > 1 else []
    rows = []
    for place in years.places:
        by_name = dict(zip(years.factors, place.parts, strict=True))
        cells = [figures.plain(place.before), figures.plain(place.after), figures.signed(place.change)]
        cells += [figures.signed(by_name[name]) for name in parts] if len(parts) > 1 else []
        rows.append((table.region_name(place.region, lang), *cells))
    return {
        "lang": lang,
        "say": say,
        "css": Markup((files("scharnier.report") / "report.css").read_text("utf-8")),  # noqa: S704 - our own file
        "title": years_title(years, lang),
        "followed": years.followed[0].names[lang],
        "models": tuple(f"{each.title} ({each.id})" for each in years.tables),
        "bought": tuple(bought_line(years, side, lang) for side in (0, 1)) if years.amounts else ("", ""),
        "names": years_named,
        "lead": total_line(years, lang),
        "unit": unit_of(years, lang),
        "fixed": is_value(years) and not years.amounts,
        "stairs": None if wide is None else (wide, narrow),
        "parts": [
            (
                PARTS[lang][name].partition(": ")[0].capitalize(),
                figures.signed(years.parts[name][0]),
                figures.signed(years.parts[name][1]),
                figures.signed(years.parts[name][2]),
                PARTS[lang][name].partition(": ")[2],
            )
            for name in parts
        ],
        "pairs": pairs,
        "broken": BREAK_MARK in pairs[0],
        "heads": [(say("Land", "Country"), "text"), *((head, "number") for head in heads)],
        "rows": rows,
        "warnings": warnings_of(years, lang),
        "sources": list(
            dict.fromkeys(f"{each.attribution or each.publisher} ({each.licence})" for each in years.tables)
        ),
    }
