"""The six asks of the letter of 2 September 2022, each with its tables."""

from scharnier.norms.library import Library
from scharnier.procurement.annual.annual import Annual
from scharnier.procurement.annual.content import load_annual_content
from scharnier.procurement.annual.shapes import NONE
from scharnier.procurement.isv.content import load_isv_content
from scharnier.report.chain_text import Said
from scharnier.report.isv_annual_goals import goals
from scharnier.report.isv_annual_tables import (
    DAY,
    TEXT,
    WHOLE,
    Line,
    Table,
    figure_heads,
    figures_table,
)
from scharnier.report.isv_annual_words import product_name, word


def widening(annual: Annual, lang: str) -> list[Table]:
    """Ask 1: how many tenders a wider rule would add, and what the list says of them."""
    say = Said(lang)
    heads = (
        (say("Als dit de regel was", "If this were the rule"), TEXT),
        (say("Verplicht", "Mandatory"), WHOLE),
        (say("Onzeker", "Uncertain"), WHOLE),
        (say("Erbij", "Added"), WHOLE),
        (say("Daarvan toegepast", "Of these applied"), WHOLE),
        (say("Niet toegepast", "Not applied"), WHOLE),
        (say("Nog niet of onbekend", "Not yet or unknown"), WHOLE),
    )
    lines = tuple(
        Line(
            (
                word(each.rule, lang),
                len(each.mandatory),
                len(each.open),
                len(each.extra),
                len(each.applied),
                len(each.not_applied),
                len(each.not_known),
            ),
            tuple(
                (name, ids)
                for name, ids in (
                    (say("verplicht", "mandatory"), each.mandatory),
                    (say("onzeker", "uncertain"), each.open),
                )
                if ids
            ),
        )
        for each in annual.widened
    )
    note = say(
        "Een rekenvraag, geen voorstel: elke regel hieronder bevat die erboven. Bij de tweede rekenen wij met de "
        "drempel "
        "voor het Rijk.",
        "A what-if, not a proposal: each rule includes the ones above it. The second uses the threshold of central "
        "government.",
    )
    return [
        Table("ask1", say("Wat een bredere regel zou toevoegen", "What a wider rule would add"), heads, lines, note),
        _products(annual, lang),
    ]


def _products(annual: Annual, lang: str) -> Table:
    say = Said(lang)
    found: dict[tuple[int, str], list[str]] = {}
    levels = {"high": 0, "medium": 1, "low": 2}
    words = (say("hoog", "high"), say("midden", "medium"), say("laag", "low"))
    applied = {row.id: row.applied for row in annual.in_year}
    for row in annual.in_year:
        for hit in row.decision.chain_products:
            found.setdefault((levels[hit.level], hit.product), []).append(row.id)
    lines = []
    for (level, product), ids in sorted(found.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1])):
        parts = [
            tuple(id for id in ids if applied[id] in answers) for answers in (("yes",), ("no",), ("unknown", "not_yet"))
        ]
        named = tuple(
            (name, part)
            for name, part in zip((word("yes", lang), word("no", lang), word("unknown", lang)), parts, strict=True)
            if part
        )
        lines.append(Line((product_name(product, lang), words[level], len(ids), *map(len, parts)), named))
    heads = (
        (say("Product", "Product"), TEXT),
        (say("Risico (eigen inschatting)", "Risk (own estimate)"), TEXT),
        (say("Aanbestedingen", "Tenders"), WHOLE),
        (say("Toegepast", "Applied"), WHOLE),
        (say("Niet toegepast", "Not applied"), WHOLE),
        (say("Nog niet of onbekend", "Not yet or unknown"), WHOLE),
    )
    return Table(
        "ask1-products",
        say("Producten met risico in de keten", "Products with risk in the chain"),
        heads,
        tuple(lines),
        empty=say("Geen.", "None."),
    )


def forms(annual: Annual, lang: str) -> list[Table]:
    """Ask 2: in which form ISV were used, with selection and award apart."""
    say = Said(lang)
    ids = [id for id in annual.figures if id.startswith("form.")]
    note = say("Niveaus: basis, significant, ambitieus.", "Levels: basis, significant, ambitious.")
    return [
        figures_table("ask2", say("In welke vorm", "In which form"), ids, annual, lang, note),
        goals(annual, lang, 2),
    ]


def law(annual: Annual, lang: str, library: Library) -> list[Table]:
    """Ask 3: on what the duty rests now, and for how many tenders."""
    say = Said(lang)
    heads = (
        (say("Bepaling", "Provision"), TEXT),
        (say("Naam", "Name"), TEXT),
        (say("Zekerheid", "Confidence"), TEXT),
        (say("Aanbestedingen", "Tenders"), WHOLE),
    )
    lines = []
    for id, tenders in annual.provisions:
        norm = library.norm(id)
        lines.append(
            Line(
                (id, norm.title[lang], word(str(norm.confidence), lang), len(tenders)),
                ((say("rust erop", "rests on it"), tenders),),
            )
        )
    note = say(
        f"ISV is beleid, geen wet: geen artikel van de Aanbestedingswet 2012 vraagt erom. Gerekend met "
        f"{annual.rule_version}; "
        "elke versie van de regel heeft een eigen datum.",
        f"ISV is policy, not statute: no article of the Dutch procurement act asks for it. Computed with "
        f"{annual.rule_version}; every version of the rule has its date.",
    )
    return [
        Table("ask3", say("Waar de uitkomsten op rusten", "What the outcomes rest on"), heads, tuple(lines), note),
        _rule_days(lang),
    ]


def _rule_days(lang: str) -> Table:
    """Since when the rule is as it is, and how sure that is."""
    say, rule = Said(lang), load_isv_content().rule
    heads = (
        (say("Sinds", "Since"), DAY),
        (say("Wat er veranderde", "What changed"), TEXT),
        (say("Zekerheid", "Confidence"), TEXT),
    )
    lines = [
        Line((each.value, each.why.nl if lang == "nl" else each.why.en, word(each.mark, lang)))
        for each in (rule.old_rule_from, rule.category_rule_from, rule.eight_list_from)
    ]
    return Table("ask3-days", say("Versies van de regel", "Versions of the rule"), heads, tuple(lines))


def initiatives(annual: Annual, lang: str) -> list[Table]:
    """Ask 4: which sector initiatives the tenders are linked to."""
    say = Said(lang)
    heads = ((say("Initiatief", "Initiative"), TEXT), (say("Aanbestedingen", "Tenders"), WHOLE))
    lines = tuple(
        Line((name, len(ids)), ((say("aanbestedingen", "tenders"), ids),)) for name, ids in annual.initiatives
    )
    named = Table(
        "ask4-named",
        say("Genoemde initiatieven", "Initiatives named"),
        heads,
        lines,
        empty=say("Geen genoemd.", "None named."),
    )
    share = figures_table(
        "ask4", say("Verbonden aan een initiatief", "Linked to an initiative"), ["initiative.any"], annual, lang
    )
    return [share, named]


def stakeholders(annual: Annual, lang: str) -> list[Table]:
    """Ask 5: who was involved, when, and with what outcome."""
    say = Said(lang)
    ids = [id for id in annual.figures if id.startswith("stakeholders.")]
    content = load_annual_content().columns

    def name(column: str, answer: str) -> str:
        words = content[column].answers[answer]
        return words.nl if lang == "nl" else words.en

    lines = []
    for row in annual.in_year:
        record = row.record
        if record.stakeholders and record.stakeholders != (NONE,):
            kinds = "; ".join(name("stakeholders", kind) for kind in record.stakeholders)
            outcome = (
                name("stakeholders_outcome", record.stakeholders_outcome)
                if record.stakeholders_outcome
                else word("unknown", lang)
            )
            lines.append(Line((row.id, kinds, record.stakeholders_on or word("unknown", lang), outcome)))
    heads = (
        (say("Aanbesteding", "Tender"), TEXT),
        (say("Wie", "Who"), TEXT),
        (say("Wanneer", "When"), DAY),
        (say("Uitkomst", "Outcome"), TEXT),
    )
    log = Table(
        "ask5-log", say("Contacten", "Contacts"), heads, tuple(lines), empty=say("Geen vastgelegd.", "None recorded.")
    )
    return [
        figures_table("ask5", say("Wie is betrokken", "Who was involved"), ids, annual, lang),
        log,
        goals(annual, lang, 5),
    ]


def reporting(annual: Annual, lang: str) -> list[Table]:
    """Ask 6: all targets with their dates, what suppliers handed in, and what the list leaves open."""
    say = Said(lang)
    delivered = [id for id in annual.figures if id.startswith(("delivered.", "judged."))]
    note = say(
        "Alleen wat op de dag van het verslag al had moeten komen, bij contracten met ISV, ook uit eerdere jaren.",
        "Only what was due on the day of the report, under contracts with ISV, also of earlier years.",
    )
    done = figures_table(
        "ask6-delivered", say("Wat leveranciers aanleverden", "What suppliers handed in"), delivered, annual, lang, note
    )
    columns = load_annual_content().columns
    heads = figure_heads(lang, say("Kolom", "Column"))
    heads = (heads[0], (say("Leeg of onleesbaar", "Empty or unreadable"), WHOLE), (say("Van", "Of"), WHOLE), heads[3])
    lines = []
    for figure in annual.gaps:
        if figure.yes:
            names = columns[figure.id].names
            cells = (names.nl if lang == "nl" else names.en, len(figure.yes), figure.known, figure.share)
            lines.append(Line(cells, ((say("leeg", "empty"), figure.yes),)))
    lines.sort(key=lambda line: -float(line.cells[3] or 0))  # type: ignore[arg-type]
    gaps = Table(
        "ask6-gaps",
        say("Wat in de lijst ontbreekt", "What the list lacks"),
        heads,
        tuple(lines),
        empty=say("Niets.", "Nothing."),
    )
    return [goals(annual, lang, None), done, gaps]


def all_asks(annual: Annual, lang: str, library: Library) -> dict[int, list[Table]]:
    """The tables of each ask, by its number."""
    asks = {
        1: [*widening(annual, lang), goals(annual, lang, 1)],
        2: forms(annual, lang),
        3: law(annual, lang, library),
        4: [*initiatives(annual, lang), goals(annual, lang, 4)],
        5: stakeholders(annual, lang),
        6: reporting(annual, lang),
    }
    # Where no target was given, that is said once: with the ask for targets.
    return {
        number: [table for table in tables if table.lines or not table.id.startswith("goals") or number in (2, 6)]
        for number, tables in asks.items()
    }
