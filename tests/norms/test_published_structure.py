"""The shelf against the structure as published: counts, numbering, and what a reader of older texts gets wrong."""

import re
from collections import Counter

from scharnier.kernel.provenance import Confidence
from scharnier.norms import load_library, load_themes

LIBRARY = load_library()


def ids(instrument: str, kind: str) -> list[str]:
    return [norm.id for norm in LIBRARY.all(kind) if norm.id.startswith(instrument + ":")]


def test_due_diligence_guidance_has_six_steps_and_thirteen_actions() -> None:
    assert ids("oecd-ddg-2018", "step") == [f"oecd-ddg-2018:{number}" for number in range(1, 7)]
    actions = [id.partition(":")[2] for id in ids("oecd-ddg-2018", "action")]
    assert actions == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "4.1", "5.1", "6.1", "6.2"]
    for action in ids("oecd-ddg-2018", "action"):
        assert LIBRARY.norm(action).parent == action.rpartition(".")[0]
        letters = [child.id.rpartition("/")[2] for child in LIBRARY.children(action)]
        assert letters == [chr(ord("a") + number) for number in range(len(letters))]


def test_checklist_has_the_items_of_the_fact_base() -> None:
    counts = {id.partition(":")[2]: len(LIBRARY.children(id)) for id in ids("oecd-ddg-2018", "action")}
    assert counts == {
        "1.1": 5, "1.2": 10, "1.3": 5, "2.1": 5, "2.2": 7, "2.3": 3, "2.4": 4,
        "3.1": 6, "3.2": 6, "4.1": 5, "5.1": 4, "6.1": 4, "6.2": 4,
    }  # fmt: skip


def test_guidelines_have_a_preface_and_eleven_chapters() -> None:
    roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"]
    assert ids("oecd-gl-2023", "chapter") == [f"oecd-gl-2023:{number}" for number in roman]
    assert ids("oecd-gl-2023", "preface") == ["oecd-gl-2023:preface"]
    # Of IX, X and XI the summary says whether due diligence covers them, which a table of contents does not.
    unsure = {id for id in ids("oecd-gl-2023", "chapter") if LIBRARY.norm(id).confidence is not Confidence.VERIFIED}
    assert unsure == {"oecd-gl-2023:IX", "oecd-gl-2023:X", "oecd-gl-2023:XI"}
    for id in ids("oecd-gl-2023", "paragraph"):
        assert LIBRARY.norm(id).parent == re.sub(r"^(.*:[IVX]+)\..*$", r"\1", id)


def test_paragraph_numbers_that_were_not_seen_are_marked() -> None:
    seen = {norm.id for norm in LIBRARY.all("paragraph") if norm.confidence is not Confidence.UNVERIFIED}
    assert seen == {"oecd-gl-2023:II.A.11", "oecd-gl-2023:II.A.12"}


def test_guiding_principles_are_thirty_one_in_three_pillars() -> None:
    assert ids("ungp-2011", "principle") == [f"ungp-2011:{number}" for number in range(1, 32)]
    pillars = Counter(LIBRARY.norm(id).parent for id in ids("ungp-2011", "principle"))
    assert pillars == {"ungp-2011:I": 10, "ungp-2011:II": 14, "ungp-2011:III": 7}


def test_seventeen_goals_and_every_target_under_its_own() -> None:
    assert ids("sdg-2015", "goal") == [f"sdg-2015:{number}" for number in range(1, 18)]
    for target in ids("sdg-2015", "target"):
        assert re.fullmatch(r"sdg-2015:\d{1,2}\.(\d{1,2}|[a-d])", target)
        assert LIBRARY.norm(target).parent == target.rpartition(".")[0]


def test_only_targets_that_a_theme_uses_are_shelved() -> None:
    used = {link.target for theme in load_themes() for link in LIBRARY.sdgs_for_theme(theme)}
    assert used == set(ids("sdg-2015", "target"))


def test_five_categories_of_fundamental_rights() -> None:
    assert len(LIBRARY.all("category")) == 5


def test_tax_and_competition_are_outside_the_due_diligence_recommendation() -> None:
    for chapter in ("X", "XI"):
        assert "outside the due-diligence recommendation" in LIBRARY.norm(f"oecd-gl-2023:{chapter}").gist["en"]


def test_guidance_without_a_verified_date_of_publication_is_not_shelved() -> None:
    assert not [norm.id for norm in LIBRARY.all("guidance") if "oecd-ai" in norm.id]


def test_every_record_says_where_it_comes_from_and_when_it_was_looked_at() -> None:
    for norm in LIBRARY.all():
        assert norm.source in LIBRARY.sources()
        assert norm.checked_on.isoformat() == "2026-11-20"
        assert all(norm.title[lang] and norm.gist[lang] for lang in ("nl", "en"))
