"""What rulings are called: every rule has a name in both languages, and every record its title where it has one."""

from datetime import date

import pytest

from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.dossier.read import load_dossier
from scharnier.diligence.rules.check import check
from scharnier.diligence.rules.judging import WHOLE
from scharnier.diligence.rules.names import call_record, name_record, name_rule, name_ruling
from scharnier.kernel.content import content_path
from scharnier.norms import load_library

DAY = date(2026, 11, 20)
LIBRARY = load_library()


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", ["workwear", "municipality", "investor"])
def test_every_rule_and_every_record_but_a_decision_has_a_name(name: str, lang: str) -> None:
    dossier = load_dossier(content_path(f"demo/dossiers/{name}-{lang}"), DAY)
    for ruling in check(dossier, DAY, LIBRARY, lang).rulings:
        assert "DD." not in name_rule(ruling.rule, LIBRARY, lang)
        titled = name_record(ruling.subject, dossier)
        assert bool(titled) == (ruling.subject != WHOLE and not ruling.subject.startswith("decisions/"))
        assert titled in name_ruling(ruling, dossier, LIBRARY, lang)


def test_an_item_that_goes_through_all_steps_says_of_what_it_is_an_item() -> None:
    assert name_rule("DD.channel/legitimate", LIBRARY, "nl") == "Klachtenroute: legitiem"
    assert name_rule("DD.voices/6", LIBRARY, "nl").startswith("Wie geraakt wordt is gehoord: Zorgen voor")


def test_a_record_that_is_not_there_has_no_name() -> None:
    dossier = load_dossier(content_path("demo/dossiers/workwear-nl"), DAY)
    assert name_record("impacts/GONE", dossier) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_of_each_kind_is_called_by_a_word_and_its_id(kind: str) -> None:
    assert {call_record(f"{kind}/A.1", lang).endswith(" A.1") for lang in ("nl", "en")} == {True}
    assert call_record("engagements/ENG-1", "nl") == "gesprek ENG-1"
