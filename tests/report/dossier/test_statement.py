"""The public statement says itself what is late and what has no measure yet."""

from datetime import date
from itertools import pairwise

from scharnier.diligence.dossier.read import load_dossier
from scharnier.diligence.public import make_public
from scharnier.diligence.rules.check import check
from scharnier.kernel.content import content_path
from scharnier.norms import load_library
from scharnier.report.documents.shape import Heading, Items
from scharnier.report.dossier.names import Names
from scharnier.report.dossier.page import Page
from scharnier.report.dossier.statement import make_statement


def make(day: date) -> Page:
    dossier = load_dossier(content_path("demo/dossiers/municipality-nl"), day)
    view = make_public(dossier, check(dossier, day, load_library(), "nl"))
    return make_statement(view, Names("nl", load_library()))


def find_below(page: Page, head: str) -> tuple[str, ...]:
    pieces = [piece for section in page.sections for piece in section.pieces]
    for first, second in pairwise(pieces):
        if isinstance(first, Heading) and first.text == head and isinstance(second, Items):
            return second.texts
    return ()


def test_what_was_to_be_done_by_now_and_is_not_is_named() -> None:
    late = "Niet klaar op de dag die was afgesproken"
    page = make(date(2026, 11, 20))
    assert find_below(page, late) == ("2. Steenstof dat werknemers ziek maakt (silicose)",)
    assert find_below(page, "Nog zonder maatregel") == ("4. Mineralen waarmee geweld wordt betaald",)
