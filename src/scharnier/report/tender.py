"""The texts for one tender as documents: annex for tenderers, file of the buyer, questions to the market, templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scharnier.analytics.tender_risks import TenderRisks, people_first, say_good, say_risk, say_sources
from scharnier.kernel.provenance import Confidence
from scharnier.norms import Library
from scharnier.procurement.flags.frame import Flag
from scharnier.procurement.isv.decision import Decision
from scharnier.procurement.texts.assemble import Draft, Filled, Purchase, Section
from scharnier.procurement.texts.blocks import Reader, Texts
from scharnier.procurement.texts.tender_file import TenderShape
from scharnier.report.documents import Document, Heading, Items, Note, Paragraph, Piece, Table
from scharnier.report.formats import Formats
from scharnier.report.tender_flags import flag_pieces
from scharnier.report.tender_words import word

FILES: Mapping[Reader, tuple[str, str]] = {
    "tenderer": ("1-bijlage-inschrijvers", "1-annex-tenderers"),
    "buyer": ("2-dossier-inkoper", "2-buyer-file"),
    "market": ("3-vragen-aan-de-markt", "3-questions-to-the-market"),
    "supplier": ("4-modellen-opdrachtnemer", "4-supplier-templates"),
}
TITLES: Mapping[Reader, tuple[str, str]] = {
    "tenderer": ("Internationale sociale voorwaarden", "International social conditions"),
    "buyer": ("Dossier van de inkoper", "File of the buyer"),
    "market": ("Vragen aan de markt", "Questions to the market"),
    "supplier": ("Modellen voor de opdrachtnemer", "Templates for the supplier"),
}
GOODS_SHOWN, RISKS_SHOWN = 6, 3  # in the texts; the file of the buyer holds all


@dataclass(frozen=True)
class Drafted:
    """What the documents are made from."""

    tender: TenderShape
    decision: Decision
    risks: TenderRisks
    draft: Draft
    texts: Texts
    made_on: date
    library: Library
    flags: tuple[Flag, ...] = ()


def purchase_of(tender: TenderShape, decision: Decision, risks: TenderRisks, lang: str) -> Purchase:
    """What the building blocks are filled in with: the first goods that sources name, then the chain, people first."""
    goods = [say_good(good, lang) for good in risks.goods[:GOODS_SHOWN]]
    most = max(GOODS_SHOWN - len(goods), RISKS_SHOWN)
    ranked = [say_risk(risk, lang) for risk in people_first(risks.ranked)[:most]]
    return Purchase(
        subject=tender.subject,
        subject_kind=tender.subject_kind or tender.subject,
        buyer=tender.buyer,
        value=_value(tender, lang),
        decision=outcome_of(decision, lang),
        risks=(*goods, *ranked),
        silent=word("silent", lang),
    )


def outcome_of(decision: Decision, lang: str) -> str:
    """The decision in a few words."""
    return f"{word(decision.mandatory, lang)}; {word(decision.advice, lang)}"


def render_documents(drafted: Drafted, lang: str) -> dict[str, Document]:
    """Documents by file name without ending, in the language of the draft."""
    made = {}
    for reader, sections in drafted.draft.documents.items():
        pieces: list[Piece] = list(_introduction(drafted, lang)) if reader == "buyer" else []
        for section in sections:
            pieces += _section(section, lang)
        if reader == "buyer":
            pieces += _explanations(drafted, lang)
        at = lang == "en"
        title = f"{TITLES[reader][at]}: {drafted.tender.title}"
        facts = _facts(drafted, reader, lang)
        made[FILES[reader][at]] = Document(
            title, lang, drafted.made_on, facts, tuple(pieces), _foot(drafted, pieces, lang)
        )
    return made


def _facts(drafted: Drafted, reader: Reader, lang: str) -> tuple[tuple[str, str], ...]:
    tender = drafted.tender
    facts = [(word("buyer", lang), tender.buyer)]
    if reader == "buyer":
        facts += [("CPV", ", ".join(tender.cpv)), (word("value", lang), _value(tender, lang))]
        facts += [(word("outcome", lang), outcome_of(drafted.decision, lang))]
    return tuple(facts)


def _introduction(drafted: Drafted, lang: str) -> Sequence[Piece]:
    decision = drafted.decision
    outcome = outcome_of(decision, lang)
    pieces: list[Piece] = [Heading(word("must", lang), 1), Paragraph(f"{outcome[0].upper()}{outcome[1:]}.")]
    pieces.append(Items(tuple(reason.in_lang(lang) for reason in decision.reasons)))
    if decision.missing:
        pieces.append(Heading(word("check", lang), 2))
        pieces.append(Items(tuple(thing.in_lang(lang) for thing in decision.missing)))
    basis = "; ".join(_cite(drafted.library, id, lang) for id in decision.provisions)
    pieces.append(Paragraph(word("rests", lang, provisions=basis)))
    if decision.assumptions:
        keys = ", ".join(decision.assumptions)
        pieces.append(Note(word("assumed_label", lang), word("assumed", lang, keys=keys)))
    return [*pieces, *_risk_pieces(drafted.risks, lang), *flag_pieces(drafted.flags, lang)]


def _risk_pieces(risks: TenderRisks, lang: str) -> Sequence[Piece]:
    pieces: list[Piece] = [Heading(word("risks", lang), 1)]
    if risks.goods:
        pieces.append(Heading(word("goods", lang), 2))
        pieces.append(Items(tuple(say_good(good, lang) for good in risks.goods)))
    if risks.ranked:
        pieces.append(Heading(word("ranked", lang), 2))
        pieces.append(Paragraph(word("averages", lang, model=risks.model, year=risks.model_year)))
        pieces.append(Items(tuple(say_risk(risk, lang) for risk in risks.ranked)))
    if not risks.goods and not risks.ranked:
        pieces.append(Paragraph(word("silent", lang)))
    if risks.unread:
        pieces.append(Note(word("unread_label", lang), word("unread", lang, codes=", ".join(risks.unread))))
    return pieces


def _section(section: Section, lang: str) -> Sequence[Piece]:
    pieces: list[Piece] = [Heading(section.title, 1)]
    if section.lead:
        pieces.append(Paragraph(section.lead))
    for block in section.blocks:
        pieces += _block(block, lang)
    return pieces


def _block(block: Filled, lang: str) -> Sequence[Piece]:
    pieces: list[Piece] = [Heading(block.title, 2)]
    items: list[str] = []
    for line in (*block.lines, ""):
        if line.startswith("- "):
            items.append(line[2:])
            continue
        if items:
            pieces.append(Items(tuple(items)))
            items = []
        if line:
            pieces.append(Paragraph(line))
    if block.columns:
        pieces.append(Table("", block.columns, tuple(("",) * len(block.columns) for _ in range(block.rows))))
    if block.scores:
        rows = tuple((str(points), text) for points, text in block.scores)
        pieces.append(Table(word("judged", lang), (word("points", lang), word("what_for", lang)), rows))
    return pieces


def _explanations(drafted: Drafted, lang: str) -> Sequence[Piece]:
    """Why each text is there and what it rests on: for the buyer, not for the tender documents."""
    pieces: list[Piece] = [Heading(word("explained", lang), 1)]
    for section in (section for sections in drafted.draft.documents.values() for section in sections):
        told = []
        for block in section.blocks:
            weight = block.block.weight_pct
            weighs = word("weight", lang, low=weight[0], high=weight[1]) if weight else ""
            basis = "; ".join(_cite(drafted.library, id, lang) for id in block.block.provisions)
            rests = word("rests", lang, provisions=basis)
            told.append(" ".join(filter(None, (f"{block.title}.", block.note, weighs, rests))))
        pieces += [Heading(section.title, 2), Items(tuple(told))]
    return pieces


def _cite(library: Library, id: str, lang: str) -> str:
    norm = library.norm(id)
    mark = f" ({word('unverified', lang)})" if norm.confidence == Confidence.UNVERIFIED else ""
    return f"{id}, {norm.title[lang]}{mark}"


def _value(tender: TenderShape, lang: str) -> str:
    parts = [lot.estimated_value_eur for lot in tender.lots if lot.estimated_value_eur is not None]
    total = tender.estimated_value_eur
    if total is None and parts and len(parts) == len(tender.lots):
        total = sum(parts, Decimal(0))
    if total is None:
        return word("not_stated", lang)
    return word("without_vat", lang, amount=Formats(lang, "EUR").money_exact(float(total)))


def _foot(drafted: Drafted, pieces: Sequence[Piece], lang: str) -> tuple[str, ...]:
    """The sources that this document names, and how it was made."""
    told = repr(pieces)
    day = Formats(lang, "EUR").day(drafted.made_on)
    made = word("foot", lang, day=day, texts=drafted.texts.version, rule=drafted.decision.version)
    named = (source for source in say_sources(drafted.risks, lang) if source.partition(":")[0] in told)
    return (*named, made)
