"""What a lawyer can get wrong in the content of a flag is found, with the file; what is changed, changes the answer."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from scharnier.kernel.content import content_path
from scharnier.norms import load_library
from scharnier.procurement.flags.assumptions import lint_flag_content, list_flag_assumptions
from scharnier.procurement.flags.content import load_flag_content, read_flag_content
from scharnier.procurement.flags.facts import FlagFacts
from scharnier.procurement.flags.run import find_flags


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the content, to spoil."""
    return Path(shutil.copytree(content_path("procurement/flags"), tmp_path / "flags"))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("ISV.R001.yaml", "id: ISV.R001", "id: ISV.R009", "another name"),
        ("ISV.R001.yaml", "id: ISV.R001", "id: R1", "id"),
        ("ISV.R001.yaml", "eu-procurement-2014:67", "eu-procurement-2014:167", "no such provision"),
        ("ISV.R001.yaml", "eu-procurement-2014:67", "eu-nothing:1", "no such provision"),
        ("ISV.R003.yaml", "source: PIANOO-TERMS", "source: NERGENS", "There is no source"),
        ("ISV.R003.yaml", "mark: own", "mark: zeker", "mark"),
        ("ISV.R005.yaml", "categorie {category}; van", "categorie; van", "other names"),
        ("ISV.R005.yaml", "  tenders: {nl", "  trace: {nl", "reason and a missing fact"),
        ("ISV.R001.yaml", "|price is not the only", "|(price is not the only", "no pattern"),
        ("ISV.R002.yaml", "question:", "vraag:", "vraag"),
        ("ISV.R002.yaml", "title: {", "title: [", "YAML"),
    ],
)
def test_what_is_wrong_is_found(copy: Path, file: str, old: str, new: str, told: str) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    faults = lint_flag_content(copy)
    assert any(told in str(fault) and fault.file == file for fault in faults), faults


def test_an_analyst_changes_a_parameter_without_code(copy: Path) -> None:
    """Materials count as the good itself: rubber gloves from Indonesia, known for rubber, are then flagged."""
    facts = FlagFacts(cpv=("33141420",), origins=("IDN",))
    path = copy / "ISV.R004.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[is, contains]", "[is, contains, made_with, raw_material_of]"), encoding="utf-8")
    changed, faults = read_flag_content(copy, load_library())
    assert faults == []
    assert find_flags(facts)[3].verdict == "unknown"
    assert find_flags(facts, changed)[3].verdict == "flagged"


def test_every_assumption_is_listed_with_the_line_where_it_is_changed() -> None:
    rows = list_flag_assumptions()
    assert (
        len({row.key for row in rows}) == len(rows) == sum(len(one.parameters) for one in load_flag_content().values())
    )
    for row in rows:
        line = content_path(f"procurement/{row.file}").read_text(encoding="utf-8").splitlines()[row.line - 1]
        assert line.strip() == f"{row.key.split('.')[-1]}:"
    own = {row.key for row in rows if row.mark == "own"}
    assert {"ISV.R003.delivery_days", "ISV.R001.price_words", "ISV.R004.least_level"} <= own
    assert "ISV.R003.statutory_days" not in own


def test_a_floor_never_ships() -> None:
    """No labour-cost figure is ours: the flag has no parameters, and without a floor of the user nothing is said."""
    assert load_flag_content()["ISV.R002"].parameters == {}
    assert find_flags(replace(FlagFacts(), cpv=("18110000",)))[1].verdict == "unknown"
