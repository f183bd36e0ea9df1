"""How a level follows from a value, and that wrong content stops the start."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.codes.countries import load_countries
from scharnier.kernel.errors import ContentError
from scharnier.risk.datasets import LevelRule, calc_level, parse_dataset
from scharnier.risk.evidence import check_evidence, load_evidence, load_records, load_theme_names, render_number
from scharnier.risk.gaps import calc_gaps

BASE = load_evidence()
CUT_RULES = [d for d in BASE.datasets.values() if d.levels.cuts]


def test_every_level_follows_from_the_shipped_rule() -> None:
    for record in BASE.records:
        rule = BASE.datasets[record.dataset].levels
        if rule.cuts:
            assert record.level == calc_level(float(record.value), rule), record.id
            assert record.level >= rule.keep_from
        elif record.dataset == "ilab-derived-2022":
            assert record.level == (rule.classes or {})["derived"]
        else:
            assert record.level == (rule.classes or {})[record.value], record.id


@given(st.sampled_from(CUT_RULES), st.floats(-1e7, 1e7), st.floats(-1e7, 1e7))
def test_a_worse_value_never_gives_a_lower_level(dataset: object, a: float, b: float) -> None:
    rule = dataset.levels  # type: ignore[attr-defined]
    worse, better = (max(a, b), min(a, b)) if rule.higher_is == "worse" else (min(a, b), max(a, b))
    assert 1 <= calc_level(better, rule) <= calc_level(worse, rule) <= 5


@pytest.mark.parametrize(("value", "level"), [(-1.01, 5), (-1.0, 4), (-0.5, 3), (0.0, 3), (0.5, 2), (1.0, 1), (2.0, 1)])
def test_worked_example_of_the_method_page(value: float, level: int) -> None:
    assert calc_level(value, BASE.datasets["wgi-voice-2023"].levels) == level


def test_a_rule_that_makes_no_sense_is_refused() -> None:
    why = {"en": "", "nl": ""}
    with pytest.raises(ValueError, match="do not rise"):
        LevelRule("own proposal", why, cuts=(1, 3, 2, 4), higher_is="worse")
    with pytest.raises(ValueError, match="either classes"):
        LevelRule("own proposal", why, cuts=(1, 2, 3, 4))
    with pytest.raises(ValueError, match="between 1 and 5"):
        LevelRule("own proposal", why, classes={"bad": 6})


@pytest.mark.parametrize(
    "change",
    [{"place": "ZZZ"}, {"sector": "c36"}, {"good": "unobtainium"}, {"level": 6}, {"theme": "gloom"}, {"id": "x:1"}],
)
def test_a_dangling_reference_stops_the_start(change: dict[str, object]) -> None:
    broken = replace(BASE.records[0], **change)  # type: ignore[arg-type]
    with pytest.raises(ContentError):
        check_evidence(replace(BASE, records=(broken, *BASE.records[1:])))


def test_two_records_with_one_id_stop_the_start() -> None:
    with pytest.raises(ContentError):
        check_evidence(replace(BASE, records=(BASE.records[0], BASE.records[0])))


def test_a_table_with_other_columns_or_words_for_numbers_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "x.csv"
    table.write_text("id,theme\n", encoding="utf-8")
    with pytest.raises(ContentError, match="columns"):
        load_records(table, "x")
    header = "id,theme,place,sector,good,level,value,unit,year\n"
    table.write_text(header + "x:1,gender,NLD,,,high,1,,2020\n", encoding="utf-8")
    with pytest.raises(ContentError, match="row 2"):
        load_records(table, "x")


def test_a_data_set_without_a_licence_is_refused() -> None:
    with pytest.raises(ContentError, match="licence"):
        parse_dataset("id: x\ntitle: {en: a, nl: b}\n", "x.yaml")


def test_every_record_can_be_said_in_both_languages() -> None:
    for record in BASE.records:
        en, nl = BASE.statement(record, "en"), BASE.statement(record, "nl")
        for text in (en, nl):
            assert "{" not in text
            assert "  " not in text
            assert text.endswith(".")
            assert text[0].isupper()
        assert load_countries()[record.place].en in en
        assert load_countries()[record.place].nl in nl
        assert str(record.year) in en


def test_statements_read_as_sentences() -> None:
    said = {record.id: record for record in BASE.records}
    stone = said["ilab-goods-2022:IND-sandstone-child_labour"]
    assert BASE.statement(stone, "en") == (
        "The US Department of Labor lists sandstone from India as made with child labour (2022 list)."
    )
    islands = said["ilab-progress-2022:PHL-child_labour"]
    assert BASE.statement(islands, "en").startswith("In the Philippines ")
    assert BASE.statement(islands, "nl").startswith("In de Filipijnen ")


@pytest.mark.parametrize(
    ("value", "nl", "en"), [("0.5", "0,5", "0.5"), ("1707700", "1.707.700", "1,707,700"), ("-0.25", "-0,25", "-0.25")]
)
def test_numbers_are_written_as_readers_do(value: str, nl: str, en: str) -> None:
    assert (render_number(value, "nl"), render_number(value, "en")) == (nl, en)


def test_gaps_name_every_theme_and_call_none_low() -> None:
    covers = {cover.theme: cover for cover in calc_gaps(BASE, date(2026, 11, 20), "nl")}
    assert set(covers) == set(load_theme_names())
    for silent in ("corruption", "living_wage", "osh", "discrimination", "remedy", "water_access", "food_security"):
        assert covers[silent].records == 0
    assert covers["security"].stale
    assert covers["gender"].stale
    assert not covers["child_labour"].stale
    assert covers["foa_cb"].indirect_only
    assert not covers["forced_labour"].indirect_only
