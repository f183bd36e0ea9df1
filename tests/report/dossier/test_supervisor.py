"""The file for a supervisor leads from each outcome to what it is about, and from each piece of evidence to its use."""

from datetime import date

from scharnier.diligence.dossier.read import load_dossier
from scharnier.diligence.rules.check import check
from scharnier.kernel.content import content_path
from scharnier.norms import load_library
from scharnier.report.dossier.page import Grid, Items
from scharnier.report.dossier.supervisor import Kept, join_after, make_supervisor

from .sample import seen

DAY = date(2026, 11, 20)
DOSSIER = load_dossier(content_path("demo/dossiers/municipality-nl"), DAY)
PAGE = make_supervisor(seen(check(DOSSIER, DAY, load_library(), "nl"), "nl"), Kept("1.2.3", 1, "ab" * 32, "2026-01-01"))
PIECES = {section.ident: section.pieces for section in PAGE.sections}


def test_an_outcome_is_named_and_so_is_the_impact_it_is_about() -> None:
    (outcomes,) = PIECES["outcomes"]
    assert isinstance(outcomes, Grid)
    named = {str(row[0]) for row in outcomes.rows}
    assert "DD.1.2/f Medewerkers zijn getraind" in named
    assert "DD.closure Afsluiten van de schade · impacts/IMP-1 Steenstof dat werknemers ziek maakt (silicose)" in named


def test_evidence_of_a_reading_and_of_an_assessment_is_for_something() -> None:
    (evidence,) = PIECES["evidence"]
    assert isinstance(evidence, Grid)
    used = {str(row[0]).partition(":")[0]: row[-1] for row in evidence.rows}
    assert used["EV-08"] == "indicators/IND-2"
    assert "niets" not in used.values()


def test_a_log_of_one_line_is_not_told_in_the_plural() -> None:
    (again,) = PIECES["again"]
    assert isinstance(again, Items)
    assert any("1 regel, van 2026-01-01." in text for text in again.texts)


def test_what_several_ids_begin_with_is_said_once_and_an_item_stays_whole() -> None:
    assert join_after(["oecd-ddg-2018:1.2", "oecd-ddg-2018:1.2/a", "ungp-2011:16"], ":") == (
        "oecd-ddg-2018: 1.2, 1.2/a; ungp-2011: 16"
    )
    lacked = ["impacts/IMP-1.actual", "impacts/IMP-1.involvement", "statements[oecd-ddg-2018:1.2/d]", "looks"]
    assert join_after(lacked, ".") == "impacts/IMP-1: actual, involvement; statements[oecd-ddg-2018:1.2/d]; looks"
