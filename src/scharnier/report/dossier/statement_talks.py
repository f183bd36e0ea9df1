"""What the public statement says of those who were heard, and of the routes for complaints."""

from scharnier.diligence.public_view import FEW, PublicView
from scharnier.report.documents.shape import Paragraph
from scharnier.report.dossier.names import Names
from scharnier.report.dossier.page import Grid, Piece


def heard_pieces(view: PublicView, names: Names) -> tuple[Piece, ...]:
    """You said; we did, or did not, because: without their words, their names and the day."""
    rows = [
        (
            names.of("who", talk.who),
            str(talk.year),
            ", ".join(map(str, talk.steps)) or "–",
            names.of("result", talk.result),
            talk.did or talk.did_not_because or "–",
        )
        for talk in view.talks
    ]
    heads = names.heads("who", "year", "step", "result", "what_we_did_or_why_not")
    said = names.t("only_talks_that_are_known_to")
    empty = names.t("there_is_no_talk_that_we")
    caption = names.t("talks_and_what_came_of_them")
    return (Paragraph(said), Grid(names.t("talks"), caption, heads, rows, empty))


def complaints_pieces(view: PublicView, names: Names) -> tuple[Piece, ...]:
    """Routes for complaints, how many were received, and what we published."""
    rows = [
        (
            one.name,
            names.of("channel", one.kind),
            "; ".join(one.open_to) or names.word("unknown"),
            "; ".join(one.ways_in) or "–",
            ", ".join(one.languages) or names.word("unknown"),
            names.said(one.free_of_charge),
            names.said(one.anonymous),
        )
        for one in view.channels
    ]
    heads = names.heads("route", "whose", "open_to", "how", "languages", "free_of_charge", "anonymous")
    empty = names.t("no_route_for_complaints_is_known")
    caption = names.t("routes_for_complaints")
    pieces: list[Piece] = [Paragraph(_received(view, names)), Grid(caption, caption, heads, rows, empty)]
    if view.publications:
        heads = names.heads("publication", "day:day", "address")
        papers = [(one.title, one.on, one.url or "–") for one in view.publications]
        name = names.t("publications")
        pieces.append(Grid(name, names.t("what_we_published_before"), heads, papers))
    return tuple(pieces)


def _received(view: PublicView, names: Names) -> str:
    if view.complaints == 0:
        return names.t("we_received_no_complaints_that_does")
    count = names.word("few") if view.complaints == FEW else str(view.complaints)
    said = names.t("we_received_complaints", count=count)
    if view.decided is None or view.decided == view.complaints:
        return said
    decided = names.word("few") if view.decided == FEW else str(view.decided)
    return said + " " + names.t("decided_on", decided=decided)
