"""The lists of the annual report: every tender, every disagreement, every row and every cell that failed."""

from scharnier.procurement.annual.annual import Annual, category_of
from scharnier.procurement.annual.shapes import PHASES, Judged
from scharnier.report.chain_text import Said
from scharnier.report.isv_annual_tables import TEXT, WHOLE, Line, Table, title_of
from scharnier.report.isv_annual_words import category_name, word

SCOPES = ("in_year", "earlier", "later", "withdrawn", "duplicate")


def tenders_table(annual: Annual, lang: str) -> Table:
    """Every row of the list with what the rule says, what the list says and what shows."""
    say = Said(lang)
    heads = (
        (say("Kenmerk", "Reference"), TEXT),
        (say("Titel", "Title"), TEXT),
        (say("Rij", "Row"), WHOLE),
        (say("Verzonden", "Sent"), TEXT),
        (say("Categorie", "Category"), TEXT),
        (say("Moet", "Should"), TEXT),
        (say("Zegt: toegepast", "Says: applied"), TEXT),
        (say("In fase", "In phase"), TEXT),
        (say("Blijkt", "Shows"), TEXT),
    )
    return Table(
        "tenders",
        say("Elke rij en haar uitkomst", "Every row and its outcome"),
        heads,
        tuple(_tender(row, lang) for row in annual.judged),
    )


def _tender(row: Judged, lang: str) -> Line:
    record = row.record
    span = record.dispatched
    sent = word("unknown", lang) if span is None else span.first.isoformat()
    if span and span.first != span.last:
        sent = f"{span.first.isoformat()} – {span.last.isoformat()}"
    decision = row.decision
    should = word(decision.mandatory, lang)
    if decision.mandatory != "yes":
        should += f" ({word(decision.advice, lang)})"
    if decision.missing and decision.mandatory == "uncertain":
        should += ": " + " ".join(said.in_lang(lang) for said in decision.missing)
    shown = word(row.shown, lang) if row.shown else word("none_due", lang)
    if row.applied != "yes":
        shown = ""
    if row.visible is not None:
        shown = word("yes" if row.visible else "unknown", lang)
    phases = ", ".join(title_of(f"phase.{phase}", lang).lower() for phase in PHASES if record.said(phase) == "yes")
    counted = "" if row.scope == "in_year" else f" [{word(row.scope, lang).partition(':')[0].lower()}]"
    cells = (
        record.id,
        record.title + counted,
        record.row,
        sent,
        category_name(category_of(row), lang),
        should,
        word(row.applied, lang),
        phases,
        shown,
    )
    return Line(cells)


def disagreements_table(annual: Annual, lang: str) -> Table:
    """Where rule and list, or parts of the list, do not fit."""
    say = Said(lang)
    heads = (
        (say("Kenmerk", "Reference"), TEXT),
        (say("Rij", "Row"), WHOLE),
        (say("Wat niet past", "What does not fit"), TEXT),
    )
    lines = tuple(Line((each.id, each.row, word(each.kind, lang))) for each in annual.disagreements)
    note = say(
        "Er is niets overschreven: de regel beslist wat had gemoeten, uw lijst wat is gedaan.",
        "Nothing was overwritten: the rule decides what should have been, your list what was done.",
    )
    empty = say("Geen gevonden.", "None found.")
    return Table("disagreements", say("Wat niet overeenkomt", "What does not agree"), heads, lines, note, empty)


def account_table(annual: Annual, lang: str) -> Table:
    """Where every row of the list went; adds up to the list."""
    say = Said(lang)
    heads = ((say("Wat ermee is gedaan", "What was done with it"), TEXT), (say("Rijen", "Rows"), WHOLE))
    lines = []
    for scope in SCOPES:
        ids = tuple(row.id for row in annual.judged if row.scope == scope)
        if ids:
            lines.append(Line((word(scope, lang), len(ids)), ((say("rijen", "rows"), ids),)))
    lines.append(Line((say("Samen: alle rijen van de lijst", "Together: all rows of the list"), len(annual.judged))))
    return Table("account", say("Alle rijen van de lijst", "All rows of the list"), heads, tuple(lines))


def issues_table(annual: Annual, lang: str) -> Table:
    """Cells that could not be used; they count as not known."""
    say = Said(lang)
    heads = (
        (say("Lijst", "List"), TEXT),
        (say("Rij", "Row"), WHOLE),
        (say("Kolom", "Column"), TEXT),
        (say("Er stond", "It said"), TEXT),
        (say("Wat er is", "What is wrong"), TEXT),
        (say("Wat te doen", "What to do"), TEXT),
    )
    lines = []
    for source in filter(None, (annual.source, annual.previous_source)):
        for issue in source.issues:
            lines.append(Line((source.file, issue.row, issue.column, issue.said, issue.what, issue.remedy)))
        for name, what in (
            (source.ignored, say("is geen kolom van ons en is niet gelezen", "is no column of ours and was not read")),
        ):
            lines += [Line((source.file, 1, header, "", what, "")) for header in name]
    note = say("Zulke cellen tellen als niet bekend.", "Such cells count as not known.")
    return Table(
        "issues",
        say("Cellen die niet te gebruiken waren", "Cells that could not be used"),
        heads,
        tuple(lines),
        note,
        say("Geen.", "None."),
    )
