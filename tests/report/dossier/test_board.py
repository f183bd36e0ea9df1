"""What a board is asked to do is said whole, with the numbers of the list it has before it."""

from datetime import date

import pytest

from scharnier.diligence.dossier.read import load_dossier
from scharnier.diligence.rules.check import check
from scharnier.kernel.content import content_path
from scharnier.norms import load_library
from scharnier.report.documents.shape import Items
from scharnier.report.dossier.board import make_board

from .sample import seen

DAY = date(2026, 11, 20)


@pytest.mark.parametrize("name", ["workwear", "municipality", "investor"])
def test_what_to_do_is_not_cut_off_and_names_impacts_by_their_number(name: str) -> None:
    dossier = load_dossier(content_path(f"demo/dossiers/{name}-nl"), DAY)
    page = make_board(seen(check(dossier, DAY, load_library(), "nl"), "nl"), None, None)
    (section,) = [one for one in page.sections if one.ident == "decide"]
    told = [text for piece in section.pieces if isinstance(piece, Items) for text in piece.texts]
    assert told
    assert [text for text in told if "IMP-" in text or "engagements/" in text or text.endswith("…")] == []
