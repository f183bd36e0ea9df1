"""DOCX through python-docx: real headings, lists and header rows, so that Word and screen readers know what is what."""

import datetime
import io
from typing import Any

from scharnier.report.documents.packing import pack_again
from scharnier.report.documents.shape import Document, Heading, Items, Note, Paragraph, Table, drop_illegal

INK, DEEP, MUTED, AMBER, WASH = "17252F", "083F4A", "4C5C68", "FFF4DC", "F3F6F7"
LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}


def render_docx(document: Document) -> bytes:
    """The document as DOCX; the same document gives the same bytes."""
    import docx
    from docx.shared import Cm, Pt, RGBColor

    document = drop_illegal(document)
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    body = made.styles["Normal"]
    body.font.name, body.font.size, body.font.color.rgb = "Calibri", Pt(11), RGBColor.from_string(INK)
    body.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 24), ("Heading 1", 16), ("Heading 2", 12.5)):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), RGBColor.from_string(DEEP)
        style.font.bold = True
        _take_theme_off(style)
    _say_language(made, LANGUAGES[document.lang])
    properties = made.core_properties
    properties.title, properties.author, properties.language = document.title[:255], "", LANGUAGES[document.lang]
    moment = datetime.datetime.combine(document.made_on, datetime.time(), datetime.UTC)
    properties.created = properties.modified = moment.replace(tzinfo=None)
    properties.revision, properties.last_modified_by, properties.comments = 1, "", ""

    made.add_paragraph(document.title, style="Title")
    for name, value in document.facts:
        line = made.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.add_run(f"{name}: ").bold = True
        line.add_run(value)
    for piece in document.pieces:
        _add(made, piece)
    for text in document.foot:
        run = made.add_paragraph().add_run(text)
        run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(MUTED)
    stream = io.BytesIO()
    made.save(stream)
    return pack_again(stream.getvalue())


def _add(made: Any, piece: object) -> None:
    match piece:
        case Heading(text, level):
            made.add_heading(text, level)
        case Paragraph(text):
            made.add_paragraph(text)
        case Items(texts):
            for text in texts:
                made.add_paragraph(text, style="List Bullet")
        case Note(label, text):
            line = made.add_paragraph()
            line.add_run(f"{label} ").bold = True
            line.add_run(text).italic = True
            _shade(line._p.get_or_add_pPr(), AMBER)
        case Table():
            _add_table(made, piece)


def _add_table(made: Any, table: Table) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    if table.caption:
        made.add_paragraph().add_run(table.caption).bold = True
    grid = made.add_table(rows=1 + len(table.rows), cols=len(table.head), style="Table Grid")
    for cell, text in zip(grid.rows[0].cells, table.head, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(text).bold = True
        _shade(cell._tc.get_or_add_tcPr(), WASH)
    grid.autofit = False
    for column, width in zip(grid.columns, table.widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    for row in grid.rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    # The first row is repeated on each page and read out with each cell.
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(mark)
    for row, texts in zip(grid.rows[1:], table.rows, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if not any(texts):
            row.height = Cm(1.2)
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    made.add_paragraph()


def _shade(properties: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)


def _say_language(made: Any, language: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = made.styles["Normal"].element.get_or_add_rPr()
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    properties.append(spoken)


def _take_theme_off(style: Any) -> None:
    """Headings of the template take font and colour from a theme, which wins from what is set on the style."""
    from docx.oxml.ns import qn

    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
