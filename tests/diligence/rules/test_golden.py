"""Each rule on a dossier has its sentences, its page and its golden pair."""

import json
from pathlib import Path

import pytest

from scharnier.diligence.rules.check import load_rules
from scharnier.norms import load_library

from .golden import answer, list_pairs
from .made import GOLDEN

MODULES = [rule.__name__.rpartition(".")[2] for rule in load_rules()]


@pytest.mark.parametrize("module", list_pairs())
def test_what_a_rule_says_is_what_was_read_and_agreed(module: str) -> None:
    agreed = json.loads((GOLDEN / module / "out.json").read_text(encoding="utf-8"))
    assert answer(module) == agreed
    said = [one["verdict"] for case in agreed.values() for one in case]
    assert {"met", "unknown"} <= set(said), "a pair shows what is met and what is not known"


@pytest.mark.parametrize("module", list_pairs())
def test_what_a_rule_rests_on_stands_in_the_library(module: str) -> None:
    library = load_library()
    agreed = json.loads((GOLDEN / module / "out.json").read_text(encoding="utf-8"))
    named = {norm for case in agreed.values() for one in case for norm in one["provisions"]}
    assert [norm for norm in named if norm not in library.norms] == []


@pytest.mark.parametrize("module", MODULES)
def test_one_rule_is_one_file_one_page_one_pair(module: str, repository: Path) -> None:
    page = (repository / f"docs/method/dossier/{module}.md").read_text(encoding="utf-8")
    assert f"rules.{module}" in page
    assert (GOLDEN / module / "in.yaml").is_file()
