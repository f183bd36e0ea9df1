"""report.html: one file that needs nothing else, to read, to print and to make the PDF from."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from scharnier.analytics.assessment import TIERS, Assessment, Risk
from scharnier.report import pictures, tables
from scharnier.report.geometry import load_world
from scharnier.report.standing import FULL, Place, calc_standing, is_group
from scharnier.report.words import Wording, load_wording

EVIDENCE_SHOWN = 4  # statements with a risk; all of them are in report.xlsx
ROWS_SHOWN = 5


def render_html(assessment: Assessment) -> str:
    """The report as a page in the language of the assessment: no scripts, no requests, styles and pictures inside."""
    words = load_wording(assessment)
    return _environment().get_template("report.html.j2").render(_context(words))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("scharnier.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _css() -> Markup:
    return Markup((files("scharnier.report") / "report.css").read_text("utf-8"))  # noqa: S704 - our own file


def _context(words: Wording) -> dict[str, Any]:
    a, t, f = words.assessment, words.t, words.f
    places = calc_standing(a)
    risk_of = {risk.id: risk for risk in a.risks}
    full = a.risks[:FULL]

    def rank_links(idents: Sequence[str]) -> Markup:
        ranks = sorted(risk_of[ident].rank for ident in idents if ident in risk_of)
        linked = [
            Markup('<a href="#risk-{0}">{0}</a>').format(rank) if rank <= FULL else escape(str(rank)) for rank in ranks
        ]
        return Markup(", ").join(linked)

    def norm_title(ident: str) -> str:
        return a.norms[ident].title if ident in a.norms else ident

    return {
        "a": a, "t": t, "f": f, "w": words, "css": _css(), "full": full, "risk_of": risk_of,
        "rank_links": rank_links, "people": _people(words), "silent": _silent(words),
        "norm_title": norm_title,
        "norm_titles": lambda ids: "; ".join(dict.fromkeys(norm_title(ident) for ident in ids)),
        "sdg_titles": lambda ids: "; ".join(_sdg(words, ident) for ident in ids),
        "rows": lambda risk: words.join([str(row) for row in risk.lines[:ROWS_SHOWN]]),
        "tier_share": lambda risk, tier: _tier_share(words, risk, tier),
        "source_number": {ident: number for number, ident in enumerate(a.datasets, 1)},
        "evidence_shown": EVIDENCE_SHOWN,
        "tier_names": TIERS,
        "tiles": _tiles(words, places),
        "states": _states(places),
        "map_notes": _map_notes(words, places),
        "list_notes": _list_notes(words),
        "source_model": t("source_model", file=a.input.file, model=a.model.title, year=a.model.year,
                          publisher=a.model.publisher, licence=a.model.licence),
        "source_risks": t("source_risks", count=words.counted("evidence_count", len(a.evidence)),
                          datasets=words.counted("dataset_count", len(a.datasets))),
        "model_age": a.settings.assessed_on.year - a.model.year,
        "releases": a.releases.model_dump(),
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
        "gaps_table": tables.table_gaps(words),
        "reasons_table": tables.table_reasons(words),
        "columns_table": tables.table_columns(words),
        "purchases_table": tables.table_purchases(words),
    }  # fmt: skip


def _people(words: Wording) -> list[str]:
    """With whom to speak at each step; who were named in full before are referred to."""
    seen: dict[tuple[str, ...], int] = {}
    people = []
    for number, step in enumerate(words.assessment.next_steps, 1):
        named = tuple(step.stakeholders)
        first = seen.setdefault(named, number)
        people.append(words.join(named) if first == number else words.t("same_people", step=first))
    return people


def _silent(words: Wording) -> str:
    """The themes on which no source speaks at all, in one sentence."""
    names = [words.theme(gap.theme) for gap in words.assessment.no_data if gap.share >= tables.ALL]
    themes = words.counted("themes", len(names))
    return words.t("gaps_all", n=themes, names=words.join(names)) if names else ""


def _sdg(words: Wording, ident: str) -> str:
    title = words.assessment.sdgs.get(ident)
    number = ident.split(":")[-1]
    return f"{number} {title}" if title else number


def _tier_share(words: Wording, risk: Risk, tier: str) -> str:
    whole = sum(float(getattr(risk.exposure.tiers, name)) for name in TIERS) or 1.0
    return words.f.share(float(getattr(risk.exposure.tiers, tier)) / whole)


def _tiles(words: Wording, places: dict[str, Place]) -> list[tuple[str, str, str]]:
    """The four figures that sum up: value, what it is, what to know with it."""
    a, t, f = words.assessment, words.t, words.f
    home = a.settings.buyer_country
    abroad = sum(place.share for code, place in places.items() if code != home)
    count = sum(1 for code, place in places.items() if code != home and place.amount > 0)
    priority = sum(risk.band == "priority" for risk in a.risks)
    assessed = a.coverage.assessed_amount / a.input.total if a.input.total else 0.0
    return [
        (f.money(a.input.total), t("tile_total"), words.counted("lines", a.input.lines)),
        (
            f.share(assessed),
            t("tile_assessed"),
            t("tile_assessed_note", amount=f.money(a.coverage.unassessed_amount)),
        ),
        (f.number(priority), t("tile_priority"), t("tile_priority_note")),
        (
            f.share(abroad),
            t("tile_abroad", country=words.place(home)),
            t("tile_abroad_note", places=words.counted("places", count)),
        ),
    ]


def _states(places: dict[str, Place]) -> list[str]:
    """The states that the map shows, for its legend."""
    world = load_world().countries
    present = {place.state for code, place in places.items() if code in world}
    rest = "lumped" if any(is_group(code) for code in places) else "outside"
    return [state for state in ("top10", "top25", "priority", "lower", "unlisted", "nodata") if state in present] + [
        rest
    ]


def _map_notes(words: Wording, places: dict[str, Place]) -> list[str]:
    """What the map cannot draw: groups of countries, and countries too small for its scale."""
    t, f = words.t, words.f
    notes = []
    for code, place in places.items():
        if not is_group(code):
            continue
        values = {
            "name": place.name,
            "amount": f.money(place.amount),
            "share": f.share(place.share),
        }
        notes.append(t("map_group", rank=place.rank, **values) if place.rank else t("map_group_none", **values))
        named = _named_inside(words, code)
        if named:
            notes[-1] += " " + t("map_group_named", names=words.join(named))
    world = load_world().countries
    small = [
        t("map_small_one", name=place.name, amount=f.money(place.amount),
          state=t("rank_n", rank=place.rank) if place.rank else t(f"state_{place.state}"))
        for code, place in places.items()
        if code not in world and not is_group(code) and (place.amount > 0 or place.rank)
    ]  # fmt: skip
    if small:
        notes.append(t("map_small", names="; ".join(small)))
    return notes


def _named_inside(words: Wording, group: str) -> list[str]:
    """Countries that evidence names within a group, in the order of the risks; at most eight."""
    names: dict[str, None] = {}
    for risk in words.assessment.risks[:FULL]:
        if risk.origin.country == group:
            for ident in risk.likelihood.evidence:
                evidence = words.assessment.evidence.get(ident)
                if evidence and evidence.place != group:
                    names[words.place(evidence.place)] = None
    return list(names)[:8]


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
