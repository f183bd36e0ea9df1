"""The texts for a tender: what ships loads and agrees in both languages; what fits is put together, and only that."""

import doctest
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.norms import load_library
from scharnier.procurement.texts.assemble import Chosen, Purchase, assemble, say_term
from scharnier.procurement.texts.blocks import LEVELS, Term, load_texts, load_texts_from

PURCHASE = Purchase(
    subject="de werkkleding",
    subject_kind="werkkleding",
    buyer="Gemeente Voorbeelddam",
    value="€ 400.000",
    decision="niet verplicht, wel aangeraden",
    risks=("kinderarbeid in katoen: India (ILAB)", "dwangarbeid in katoen: Oezbekistan (ILAB)"),
    silent="Geen bron noemt een risico; dat is geen bewijs dat er geen is.",
)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("effort", ["full", "light"])
def test_every_choice_gives_a_condition_and_fills_in_every_place(lang, level, effort):
    draft = assemble(load_texts(), PURCHASE, Chosen(effort, level), lang)
    lines = [
        line for sections in draft.documents.values() for part in sections for b in part.blocks for line in b.lines
    ]
    assert not [line for line in lines if "{" in line or "}" in line]
    tenderer = {section.part.id for section in draft.documents["tenderer"]}
    assert "condition" in tenderer
    assert ("award" in tenderer) == (effort == "full")


def test_both_languages_say_as_much():
    texts = load_texts()
    for blocks in texts.blocks.values():
        for block in blocks:
            dutch, english = (
                [line.strip()[:2] == "- " for line in words.splitlines() if line.strip()]
                for words in (block.text.nl, block.text.en)
            )
            assert dutch == english, block.id


def test_of_award_criteria_only_the_level_chosen_is_used():
    draft = assemble(load_texts(), PURCHASE, Chosen("full", "significant"), "nl")
    award = next(section for section in draft.documents["tenderer"] if section.part.id == "award")
    assert [filled.block.id for filled in award.blocks] == ["award-significant"]
    assert {"award-basis", "award-ambitious", "specification-light"} <= set(draft.left_out)


def test_what_is_used_and_what_is_left_out_is_everything():
    texts = load_texts()
    every = {block.id for blocks in texts.blocks.values() for block in blocks}
    for level in LEVELS:
        draft = assemble(texts, PURCHASE, Chosen("light", level, ("condition", "award")), "en")
        used = {b.block.id for sections in draft.documents.values() for part in sections for b in part.blocks}
        assert used | set(draft.left_out) == every
        assert not used & set(draft.left_out)


def test_risks_become_items_and_silence_is_said():
    texts = load_texts()
    plan = assemble(texts, PURCHASE, Chosen("full", "basis", ("supplier_plan",)), "nl").documents["supplier"][0]
    risks = next(block for block in plan.blocks if block.block.id == "plan-risks")
    assert risks.lines[1:] == tuple(f"- {risk}" for risk in PURCHASE.risks)
    silent = replace(PURCHASE, risks=())
    plan = assemble(texts, silent, Chosen("full", "basis", ("supplier_plan",)), "nl").documents["supplier"][0]
    assert next(block for block in plan.blocks if block.block.id == "plan-risks").lines[-1] == PURCHASE.silent


def test_braces_of_a_user_stay_braces():
    odd = replace(PURCHASE, subject="de {value} {onbekend}", buyer="{risks}")
    draft = assemble(load_texts(), odd, Chosen("full", "basis"), "nl")
    lines = [line for part in draft.documents["tenderer"] for block in part.blocks for line in block.lines]
    assert any("de {value} {onbekend}" in line for line in lines)


@pytest.mark.parametrize(
    ("term", "nl", "en"),
    [
        ({"months": 3, "from": "start"}, "uiterlijk 3 maanden na de ingang", "at the latest 3 months after the start"),
        ({"months": -1, "from": "end"}, "uiterlijk 1 maand voor het einde", "at the latest 1 month before the end"),
        ({"days": 30, "from": "signal"}, "uiterlijk 30 dagen na het signaal", "at the latest 30 days after the signal"),
    ],
)
def test_terms_in_words(term, nl, en):
    read = Term.model_validate(term)
    assert say_term(read, "nl").startswith(nl)
    assert say_term(read, "en").startswith(en)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("condition.yaml", "isv-2017:dialogue", "isv-2017:talk", "does not exist in the Library"),
        ("condition.yaml", "{term_policy}", "{term_polcy}", "do not fill in the same places"),
        ("award.yaml", "points: 4", "points: 9", "do not rise"),
        ("award.yaml", "id: award-basis", "id: award-significant", "two blocks are called"),
        ("award.yaml", "level: basis", "level: basic", "level"),
        ("parts.yaml", "phase: specify", "phase: specified", "not among the phases"),
        ("market_dialogue.yaml", "title: {nl: Herkomst, en: Origin}", "title: {nl: Herkomst, en: ''}", "one language"),
    ],
)
def test_a_mistake_in_the_content_stops_the_start(tmp_path: Path, file, old, new, said):
    folder = tmp_path / "texts"
    shutil.copytree(content_path("procurement/texts"), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        load_texts_from(folder, load_library())


def test_the_examples_of_the_method_page_hold(repository: Path):
    failed, attempted = doctest.testfile(str(repository / "docs/method/isv-texts.md"), module_relative=False)
    assert attempted
    assert not failed


def test_nobody_loses_points_for_what_was_never_asked_and_nobody_is_named():
    draft = assemble(load_texts(), PURCHASE, Chosen("full", "significant"), "nl")
    said = {b.block.id: "\n".join(b.lines) for sections in draft.documents.values() for s in sections for b in s.blocks}
    assert "Trek geen punten af voor een risico dat niet in de aanbestedingsstukken staat" in said["evaluation-sheet"]
    assert "[Alleen bij een procedure met selectie; laat dit anders weg.]" in said["selection-experience"]
    assert "benadeelt niemand om een melding" in said["condition-signals"]
    assert "ook niet met de opdrachtgever" in said["condition-signals"]
    assert "toestemming" not in said["market-stakeholders"]  # buyers may talk to unions without leave of a supplier
