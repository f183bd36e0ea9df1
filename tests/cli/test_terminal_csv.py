"""Labels of a stored model come from a file of others: no formula, no cursor, no broken page."""

import io
from xml.etree import ElementTree

from scharnier.cli.terminal import CsvTable, seen


def test_a_label_is_no_formula_and_a_number_stays_one() -> None:
    to = io.StringIO()
    CsvTable(to).writerow((1, -0.5, "-0.25", "1e-9", "=cmd|'/c calc'!A1", "-1+1", "NLD/c4 < CHN/c4", "\uff1dx"))
    assert to.getvalue() == "1,-0.5,-0.25,1e-9,'=cmd|'/c calc'!A1,'-1+1,NLD/c4 < CHN/c4,'\uff1dx\n"


def test_a_label_moves_no_cursor_and_stays_on_its_row() -> None:
    to = io.StringIO()
    CsvTable(to).writerow(("a\x1b[2Jb\nc", "\u202etxt"))
    assert to.getvalue() == "a\ufffd[2Jb c,\ufffdtxt\n"


def test_a_picture_with_a_hostile_label_is_still_one() -> None:
    picture = seen("<svg>\n\t<text>\u20ac\u00a01.000 \x1b[31m \u202eliar\x00</text></svg>")
    text = ElementTree.fromstring(picture)[0].text
    assert text == "\u20ac\u00a01.000 \ufffd[31m \ufffdliar\ufffd"
