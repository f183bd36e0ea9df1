"""What the public statement says of results: whether measures work, and what was put right."""

from typing import Any

from scharnier.diligence.public_view import FEW, PublicImpact, PublicIndicator, PublicRemedy, PublicView
from scharnier.report.documents.shape import Heading, Items
from scharnier.report.dossier.names import Names
from scharnier.report.dossier.page import Grid, Piece

MOST_LINES = 25  # told one by one; the tables have all


def name_impact(impact: PublicImpact, names: Names) -> str:
    """An impact by its number and title; by theme and country where its own words may not be said."""
    title = impact.title or f"{names.theme(impact.theme)}, {names.country(impact.country)}"
    return f"{impact.number}. {title}"


def list_some(lines: list[str], names: Names) -> Items:
    """The first of many lines, and how many more there are."""
    more = len(lines) - MOST_LINES
    rest = [names.t("and_more", more=more)] if more > 0 else []
    return Items((*lines[:MOST_LINES], *rest))


def tracking_pieces(view: PublicView, names: Names) -> tuple[Piece, ...]:
    """What is measured, first and last."""
    rows = [
        (name_impact(impact, names), *_indicator(one, names)) for impact in view.impacts for one in impact.indicators
    ]
    heads = names.heads(
        "impact", "what_we_measure", "shows_change_for_people", "first", "last", "said_by_those_affected"
    )
    empty = names.t("we_cannot_show_yet_whether_it")
    return (Grid(names.t("readings"), names.t("readings_by_impact"), heads, rows, empty),)


def _indicator(one: PublicIndicator, names: Names) -> tuple[Any, ...]:
    def reading(found: Any) -> str:
        if found is None:
            return "–"
        value = names.word("few") if found[1] == FEW else names.f.number(found[1], 0 if found[1].is_integer() else 1)
        return f"{value} {one.unit or ''} ({names.day(found[0])})".replace("  ", " ")

    told = names.said(True) if one.from_affected else names.said(None)
    return one.what or names.word("left_out"), names.said(one.effect), reading(one.first), reading(one.last), told


def remedy_pieces(view: PublicView, names: Names) -> tuple[Piece, ...]:
    """What was put right, and what still must be."""
    rows = [(name_impact(impact, names), *_put_right(one, names)) for impact in view.impacts for one in impact.remedies]
    heads = names.heads("impact", "decision", "form", "what", "people", "delivered:day", "accepted")
    due = [
        name_impact(one, names)
        for one in view.impacts
        if one.actual
        and one.involvement in ("cause", "contribute")
        and not any(two.delivered_on for two in one.remedies)
    ]
    empty = names.t("there_is_no_remedy_that_we")
    grid = Grid(names.t("remedy"), names.t("remedy_by_impact"), heads, rows, empty)
    if not due:
        return (grid,)
    head = names.t("remedy_that_is_still_due")
    return (grid, Heading(head, 2), list_some(due, names))


def _put_right(one: PublicRemedy, names: Names) -> tuple[Any, ...]:
    return (
        names.of("remedy", one.decision),
        ", ".join(names.of("form", form) for form in one.forms) or "–",
        one.what or "–",
        names.people(one.people),
        one.delivered_on,
        names.said(one.accepted),
    )
