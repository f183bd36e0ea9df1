"""The tables of the annual report, as values with a kind: the page writes them in words, the workbook as numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from scharnier.procurement.annual.annual import Annual
from scharnier.procurement.annual.content import load_annual_content
from scharnier.procurement.annual.figures import Figure
from scharnier.report.chain_text import Said
from scharnier.report.isv_annual_words import category_name, word

Cell = str | int | float | date | None
TEXT, WHOLE, SHARE, POINTS, DAY, RANGE = "text", "whole", "share", "points", "day", "range"
LOW, HIGH, BETWEEN = ("Minstens", "At least"), ("Hoogstens", "At most"), ("Tussen", "Between")


@dataclass(frozen=True)
class Line:
    """A row; `behind` are the tenders it rests on, by answer."""

    cells: tuple[Cell, ...]
    behind: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: `heads` are (name, kind); `id` is that of its sheet and of its place in the page."""

    id: str
    title: str
    heads: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    note: str = ""
    empty: str = ""


def figure_heads(lang: str, first: str = "") -> tuple[tuple[str, str], ...]:
    """The columns of every table of figures."""
    say = Said(lang)
    return (
        (first or say("Wat", "What"), TEXT),
        (say("Ja", "Yes"), WHOLE),
        (say("Van (bekend)", "Of (known)"), WHOLE),
        (say("Aandeel", "Share"), SHARE),
        (say("Niet bekend", "Not known"), WHOLE),
        (say(*LOW), SHARE),
        (say(*HIGH), SHARE),
        (say("Let op", "Note"), TEXT),
    )


def figure_line(name: str, figure: Figure, annual: Annual, lang: str) -> Line:
    """A figure with its denominator, what is missing and what it can be if that were known."""
    note = word("small", lang) if figure.is_small(annual.small_number) else ""
    if not figure.asked:
        note = word("nothing", lang)
    cells = (
        name,
        len(figure.yes),
        figure.known,
        figure.share,
        len(figure.unknown),
        figure.low,
        figure.high,
        note,
    )
    return Line(cells, behind(figure, lang))


def behind(figure: Figure, lang: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The tenders behind a figure, by answer."""
    parts = (("yes", figure.yes), ("no", figure.no), ("unknown", figure.unknown))
    return tuple((word(key, lang), ids) for key, ids in parts if ids)


def title_of(id: str, lang: str) -> str:
    """What a figure is called."""
    words = load_annual_content().figures[id]
    return words.nl if lang == "nl" else words.en


def figures_table(id: str, title: str, ids: Iterable[str], annual: Annual, lang: str, note: str = "") -> Table:
    """A table of figures by their ids."""
    lines = tuple(figure_line(title_of(each, lang), annual.figures[each], annual, lang) for each in ids)
    return Table(id, title, figure_heads(lang), lines, note)


def should_says_shows(annual: Annual, lang: str) -> Table:
    """What should have been, what the list says, and what shows."""
    say = Said(lang)
    groups = (("should", say("Moet", "Should")), ("says", say("Zegt", "Says")), ("shows", say("Blijkt", "Shows")))
    lines = []
    for group, name in groups:
        for id, figure in annual.figures.items():
            if id.startswith(f"{group}.") and (id != "shows.notice" or annual.source.kind == "notices"):
                lines.append(figure_line(f"{name}: {title_of(id, lang)}", figure, annual, lang))
    note = say(
        "Moet: wat de regel zegt. Zegt: wat in uw lijst staat. Blijkt: wat leveranciers hebben aangeleverd, ook bij "
        "eerder aanbestede contracten. Het aandeel is van wat bekend is; daarnaast staat wat het is als al het "
        "onbekende nee, of ja, zou zijn.",
        "Should: what the rule says. Says: what your list states. Shows: what suppliers handed in, also under "
        "contracts tendered earlier. The share is of what is known; beside it stands what it is if all that is unknown "
        "were no, or yes.",
    )
    return Table(
        "answer", say("Moet, zegt en blijkt", "Should, says and shows"), figure_heads(lang), tuple(lines), note
    )


def phases_tables(annual: Annual, lang: str) -> list[Table]:
    """Each phase over the tenders for which ISV are mandatory or advised, and over all."""
    say = Said(lang)
    heads = figure_heads(lang, say("Fase", "Phase"))
    note = say(
        "Waar een fase nog niet aan de orde is, telt de aanbesteding daar niet mee. Contractmanagement gaat ook over "
        "contracten uit eerdere jaren.",
        "Where a phase has not come yet, the tender does not count there. Contract management also covers contracts of "
        "earlier years.",
    )
    titles = (
        (say("Per fase: alle aanbestedingen", "By phase: all tenders"), annual.figures, ""),
        (say("Per fase: verplicht of aangeraden", "By phase: mandatory or advised"), annual.advised, note),
    )
    tables = []
    for number, (title, figures, said) in enumerate(titles):
        lines = [
            figure_line(title_of(id, lang), each, annual, lang)
            for id, each in figures.items()
            if id.startswith("phase.")
        ]
        tables.append(Table(f"phases{number or ''}", title, heads, tuple(lines), said))
    return tables


def categories_table(annual: Annual, lang: str) -> Table:
    """Each category of the rule."""
    say = Said(lang)
    heads = figure_heads(lang, say("Categorie", "Category"))
    heads = (
        heads[0],
        (say("Aantal", "Tenders"), WHOLE),
        (say("Verplicht", "Mandatory"), WHOLE),
        (say("Onzeker", "Uncertain"), WHOLE),
        (say("Toegepast", "Applied"), WHOLE),
        *heads[2:],
    )
    lines = []
    for each in annual.categories:
        line = figure_line(category_name(each.category, lang), each.says, annual, lang)
        total = each.should.asked + len(each.should.outside)
        should = (total, len(each.should.yes), len(each.should.unknown))
        lines.append(Line((line.cells[0], *should, *line.cells[1:]), line.behind))
    note = say(
        "Een aanbesteding staat onder de categorie die de regel als eerste noemt, ook als de regel uw organisatie niet "
        "bindt. De indeling van CPV-codes is van ons.",
        "A tender stands under the category that the rule names first, also where the rule does not bind your "
        "body. The "
        "map of CPV codes is ours.",
    )
    return Table("categories", say("Toepassing per categorie", "Application by category"), heads, tuple(lines), note)


def changes_table(annual: Annual, lang: str) -> Table:
    """This year beside the one before; a difference only where both have a denominator."""
    say = Said(lang)
    before, after = str(annual.year - 1), str(annual.year)
    of = say("van", "of")
    heads = (
        (say("Wat", "What"), TEXT),
        (before, SHARE),
        (f"{of} ({before})", WHOLE),
        (after, SHARE),
        (f"{of} ({after})", WHOLE),
        (say("Verschil (procentpunt)", "Change (percentage points)"), POINTS),
        (say("Let op", "Note"), TEXT),
    )
    lines = []
    for change in annual.changes:
        notes = []
        if change.points is None:
            notes.append(say("niet te vergelijken", "cannot be compared"))
        elif change.points and not change.sure:
            notes.append(say("richting onzeker door onbekenden", "direction uncertain because of unknowns"))
        least = annual.small_number
        if change.before.is_small(least) or change.after.is_small(least):
            notes.append(word("small", lang))
        lines.append(
            Line(
                (
                    title_of(change.id, lang),
                    change.before.share,
                    change.before.known,
                    change.after.share,
                    change.after.known,
                    change.points,
                    "; ".join(notes),
                )
            )
        )
    note = say(
        f"{before} is gerekend naar de stand op 31 december {before}, {after} naar de dag van dit verslag.",
        f"{before} is as it stood on 31 December {before}, {after} on the day of this report.",
    )
    empty = say("Er is geen lijst van het jaar ervoor meegegeven.", "No list of the year before was given.")
    return Table(
        "years", say("Dit jaar en het vorige", "This year and the one before"), heads, tuple(lines), note, empty
    )


def join_ids(ids: Sequence[str]) -> str:
    """References in one cell."""
    return "; ".join(ids)
