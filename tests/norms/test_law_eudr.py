"""The EUDR as shipped: the dates of each text, the roles and annexes by date, and what naive readers get wrong."""

from datetime import date

import pytest

from scharnier.kernel.provenance import Confidence
from scharnier.law.eudr_annex import list_annex
from scharnier.norms import load_library

LAW = load_library().law("eudr")


@pytest.mark.parametrize(
    ("on", "applies"),
    [
        (date(2023, 6, 29), date(2024, 12, 30)),
        (date(2024, 12, 25), date(2024, 12, 30)),
        (date(2024, 12, 30), date(2025, 12, 30)),
        (date(2025, 12, 25), date(2025, 12, 30)),
        (date(2025, 12, 26), date(2026, 12, 30)),
        (date(2026, 11, 20), date(2026, 12, 30)),
    ],
)
def test_date_of_application_by_the_text_of_each_day(on: date, applies: date) -> None:
    value = LAW.figure("applies_from", on)
    assert value is not None
    assert value.amount == applies


def test_no_text_ever_let_its_own_date_pass_before_2026() -> None:
    for version in LAW.versions[:-1]:
        value = LAW.figure("applies_from", version.valid_to)
        assert value is not None
        assert value.amount > version.valid_to


def test_texts_follow_one_another_without_a_hole() -> None:
    assert LAW.version(date(2023, 6, 28)) is None
    found = [LAW.version(version.valid_from) for version in LAW.versions]
    assert [version.id for version in found if version] == ["2023", "2024", "2025", "2026"]
    assert LAW.version(date(2026, 9, 18)).id == "2026"
    for earlier, later in zip(LAW.versions, LAW.versions[1:], strict=False):
        assert (later.valid_from - earlier.valid_to).days == 1


def test_smaller_firms_have_a_date_of_their_own() -> None:
    on = date(2026, 11, 20)
    assert LAW.figure("applies_from_micro_small", on).amount == date(2027, 6, 30)
    assert LAW.figure("micro_small_founded_by", on).amount == date(2024, 12, 31)
    # What the earlier texts said of them is not recorded, and must not be made up.
    assert LAW.figure("applies_from_micro_small", date(2025, 12, 25)) is None


def test_figures_of_plots() -> None:
    on = date(2026, 11, 20)
    found = {name: LAW.figure(name, on) for name in ("cutoff_on", "polygon_above_ha", "decimals", "keep_years")}
    assert [value.amount for value in found.values()] == [date(2020, 12, 31), 4, 6, 5]
    assert found["polygon_above_ha"].confidence is Confidence.VERIFIED


def test_lighter_roles_and_the_simplified_declaration_came_with_the_second_amendment() -> None:
    last, first = date(2025, 12, 25), date(2025, 12, 26)
    for part in ("2.15a", "2.15b", "4a", "5.2", "5.6", "annex.3"):
        assert LAW.provisions[f"eudr-2023:{part}"].wording(last) is None
        assert LAW.provisions[f"eudr-2023:{part}"].wording(first)


def test_statement_lost_its_field_for_earlier_statements() -> None:
    annex = LAW.provisions["eudr-2023:annex.2"]
    before, after = (annex.wording(on).gist["en"] for on in (date(2025, 12, 25), date(2025, 12, 26)))
    assert "earlier statements" in before
    assert "earlier statements" not in after


def test_annex_one_says_as_many_entries_as_the_table_holds() -> None:
    annex = LAW.provisions["eudr-2023:annex.1"]
    for wording in annex.wordings:
        for lang in ("nl", "en"):
            assert str(len(list_annex(wording.valid_from))) in wording.gist[lang]
    later = LAW.figure("extra_annex_from", date(2026, 11, 20)).amount
    assert str(len(list_annex(later))) in annex.wordings[-1].gist["en"]
    assert [wording.valid_from for wording in annex.wordings] == [
        version.valid_from for version in LAW.versions if version.id != "2024"
    ]


def test_all_items_of_article_nine_and_criteria_of_article_ten() -> None:
    items = [id.rpartition(".")[2] for id in LAW.provisions if ":9.1." in id]
    criteria = [id.rpartition(".")[2] for id in LAW.provisions if ":10.2." in id]
    assert "".join(items) == "abcdefgh"
    assert "".join(criteria) == "abcdefghijklmn"


def test_every_duty_has_a_step_or_says_why_not_and_none_serves_remedy() -> None:
    for provision in LAW.provisions.values():
        if provision.kind == "duty":
            assert bool(provision.asks) != bool(provision.no_step), provision.id
        for ask in provision.asks:
            assert ask.relation == "narrower"
            assert ask.leaves_out
            assert not ask.action.endswith((":6.1", ":6.2"))


def test_what_is_own_knowledge_carries_the_badge() -> None:
    on = date(2026, 11, 20)
    for part in ("6", "16", "25", "31", "2.4", "2.40"):
        assert LAW.provisions[f"eudr-2023:{part}"].wording(on).confidence is Confidence.UNVERIFIED
    for name in ("check_share_high", "penalty_max_at_least_share", "forest_above_ha"):
        assert LAW.figure(name, on).confidence is Confidence.UNVERIFIED
    assert LAW.figure("applies_from", date(2025, 1, 1)).confidence is Confidence.SECONDARY
    assert LAW.figure("applies_from", on).confidence is Confidence.VERIFIED


def test_the_proposal_is_not_law_and_open_questions_are_recorded() -> None:
    assert all(version.status == "law" for version in LAW.versions)
    gaps = {gap.id for gap in LAW.gaps}
    assert {"eudr-1520-start", "eudr-further-delay", "eudr-proposal-661", "eudr-old-timber-list"} <= gaps


def test_timeline_is_that_of_the_fact_base() -> None:
    events = {event.id: (str(event.on), event.kind) for event in load_library().events if event.law == LAW.id}
    assert events["eudr-9"] == ("2026-09-18", "in_force")
    assert events["eudr-10"] == ("2026-12-30", "applies")
    assert events["eudr-11"] == ("2027-06-30", "applies")
    assert {f"eudr-{n}" for n in range(1, 13)} <= set(events)
