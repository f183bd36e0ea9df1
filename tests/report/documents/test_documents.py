"""Documents to edit: what goes in is there again when the file is opened, in each format; equal in, equal out."""

import io
import os
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import docx
import odfdo
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.report.documents import (
    Document,
    Heading,
    Items,
    Note,
    Paragraph,
    Table,
    render_docx,
    render_odt,
    render_page,
)

SAMPLE = Document(
    title="Bijlage: sociale voorwaarden",
    lang="nl",
    made_on=date(2026, 11, 20),
    facts=(("Opdracht", "Werkkleding"), ("Opdrachtgever", "Gemeente <Voorbeelddam> & Co")),
    pieces=(
        Heading("Gunningscriterium", 1),
        Heading("Aanpak", 2),
        Paragraph("De inschrijver beschrijft één keten; {geen} <b>opmaak</b>."),
        Items(("Kinderarbeid & katoen", "Dwangarbeid")),
        Note("Voor de inkoper:", "Leg dit vast."),
        Table("Punten", ("Punten", "Waarvoor"), (("0", "Niets"), ("4", "Iets"))),
        Table("", ("Risico", "Maatregel"), (("", ""), ("", ""))),
    ),
    foot=("Geen juridisch advies.",),
)
TEXTS = ["Gunningscriterium", "De inschrijver beschrijft één keten; {geen} <b>opmaak</b>.", "Kinderarbeid & katoen"]


def test_docx_has_headings_lists_and_header_rows():
    opened = docx.Document(io.BytesIO(render_docx(SAMPLE)))
    styles = {line.text: line.style.name for line in opened.paragraphs}
    assert styles["Bijlage: sociale voorwaarden"] == "Title"
    assert styles["Gunningscriterium"] == "Heading 1"
    assert styles["Aanpak"] == "Heading 2"
    assert styles["Kinderarbeid & katoen"] == "List Bullet"
    assert set(TEXTS) <= set(styles)
    assert [[cell.text for cell in row.cells] for row in opened.tables[0].rows] == [
        ["Punten", "Waarvoor"],
        ["0", "Niets"],
        ["4", "Iets"],
    ]
    assert "w:tblHeader" in opened.tables[0].rows[0]._tr.xml
    assert 'w:lang w:val="nl-NL"' in opened.styles.element.xml


def test_odt_has_headings_lists_and_header_rows():
    opened = odfdo.Document(io.BytesIO(render_odt(SAMPLE)))
    assert [heading.get_attribute("text:outline-level") for heading in opened.body.headers] == ["1", "2", "3"]
    text = opened.get_formatted_text()
    assert all(each in text for each in [*TEXTS, "Leg dit vast.", "Geen juridisch advies."])
    assert len(opened.body.get_elements("//table:table-header-rows")) == 2
    assert len(opened.body.get_elements("//text:list-item")) == 2
    assert opened.meta.language == "nl-NL"
    levels = opened.styles.root.get_elements("//text:outline-level-style")
    assert levels
    assert not [level for level in levels if level.get_attribute("style:num-format")], "headings bear no numbers"


def test_html_escapes_what_it_was_given_and_asks_nothing_of_the_network():
    page = render_page(SAMPLE)
    assert "Gemeente &lt;Voorbeelddam&gt; &amp; Co" in page
    assert "<b>opmaak" not in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert page.count('<th scope="col">') == 4


@pytest.mark.parametrize("render", [render_docx, render_odt])
def test_the_same_document_gives_the_same_bytes(render):
    first, second = render(SAMPLE), render(SAMPLE)
    assert first == second
    assert zipfile.ZipFile(io.BytesIO(first)).testzip() is None


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_any_text_a_user_writes_can_be_written(text):
    document = Document(text, "en", date(2026, 1, 1), (("Subject", text),), (Items((text,)), Paragraph(text)), ())
    assert docx.Document(io.BytesIO(render_docx(document))).paragraphs[0].text.strip() == text.strip()
    odfdo.Document(io.BytesIO(render_odt(document)))
    render_page(document)


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\x1bb", "a\ud800b"])
def test_characters_that_xml_cannot_hold_are_dropped_not_fatal(text):
    document = Document(text, "en", date(2026, 1, 1), (), (Paragraph(text),), ())
    assert docx.Document(io.BytesIO(render_docx(document))).paragraphs[0].text == "ab"
    assert "ab" in odfdo.Document(io.BytesIO(render_odt(document))).get_formatted_text()


@pytest.mark.parametrize(("render", "ending"), [(render_docx, "docx"), (render_odt, "odt")])
def test_libreoffice_opens_it(tmp_path: Path, render, ending):
    office = shutil.which("soffice")
    if office is None or not Path("/usr/lib/libreoffice/program/libswlo.so").exists():
        pytest.skip("LibreOffice Writer is not on this machine")
    file = tmp_path / f"sample.{ending}"
    file.write_bytes(render(SAMPLE))
    command = [office, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, env=os.environ | {"HOME": str(tmp_path)}, capture_output=True, timeout=120, check=True)
    text = (tmp_path / "sample.txt").read_text(encoding="utf-8-sig")
    assert all(each in text for each in [*TEXTS, "Leg dit vast.", "Waarvoor"])


def test_columns_are_wide_where_there_is_much_to_read_and_equal_where_all_is_to_be_filled_in():
    points = Table("", ("Punten", "Waarvoor"), (("0", "Alleen voornemens."), ("10", "Een plan met data. " * 5)))
    first, second = points.widths
    assert first < second / 3
    assert first + second == pytest.approx(16.5, abs=0.05)
    empty = Table("", ("Risico", "Waarschijnlijkheid en bron"), (("", ""), ("", "")))
    assert len(set(empty.widths)) == 1
