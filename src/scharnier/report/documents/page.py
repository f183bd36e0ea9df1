"""HTML: the document as a page that needs nothing else; report.pdf is made from it."""

from functools import cache
from importlib.resources import files

from markupsafe import Markup

from scharnier.report.documents.shape import Document, Heading, Items, Note, Paragraph, Table, drop_illegal
from scharnier.report.templating import load_templates

KINDS = {Heading: "heading", Paragraph: "paragraph", Items: "items", Note: "note", Table: "table"}


def render_page(document: Document) -> str:
    """The document as one HTML file without scripts or requests."""
    document = drop_illegal(document)
    pieces = [(KINDS[type(piece)], piece) for piece in document.pieces]
    return load_templates().get_template("document.html.j2").render(document=document, pieces=pieces, css=_css())


@cache
def _css() -> Markup:
    return Markup((files("scharnier.report.documents") / "document.css").read_text("utf-8"))  # noqa: S704 - our own
