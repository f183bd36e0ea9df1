"""report.html: one file that needs nothing else, to read, to print and to make the PDF from."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

from scharnier.analytics.assessment import TIERS, Assessment, Evidence, Risk
from scharnier.report import pictures, tables, through
from scharnier.report.answer import tiles_of
from scharnier.report.map_words import map_notes, map_states
from scharnier.report.standing import FULL, Place, calc_standing
from scharnier.report.templating import load_templates
from scharnier.report.themes import calc_breadth
from scharnier.report.words import Wording, load_wording

PRINTED = 10  # risks in full on paper
ON_SCREEN = Markup("<!--screen-->{}<!--/screen-->")
SECTIONS = (
    "answer", "where", "what", "themes", "sure", "next", "risks", "unknown", "method", "sources", "glossary",
)  # fmt: skip
SECTIONS_WITHOUT_ANSWER = ("answer", "mend", "unknown", "method")
EVIDENCE_SHOWN = 4  # statements with a risk; all of them are in report.xlsx
ROWS_SHOWN = 5


def render_html(assessment: Assessment) -> str:
    """The report as a page in the language of the assessment: no scripts, no requests, styles and pictures inside."""
    words = load_wording(assessment)
    return load_templates().get_template("report.html.j2").render(_context(words))


@cache
def _css() -> Markup:
    return Markup((files("scharnier.report") / "report.css").read_text("utf-8"))  # noqa: S704 - our own file


def _context(words: Wording) -> dict[str, Any]:
    a, t, f = words.assessment, words.t, words.f
    places, breadth = calc_standing(a), calc_breadth(a)
    risk_of = {risk.id: risk for risk in a.risks}
    full = a.risks[:FULL]

    def rank_links(idents: Sequence[str]) -> Markup:
        ranks = sorted(risk_of[ident].rank for ident in idents if ident in risk_of)
        return Markup(", ").join(link_to_risk(rank, str(rank)) for rank in ranks)

    def norm_title(ident: str) -> str:
        return a.norms[ident].title if ident in a.norms else ident

    return {
        "a": a, "t": t, "f": f, "w": words, "css": _css(), "full": full, "draws": f.number(a.settings.draws),
        "title": t("title", name=words.title), "answered": bool(a.origins),
        "sections": SECTIONS if a.origins else SECTIONS_WITHOUT_ANSWER,
        "to_risk": link_to_risk, "rank_links": rank_links, "people": _people(words),
        "norm_title": norm_title,
        "norm_titles": lambda ids: "; ".join(dict.fromkeys(norm_title(ident) for ident in ids)),
        "printed": PRINTED,
        "ways_of": lambda risk: through.describe_ways(words, risk),
        "between": lambda risk: through.describe_between(words, risk),
        "between_short": lambda risk: through.describe_between_short(words, risk),
        "sdg_titles": lambda ids: "; ".join(_sdg(words, ident) for ident in ids),
        "rows": lambda risk: words.join([str(row) for row in risk.lines[:ROWS_SHOWN]]),
        "tier_share": lambda risk, tier: _tier_share(words, risk, tier),
        "source_number": {ident: number for number, ident in enumerate(a.datasets, 1)},
        "evidence_of": lambda risk: _evidence(words, risk),
        "tier_names": TIERS,
        "breadth": breadth, "calm_names": [words.theme(theme) for theme in breadth.calm],
        "tiles": tiles_of(words, places, breadth),
        "states": map_states(words, places),
        "map_notes": map_notes(words, places),
        "list_notes": _list_notes(words),
        "source_model": t("source_model", file=a.input.file, model=a.model.title, year=a.model.year,
                          publisher=a.model.publisher, licence=a.model.licence),
        "source_risks": t("source_risks", count=words.counted("evidence_count", len(a.evidence)),
                          datasets=words.counted("dataset_count", len(a.datasets))),
        "model_age": a.settings.assessed_on.year - a.model.year,
        "releases": a.releases.model_dump(),
        "gaps_table": tables.table_gaps(words),
        "reasons_table": tables.table_reasons(words),
        "columns_table": tables.table_columns(words),
        "purchases_table": tables.table_purchases(words),
        **(_pictures(words, places) if a.origins else {}),
    }  # fmt: skip


def _pictures(words: Wording, places: Mapping[str, Place]) -> dict[str, Any]:
    """The pictures and the tables behind them; there are none where nothing could be assessed."""
    paths = words.assessment.paths
    return {
        "paths": through.draw_paths(words, paths) if paths else None,
        "paths_most": through.describe_most(words, paths) if paths else "",
        "paths_table": through.table_paths(words, paths) if paths else None,
        "world_map": pictures.draw_map(words, places),
        "flow": pictures.draw_flow(words, places),
        "tiers": pictures.draw_tiers(words),
        "matrix": pictures.draw_matrix(words),
        "intervals": pictures.draw_intervals(words),
        "map_table": tables.table_places(words, places),
        "flow_table": tables.table_flows(words),
        "tiers_table": tables.table_tiers(words),
        "matrix_table": tables.table_matrix(words),
        "ranks_table": tables.table_ranks(words),
    }


def link_to_risk(rank: int, text: str) -> Markup:
    """A link to the risk in full: on a screen the first 25, on paper (which drops what is marked) the first ten."""
    if rank > FULL:
        return escape(text)
    opened = Markup('<a href="#risk-{}">').format(rank)
    if rank <= PRINTED:
        return opened + text + Markup("</a>")
    return ON_SCREEN.format(opened) + text + ON_SCREEN.format(Markup("</a>"))


def _evidence(words: Wording, risk: Risk) -> list[tuple[str, Evidence]]:
    """The statements shown with a risk: one for each place that sources name before a second one for any."""
    said = words.assessment.evidence
    known = [(ident, said[ident]) for ident in risk.likelihood.evidence if ident in said]
    nth: dict[str, int] = {}
    turns = []
    for _, evidence in known:
        nth[evidence.place] = nth.get(evidence.place, 0) + 1
        turns.append(nth[evidence.place])
    order = sorted(range(len(known)), key=lambda number: turns[number])  # stable: the closest source stays first
    return [known[number] for number in order[:EVIDENCE_SHOWN]]


def _people(words: Wording) -> list[str]:
    """With whom to speak at each step; who were named in full before are referred to."""
    seen: dict[tuple[str, ...], int] = {}
    people = []
    for number, step in enumerate(words.assessment.next_steps, 1):
        named = tuple(step.stakeholders)
        first = seen.setdefault(named, number)
        people.append(words.join(named) if first == number else words.t("same_people", step=first))
    return people


def _sdg(words: Wording, ident: str) -> str:
    title = words.assessment.sdgs.get(ident)
    number = ident.split(":")[-1]
    return f"{number} {title}" if title else number


def _tier_share(words: Wording, risk: Risk, tier: str) -> str:
    whole = sum(float(getattr(risk.exposure.tiers, name)) for name in TIERS) or 1.0
    return words.f.share(float(getattr(risk.exposure.tiers, tier)) / whole)


def _list_notes(words: Wording) -> list[str]:
    """What is not in the list and where it is."""
    a, t, f = words.assessment, words.t, words.f
    notes = []
    if len(a.risks) > FULL:
        notes.append(t("list_more", shown=f.number(FULL), total=words.counted("risks", len(a.risks))))
    if a.risks_not_listed:
        notes.append(
            t(
                "list_not_listed",
                n=words.counted("risks", a.risks_not_listed),
                threshold=f.threshold(a.settings.listing_threshold),
            )
        )
    return notes
