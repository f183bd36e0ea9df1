"""The annual report as one page without scripts that asks nothing of the network; the PDF is made from it."""

from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from scharnier.norms.library import Library
from scharnier.procurement.annual.annual import Annual
from scharnier.procurement.annual.figures import Figure
from scharnier.report.chain_text import Said
from scharnier.report.charts.shares import ShareBar, render_shares
from scharnier.report.formats import NBSP, Formats
from scharnier.report.isv_annual_asks import all_asks
from scharnier.report.isv_annual_lists import account_table, disagreements_table, issues_table, tenders_table
from scharnier.report.isv_annual_tables import (
    BETWEEN,
    HIGH,
    LOW,
    RANGE,
    Cell,
    Line,
    Table,
    categories_table,
    changes_table,
    phases_tables,
    should_says_shows,
    title_of,
)
from scharnier.report.isv_annual_words import ASKS, category_name, word
from scharnier.report.templating import load_templates

MOST_ROWS = 300  # of a table on paper; the workbook has all
MOST_IDS = 200  # behind one figure on the page; the workbook has all


def render_annual(annual: Annual, lang: str, library: Library) -> str:
    """The page in a language."""
    return load_templates().get_template("isv_annual.html.j2").render(_context(annual, lang, library))


def headline(annual: Annual, lang: str) -> str:
    """The answer in a few sentences: where ISV are mandatory, or mandatory or advised where nothing is mandatory."""
    say, f = Said(lang), Formats(lang, "EUR")
    figures = annual.figures
    bound = figures["says.mandatory"].asked > 0
    figure = figures["says.mandatory" if bound else "says.advised"]
    where = say("verplicht", "mandatory") if bound else say("verplicht of aangeraden", "mandatory or advised")
    if not figure.asked:
        return say(
            f"Bij geen aanbesteding van dit jaar die zo ver is, is ISV zeker {where}.",
            f"For no tender of this year that has come so far are ISV {where} for certain.",
        )
    if figure.share is None:
        one = figure.asked == 1
        many = say("aanbesteding" if one else "aanbestedingen", "tender" if one else "tenders")
        said = say(
            f"Van {figure.asked} {many} waar ISV {where} is, is van geen enkele bekend of het is toegepast.",
            f"Of {figure.asked} {many} for which ISV are {where}, it is known of none whether they were applied.",
        )
    else:
        share = f.share(figure.share)
        if figure.is_small(annual.small_number):
            share += f", {word('small', lang)}"
        said = say(
            f"Waar ISV {where} is, is het toegepast bij {len(figure.yes)} van de {figure.known} aanbestedingen "
            f"waarvan dat bekend is ({share}).",
            f"Where ISV are {where}, they were applied in {len(figure.yes)} of the {figure.known} tenders of which "
            f"that is known ({share}).",
        )
        if figure.unknown:
            said += say(
                f" Van {len(figure.unknown)} is het niet bekend.", f" Of {len(figure.unknown)} it is not known."
            )
    if open := len(figures["should.mandatory"].unknown):
        said += say(
            f" Bij {open} is onzeker of ISV verplicht is.", f" For {open} it is uncertain whether ISV are mandatory."
        )
    return said


def _context(annual: Annual, lang: str, library: Library) -> dict[str, Any]:
    say, f = Said(lang), Formats(lang, "EUR")
    title = say(
        f"Internationale Sociale Voorwaarden in {annual.year}", f"International Social Conditions in {annual.year}"
    )
    asks = all_asks(annual, lang, library)

    def fit(table: Table) -> Table:
        return _merged(table, lang)

    return {
        "lang": lang,
        "say": say,
        "css": Markup((files("scharnier.report") / "report.css").read_text("utf-8")),  # noqa: S704 - our own file
        "title": title,
        "annual": annual,
        "day": f.day(annual.on),
        "lead": headline(annual, lang),
        "warnings": warnings_of(annual, lang),
        "tiles": _tiles(annual, lang),
        "answer": fit(should_says_shows(annual, lang)),
        "answer_chart": _chart(
            annual,
            lang,
            "answer",
            ("should.mandatory", "should.advised", "says.all", "says.advised", "shows.all", "shows.sufficient"),
        ),
        "phases": [fit(table) for table in phases_tables(annual, lang)],
        "phases_chart": _chart(annual, lang, "phases", tuple(id for id in annual.figures if id.startswith("phase."))),
        "categories": fit(categories_table(annual, lang)),
        "categories_chart": _category_chart(annual, lang),
        "changes": changes_table(annual, lang),
        "asks": [(number, ASKS[number][lang == "en"], list(map(fit, tables))) for number, tables in asks.items()],
        "disagreements": disagreements_table(annual, lang),
        "account": account_table(annual, lang),
        "issues": issues_table(annual, lang),
        "tenders": tenders_table(annual, lang),
        "shown": lambda value, kind: _shown(value, kind, f),
        "places": {row.id: number for number, row in reversed(list(enumerate(annual.judged, 1)))},
        "most": MOST_IDS,
        "printed": MOST_ROWS,
    }


def warnings_of(annual: Annual, lang: str) -> list[str]:
    """What must be read beside the figures."""
    say = Said(lang)
    warnings = [
        say(
            f"Bij minder dan {annual.small_number} aanbestedingen waarvan het antwoord bekend is staat “klein aantal”: "
            "één aanbesteding meer of minder verandert dan het beeld.",
            f"With fewer than {annual.small_number} tenders of which the answer is known it says “small number”: one "
            "tender more or less then changes the picture.",
        ),
        say(
            "Een lege cel is niet bekend, en nooit nee. Daarom staat bij elk aandeel hoeveel er niet bekend is.",
            "An empty cell is not known, and never no. That is why each share says how much is not known.",
        ),
    ]
    if annual.source.kind == "notices":
        warnings.append(
            say(
                "Dit verslag is gemaakt van aankondigingen. ISV staat meestal in de aanbestedingsstukken: niet "
                "zichtbaar "
                "is niet hetzelfde als niet toegepast.",
                "This report was made from notices. ISV usually stand in the tender documents: not visible is not the "
                "same as not applied.",
            )
        )
    if all(row.decision.buyer_status == "not_bound" for row in annual.judged):
        warnings.append(
            say(
                "De plicht geldt alleen voor het Rijk. Deze organisatie mag ISV toepassen en is er niet toe verplicht.",
                "The duty holds for central government only. This body may use ISV and is not bound to.",
            )
        )
    return warnings


def _tiles(annual: Annual, lang: str) -> list[tuple[str, str, str]]:
    say, f = Said(lang), Formats(lang, "EUR")
    figures = annual.figures
    mandatory, applied, shown = figures["should.mandatory"], figures["says.all"], figures["shows.all"]
    total = sum(len(row) for row in (mandatory.yes, mandatory.no, mandatory.unknown))
    of, unknown = say("van", "of"), word("unknown", lang)

    def counted(figure: Figure) -> str:
        return f"{len(figure.yes)}{NBSP}{of}{NBSP}{figure.known}"

    def rest(figure: Figure) -> str:
        return f"{f.number(len(figure.unknown))} {unknown}"

    advised = figures["should.advised"]
    return [
        (
            f.number(total),
            say("aanbestedingen in het jaar", "tenders in the year"),
            say(f"{len(annual.judged)} rijen in de lijst", f"{len(annual.judged)} rows in the list"),
        ),
        (
            counted(advised),
            say("verplicht of aangeraden", "mandatory or advised"),
            say(
                f"{len(mandatory.yes)} verplicht, {len(mandatory.unknown)} onzeker",
                f"{len(mandatory.yes)} mandatory, {len(mandatory.unknown)} uncertain",
            ),
        ),
        (counted(applied), say("toegepast volgens de lijst", "applied by the list"), rest(applied)),
        (counted(shown), say("leverancier leverde aan", "supplier handed in"), rest(shown)),
    ]


def _bar(name: str, figure: Figure, lang: str) -> ShareBar:
    f, say = Formats(lang, "EUR"), Said(lang)
    shown = f.share(figure.share) if figure.share is not None else word("unknown" if figure.asked else "nothing", lang)
    if figure.known:
        shown += say(f" van {figure.known}", f" of {figure.known}")
    return ShareBar(name, len(figure.yes), len(figure.no), len(figure.unknown), shown)


def _chart(annual: Annual, lang: str, ident: str, ids: tuple[str, ...]) -> tuple[Markup, Markup]:
    bars = [_bar(title_of(id, lang), annual.figures[id], lang) for id in ids]
    return _draw(ident, bars, lang)


def _category_chart(annual: Annual, lang: str) -> tuple[Markup, Markup]:
    bars = [_bar(category_name(each.category, lang), each.says, lang) for each in annual.categories]
    return _draw("categories", bars, lang)


def _draw(ident: str, bars: list[ShareBar], lang: str) -> tuple[Markup, Markup]:
    say = Said(lang)
    parts = (word("yes", lang), word("no", lang), word("unknown", lang))
    titles = {
        "answer": say("Wat moet, wat de lijst zegt en wat blijkt", "What should be, what the list says and what shows"),
        "phases": say("In welke fase iets is toegepast", "In which phase something was applied"),
        "categories": say("Per categorie: toegepast of niet", "By category: applied or not"),
    }
    description = "; ".join(
        say(
            f"{bar.name}: {bar.yes} ja, {bar.no} nee, {bar.unknown} niet bekend",
            f"{bar.name}: {bar.yes} yes, {bar.no} no, {bar.unknown} not known",
        )
        for bar in bars
    )
    words = (titles[ident], description)
    wide, narrow = (
        render_shares(f"{ident}-{name}", bars, parts, words, narrow=name == "narrow") for name in ("wide", "narrow")
    )
    return wide, narrow


def _merged(table: Table, lang: str) -> Table:
    """The table with least and most as one column, to fit a page: 73–82%."""
    names = [name for name, _ in table.heads]
    low, high = LOW[lang == "en"], HIGH[lang == "en"]
    if low not in names:
        return table
    at, f = names.index(low), Formats(lang, "EUR")
    if names[at + 1] != high:
        raise ValueError(f"{table.id} has least and most apart")

    def between(line: Line) -> str:
        first, last = line.cells[at], line.cells[at + 1]
        if not isinstance(first, float | int) or not isinstance(last, float | int):
            return "–"
        ends = (f.share(first), f.share(last))
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} – {ends[1]}".replace(" ", NBSP)

    lines = tuple(Line((*line.cells[:at], between(line), *line.cells[at + 2 :]), line.behind) for line in table.lines)
    return replace(
        table, heads=(*table.heads[:at], (BETWEEN[lang == "en"], RANGE), *table.heads[at + 2 :]), lines=lines
    )


def _shown(value: Cell, kind: str, f: Formats) -> str:
    if value is None or value == "":
        return "–" if kind in ("share", "points") else ""
    if isinstance(value, date):
        return f.day(value)
    if isinstance(value, str):
        return value
    if kind == "share":
        return f.share(float(value))
    if kind == "points":
        points = float(value) * 100
        return ("+" if points > 0 else "") + f.number(points, 1)
    return f.number(value)
