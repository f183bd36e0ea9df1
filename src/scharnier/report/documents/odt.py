"""ODT through odfdo: the open format that Dutch public bodies are asked to use."""

import datetime
import io
from typing import Any

from scharnier.report.documents.packing import pack_again
from scharnier.report.documents.shape import Document, Heading, Items, Note, Paragraph, Table, drop_illegal

INK, DEEP, MUTED, AMBER, WASH = "#17252F", "#083F4A", "#4C5C68", "#FFF4DC", "#F3F6F7"
LANGUAGES = {"nl": ("nl", "NL"), "en": ("en", "GB")}
FONT = "Liberation Sans"
# Own paragraph styles: name, parent, properties of the text, properties of the paragraph.
STYLES: tuple[tuple[str, str, dict[str, str], dict[str, str]], ...] = (
    ("Body", "Standard", {"size": "11pt", "color": INK}, {"fo:margin-bottom": "0.2cm", "fo:line-height": "130%"}),
    ("Fact", "Standard", {"size": "11pt", "color": INK}, {"fo:margin-bottom": "0cm"}),
    ("Item", "Standard", {"size": "11pt", "color": INK}, {"fo:margin-bottom": "0.1cm"}),
    (
        "Remark",
        "Standard",
        {"size": "11pt", "color": INK},
        {"fo:background-color": AMBER, "fo:padding": "0.2cm", "fo:margin-bottom": "0.3cm", "fo:margin-top": "0.1cm"},
    ),
    ("Foot", "Standard", {"size": "8.5pt", "color": MUTED}, {"fo:margin-top": "0.2cm"}),
    ("Cell", "Standard", {"size": "10pt", "color": INK}, {}),
)


def render_odt(document: Document) -> bytes:
    """The document as ODT; the same document gives the same bytes."""
    import odfdo

    document = drop_illegal(document)
    made = odfdo.Document("text")
    made.body.clear()
    _add_styles(made, document.lang)
    _add_widths(made, document)
    meta = made.meta
    moment = datetime.datetime.combine(document.made_on, datetime.time())
    meta.title, meta.language = document.title, "-".join(LANGUAGES[document.lang])
    meta.creation_date = meta.date = moment
    meta.editing_duration, meta.editing_cycles, meta.generator = datetime.timedelta(0), 1, "Scharnier"

    body = made.body
    body.append(odfdo.Header(1, document.title, style="Heading_20_1"))
    for name, value in document.facts:
        line = odfdo.Paragraph("", style="Fact")
        line.append(odfdo.Span(f"{name}: ", style="Strong"))
        line.append_plain_text(value)
        body.append(line)
    for number, piece in enumerate(document.pieces):
        for element in _elements(piece, number):
            body.append(element)
    for text in document.foot:
        body.append(_paragraph(text, "Foot"))
    stream = io.BytesIO()
    made.save(stream)
    return pack_again(stream.getvalue())


def _elements(piece: object, number: int) -> list[Any]:
    import odfdo

    match piece:
        case Heading(text, level):
            return [odfdo.Header(level + 1, text, style=f"Heading_20_{level + 1}")]
        case Paragraph(text):
            return [_paragraph(text, "Body")]
        case Items(texts):
            items = odfdo.List(style="Bullets")
            for text in texts:
                item = odfdo.ListItem()
                item.append(_paragraph(text, "Item"))
                items.append(item)
            return [items]
        case Note(label, text):
            line = odfdo.Paragraph("", style="Remark")
            line.append(odfdo.Span(f"{label} ", style="Strong"))
            line.append_plain_text(text)
            return [line]
        case Table():
            return _table(piece, number)
    return []


def _table(table: Table, number: int) -> list[Any]:
    import odfdo

    grid = odfdo.Element.from_tag("table:table")
    grid.set_attribute("table:name", f"Table{number}")
    for width in table.widths:
        column = odfdo.Element.from_tag("table:table-column")
        column.set_attribute("table:style-name", _width_name(width))
        grid.append(column)
    # Header rows are repeated on each page and read out with each cell.
    heads = odfdo.Element.from_tag("table:table-header-rows")
    heads.append(_row(table.head, "HeadCell", "Strong"))
    grid.append(heads)
    for row in table.rows:
        grid.append(_row(row, "BodyCell", ""))
    caption = [odfdo.Paragraph("", style="Body")] if table.caption else []
    for line in caption:
        line.append(odfdo.Span(table.caption, style="Strong"))
    return [*caption, grid, _paragraph("", "Body")]


def _add_widths(made: Any, document: Document) -> None:
    import odfdo

    for width in sorted({width for piece in document.pieces if isinstance(piece, Table) for width in piece.widths}):
        column = odfdo.Style("table-column", name=_width_name(width))
        column.set_properties({"style:column-width": f"{width}cm"}, area="table-column")
        made.insert_style(column, automatic=True)


def _width_name(width: float) -> str:
    return f"Column{round(width * 100)}"


def _row(texts: tuple[str, ...], style: str, strong: str) -> Any:
    import odfdo

    row = odfdo.Element.from_tag("table:table-row")
    row.set_attribute("table:style-name", "BodyRow" if any(texts) else "OpenRow")
    for text in texts:
        cell = odfdo.Element.from_tag("table:table-cell")
        cell.set_attribute("table:style-name", style)
        cell.set_attribute("office:value-type", "string")
        line = odfdo.Paragraph("", style="Cell")
        if strong:
            line.append(odfdo.Span(text, style=strong))
        else:
            line.append_plain_text(text)
        cell.append(line)
        row.append(cell)
    return row


def _paragraph(text: str, style: str) -> Any:
    import odfdo

    line = odfdo.Paragraph("", style=style)
    line.append_plain_text(text)
    return line


def _add_styles(made: Any, lang: str) -> None:
    import odfdo

    language, country = LANGUAGES[lang]
    for name, parent, text, paragraph in STYLES:
        style = odfdo.Style("paragraph", name=name, parent_style=parent)
        style.set_properties(paragraph, area="paragraph")
        style.set_properties(
            {"fo:font-family": FONT, "fo:font-size": text["size"], "fo:color": text["color"]}
            | {"fo:language": language, "fo:country": country},
            area="text",
        )
        made.insert_style(style)
    for level, size in ((1, "22pt"), (2, "16pt"), (3, "12.5pt")):
        style = made.get_style("paragraph", f"Heading_20_{level}")
        style.set_properties(
            {"fo:font-family": FONT, "fo:font-size": size, "fo:color": DEEP, "fo:font-weight": "bold"}
            | {"fo:font-style": "normal", "fo:language": language, "fo:country": country},
            area="text",
        )
    for numbered in made.styles.root.get_elements("//text:outline-level-style"):
        # The template numbers headings; a tender has numbers of its own.
        for name in ("style:num-suffix", "loext:num-list-format"):
            numbered.del_attribute(name)
        numbered.set_attribute("style:num-format", "")
    strong = odfdo.Style("text", name="Strong")
    strong.set_properties({"fo:font-weight": "bold"}, area="text")
    made.insert_style(strong)
    for name, colour in (("HeadCell", WASH), ("BodyCell", "#FFFFFF")):
        cell = odfdo.Style("table-cell", name=name)
        cell.set_properties(
            {"fo:background-color": colour, "fo:border": "0.5pt solid #6B7A86", "fo:padding": "0.15cm"},
            area="table-cell",
        )
        made.insert_style(cell, automatic=True)
    row = odfdo.Style("table-row", name="OpenRow")
    row.set_properties({"style:min-row-height": "1.2cm"}, area="table-row")
    made.insert_style(row, automatic=True)
    whole = odfdo.Style("table-row", name="BodyRow")
    whole.set_properties({"fo:keep-together": "always"}, area="table-row")
    made.insert_style(whole, automatic=True)
    bullets = odfdo.Element.from_tag(
        '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.5cm" '
        'fo:margin-left="0.9cm"/></style:list-level-properties></text:list-level-style-bullet></text:list-style>'
    )
    made.insert_style(bullets, automatic=True)
