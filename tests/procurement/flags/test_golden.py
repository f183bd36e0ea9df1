"""Each indicator has its file, its content, its page and its golden pair, and all verdicts are in the pair."""

import json
import re
from pathlib import Path

import pytest

from scharnier.kernel.content import content_path
from scharnier.procurement.flags.content import load_flag_content
from scharnier.procurement.flags.frame import Indicator
from scharnier.procurement.flags.run import INDICATORS

from .golden import FOLDER, answer


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.id)
def test_what_comes_out_is_what_was_read_and_agreed(indicator: Indicator) -> None:
    agreed = json.loads((FOLDER / indicator.id / "out.json").read_text(encoding="utf-8"))
    assert answer(indicator) == agreed
    assert {"flagged", "unknown", "clear"} <= {one["verdict"] for one in agreed.values()}


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.id)
def test_one_indicator_is_one_file_one_page_one_pair(indicator: Indicator, repository: Path) -> None:
    number = indicator.id.removeprefix("ISV.R")
    (file,) = (repository / "src/scharnier/procurement/flags").glob(f"r{number}_*.py")
    page = (repository / f"docs/method/flags/{indicator.id}.md").read_text(encoding="utf-8")
    assert indicator.id in file.read_text(encoding="utf-8")
    assert f"flags.{file.stem}" in page
    assert f"(flags/{indicator.id}.md)" in (repository / "docs/method/README.md").read_text(encoding="utf-8")
    assert load_flag_content()[indicator.id].title.en in page
    said = page.partition("## In bulk")[2].partition("##")[0].partition("reads:")[2]
    assert tuple(re.findall(r"`([\w.]+)`", said)) == indicator.columns


def test_nothing_lies_around_that_belongs_to_no_indicator(repository: Path) -> None:
    ids = {one.id for one in INDICATORS}
    assert set(load_flag_content()) == ids
    assert {path.stem for path in content_path("procurement/flags").iterdir()} == ids
    assert {path.name for path in FOLDER.iterdir()} == ids
    assert {path.stem for path in (repository / "docs/method/flags").iterdir()} == ids


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.id)
def test_every_sentence_is_used_and_says_what_it_is_not(indicator: Indicator, repository: Path) -> None:
    content = load_flag_content()[indicator.id]
    number = indicator.id.removeprefix("ISV.R")
    (file,) = (repository / "src/scharnier/procurement/flags").glob(f"r{number}_*.py")
    code = file.read_text(encoding="utf-8")
    unused = [key for key in (*content.reasons, *content.missing, *content.parameters) if f'"{key}"' not in code]
    assert unused == []
    assert "Onbekend is niet in orde" in content.is_not.nl
    assert "Unknown is not fine" in content.is_not.en
    every = [
        words.nl for words in (content.is_not, content.to_do, *content.reasons.values(), *content.missing.values())
    ]
    assert not [text for text in every if re.search(r"\bgij\b|toeleverancier|uitgesloten land", text)]
