"""Documents that people go on writing in: the same content as DOCX, ODT, HTML and PDF."""

from scharnier.report.documents.docx import render_docx
from scharnier.report.documents.odt import render_odt
from scharnier.report.documents.page import render_page
from scharnier.report.documents.shape import Document, Heading, Items, Note, Paragraph, Piece, Table

__all__ = [
    "Document",
    "Heading",
    "Items",
    "Note",
    "Paragraph",
    "Piece",
    "Table",
    "render_docx",
    "render_odt",
    "render_page",
]
