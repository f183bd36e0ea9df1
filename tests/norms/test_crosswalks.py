"""Themes, links and the involvement matrix."""

from dataclasses import replace

import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.provenance import Confidence
from scharnier.norms import load_library, load_themes

LIBRARY = load_library()


def targets(links) -> set[str]:
    return {link.target for link in links}


def test_there_are_forty_four_themes() -> None:
    """The source table has 44 rows; 45 was announced. None was invented to make up the number."""
    assert len(load_themes()) == 44


def test_every_theme_resolves() -> None:
    for theme in load_themes().values():
        assert theme.group in LIBRARY.groups
        assert LIBRARY.norms_for_theme(theme.id)
        assert LIBRARY.sdgs_for_theme(theme.id)
        for link in (*LIBRARY.norms_for_theme(theme.id), *LIBRARY.sdgs_for_theme(theme.id)):
            assert LIBRARY.norm(link.target)
            assert link.relation in LIBRARY.relations
            assert link.reason["nl"]
            assert link.reason["en"]


def test_primary_targets_come_first() -> None:
    links = LIBRARY.sdgs_for_theme("forced_labour")
    assert [link.target for link in links if link.relation == "named_in"] == ["sdg-2015:8.7"]
    assert links[0].target == "sdg-2015:8.7"
    assert targets(links) == {f"sdg-2015:{target}" for target in ("8.7", "16.2", "5.2", "10.7")}


def test_animal_welfare_and_competition_have_no_primary_target() -> None:
    without = {
        theme for theme in load_themes() if all(link.relation != "named_in" for link in LIBRARY.sdgs_for_theme(theme))
    }
    assert without == {"animal_welfare", "competition"}


def test_no_link_is_just_an_intersection() -> None:
    assert {link.relation for link in LIBRARY.links} <= set(LIBRARY.relations)
    assert "intersects" not in LIBRARY.relations


def test_child_labour_rests_on_the_two_conventions() -> None:
    expected = {"oecd-gl-2023:V.1.c", "ilo-c138-1973", "ilo-c182-1999", "un-crc-1989"}
    assert targets(LIBRARY.norms_for_theme("child_labour")) == expected


def test_own_proposals_are_marked_and_the_seed_fact_is_not() -> None:
    verified = {(link.source, link.target) for link in LIBRARY.links if link.confidence is Confidence.VERIFIED}
    assert verified == {("procurement", "sdg-2015:12.7")}


@pytest.mark.parametrize(
    ("kind", "required", "allowed"),
    [
        ("cause", {"3.1", "6.1"}, set()),
        ("contribute", {"3.1", "3.2", "6.1"}, set()),
        ("directly_linked", {"3.2"}, {"6.2"}),
    ],
)
def test_involvement_decides_the_response(kind, required, allowed) -> None:
    links = LIBRARY.actions_for_involvement(kind)
    found = {
        relation: {link.target[-3:] for link in links if link.relation == relation}
        for relation in ("requires", "allows")
    }
    assert found == {"requires": required, "allows": allowed}


@pytest.mark.parametrize(("principle", "actions"), [("24", {"2.4"}), ("18", {"2.1", "2.2", "2.3"}), ("31", {"6.2"})])
def test_guiding_principles_lead_to_actions(principle, actions) -> None:
    links = LIBRARY.links_from(f"ungp-2011:{principle}", "implemented_by")
    assert {link.target.partition(":")[2] for link in links} == actions


def test_every_action_carries_out_a_guiding_principle_or_is_about_buying() -> None:
    bare = {
        norm.id
        for norm in LIBRARY.all("action")
        if not any(link.relation == "implemented_by" for link in LIBRARY.links_to(norm.id))
    }
    assert bare == {"oecd-ddg-2018:1.3"}


def test_links_run_both_ways() -> None:
    for link in LIBRARY.links:
        assert link in LIBRARY.links_from(link.source)
        assert link in LIBRARY.links_to(link.target)


@pytest.mark.parametrize(("call", "near"), [("norm", "oecd-ddg-2018:2.4"), ("theme", "child_labour")])
def test_an_unknown_id_names_the_nearest(call, near) -> None:
    with pytest.raises(InputProblem) as problem:
        getattr(LIBRARY, call)(near.replace("d", "", 1))
    assert near in problem.value.remedy


def test_an_unknown_kind_names_the_kinds() -> None:
    with pytest.raises(InputProblem, match="convention"):
        LIBRARY.all("verdrag")


def test_a_library_made_from_another_does_not_change_it() -> None:
    """What is worked out from the records belongs to one Library: a copy with other events gets its own."""
    before = len(LIBRARY.children("oecd-ddg-2018:1.1")), len(LIBRARY.links_from("child_labour"))
    other = replace(LIBRARY, events=())
    assert (len(LIBRARY.children("oecd-ddg-2018:1.1")), len(LIBRARY.links_from("child_labour"))) == before
    assert (len(other.children("oecd-ddg-2018:1.1")), len(other.links_from("child_labour"))) == before
