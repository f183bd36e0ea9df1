"""Annex I of the EUDR over time: counts of the published lists, who was on which, and how codes meet entries."""

import csv
import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.codes.countries import load_countries
from scharnier.kernel.content import content_path
from scharnier.kernel.provenance import Confidence
from scharnier.law.eudr_annex import get_country_class, list_annex, load_annex, match_annex, trim_code, write_code

FIRST, SECOND, THIRD, FOURTH = date(2023, 6, 29), date(2025, 12, 26), date(2026, 9, 18), date(2027, 12, 30)
DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))
CODES = st.one_of(
    st.sampled_from([entry.code for entry in load_annex()]), st.text("0123456789", min_size=2, max_size=10)
)


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(2023, 6, 28), 0),
        (FIRST, 77),
        (date(2025, 12, 25), 77),
        (SECOND, 76),
        (date(2026, 9, 17), 76),
        (THIRD, 76),
        (date(2027, 12, 29), 76),
        (FOURTH, 93),
    ],
)
def test_every_list_has_the_published_number_of_entries(on: date, count: int) -> None:
    codes = [entry.code for entry in list_annex(on)]
    assert len(codes) == len(set(codes)) == count


def test_first_list_by_commodity() -> None:
    found = Counter(entry.commodity for entry in list_annex(FIRST))
    assert found == {"cattle": 11, "cocoa": 6, "coffee": 1, "oil_palm": 12, "rubber": 12, "soya": 4, "wood": 31}


def test_seventeen_entries_come_in_2027_and_none_leaves() -> None:
    before, after = ({entry.code for entry in list_annex(on)} for on in (THIRD, FOURTH))
    assert len(after - before) == 17
    assert not before - after


def test_what_left_the_list_when() -> None:
    lists = {on: {entry.stem for entry in list_annex(on)} for on in (FIRST, SECOND, THIRD)}
    assert lists[FIRST] - lists[SECOND] == {"49"}
    assert lists[SECOND] - lists[THIRD] == {
        "010221", "010229", "4101", "4104", "4107", "4010", "4012", "4016", "1201", "9401",
    }  # fmt: skip


def test_wood_headings_became_partial_in_2026() -> None:
    for on, part in ((FIRST, False), (THIRD, True)):
        headings = [entry for entry in list_annex(on) if entry.code.startswith("44")]
        assert [entry.code for entry in headings] == [f"44{n:02}" for n in range(1, 22)]
        assert {entry.part for entry in headings} == {part}


def test_only_the_start_of_crude_glycerol_is_in_doubt() -> None:
    unsure = [entry for entry in load_annex() if entry.confidence is not Confidence.VERIFIED]
    assert [entry.code for entry in unsure] == ["152000"]
    assert unsure[0].warning
    assert "30 December 2027" in unsure[0].warning["en"]


def test_entries_have_labels_in_two_languages_and_end_after_they_begin() -> None:
    for entry in load_annex():
        assert entry.label["nl"]
        assert entry.label["en"]
        assert entry.code.isdigit()
        assert entry.valid_to is None or entry.valid_from < entry.valid_to
        assert bool(entry.old_timber_law) == (entry.commodity == "wood")


@pytest.mark.parametrize(
    ("code", "on", "commodity"),
    [
        ("0901", date(2027, 1, 10), "coffee"),
        ("2101 11 00", date(2027, 2, 1), None),
        ("2101 11 00", FOURTH, "coffee"),
        ("2101 11", FOURTH, "coffee"),
        ("4107", date(2026, 11, 20), None),
        ("4107", date(2026, 9, 17), "cattle"),
        ("4901", date(2026, 11, 20), None),
        ("4901", date(2025, 12, 25), "wood"),
        ("4412", date(2027, 2, 1), "wood"),
        ("1806 32", date(2027, 2, 1), "cocoa"),
        ("4015 12", date(2026, 11, 20), "rubber"),
        ("1201 10", date(2026, 9, 17), "soya"),
        ("1201 10", THIRD, None),
        ("8471", date(2026, 11, 20), None),
        ("", THIRD, None),
    ],
)
def test_codes_meet_entries(code: str, on: date, commodity: str | None) -> None:
    found = {entry.commodity for entry in match_annex(code, on)}
    assert found == ({commodity} if commodity else set())


def test_zeros_at_the_end_say_not_divided_further() -> None:
    assert trim_code("2101 11 00") == "210111"
    assert trim_code("1518 00") == trim_code("1518 00 00") == "1518"
    assert trim_code("2101 20") == "210120"
    assert write_code("21011100") == "2101 11 00"
    assert write_code("47") == "47"


@given(CODES, DAYS)
def test_a_longer_code_is_covered_by_what_covers_the_shorter(code: str, on: date) -> None:
    short, long = trim_code(code), trim_code(code + "9")
    covering = {e.code for e in match_annex(code, on) if e.covers(short)}
    assert covering <= {e.code for e in match_annex(long, on) if e.covers(long)}


def test_conditions_stand_where_the_annex_has_them() -> None:
    """By code on 30 December 2027; headings 4401 to 4421 by their last two digits."""
    on = {e.code: {condition.kind for condition in e.conditions} for e in list_annex(FOURTH)}

    def having(kind: str) -> set[str]:
        return {code for code, kinds in on.items() if kind in kinds}

    seats = {"94013100", "94014100", "94016100", "94016900", "94018000", "94019190"}
    furniture = {"940330", "940340", "940350", "940360", "940391", "94061000"}
    wood = {f"44{n:02}" for n in range(1, 22)} - {"4401", "4402", "4405", "4408"}
    assert having("used") == wood | seats | furniture | {"47", "48", "4008", "4015", "4017"}
    assert having("waste") == {"1802", "1511", "151321", "151329", "151800", "382319", "4017", "4401", "48"}
    assert having("packing") == {"4401", "4405", "4415", "4416", "48"}
    assert having("recovered") == {"47", "48"}
    now = {e.code for e in list_annex(THIRD)}
    assert having("medicine") & now == {"290545", "291570", "291590", "38231100", "38231200"}
    assert len(having("medicine")) == 13
    limited = having("only") | having("open") | having("not")
    whole = {e.code for e in list_annex(FOURTH) if e.commodity in ("cocoa", "coffee", "soya")}
    assert limited == set(on) - whole


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("4412", "yes"),
        ("4703", "yes"),
        ("4706", "unknown"),
        ("4417", "left_out"),
        ("940391", "unknown"),
        ("1806", "no"),
    ],
)
def test_old_timber_regulation_is_known_or_left_open(code: str, expected: str) -> None:
    (entry,) = match_annex(code, date(2027, 2, 1))
    assert entry.timber(code) == expected


def test_a_country_that_is_not_named_is_standard_never_low() -> None:
    counts = Counter(map(get_country_class, load_countries()))
    assert (counts["low"], counts["high"]) == (140, 4)
    assert get_country_class("CHN") == "low"
    assert get_country_class("BRA") == get_country_class("GRL") == get_country_class("XKX") == "standard"


@pytest.mark.shared
def test_the_list_is_that_of_the_source_table(shared_data: Path) -> None:
    """Codes, `ex` and dates against the fenced table of the reference text."""
    reference = shared_data.parent / "reference" / "norms.md"
    if not reference.is_file():
        pytest.skip(f"reference text absent: {reference} does not exist")
    lines = reference.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("commodity,code,ex,"))
    end = next(n for n in range(start, len(lines)) if lines[n] == "```")
    source = list(csv.DictReader(io.StringIO("\n".join(lines[start:end]))))
    for on in (THIRD, FOURTH):
        expected = {
            (row["commodity"], row["code"].replace(" ", ""), bool(row["ex"]))
            for row in source
            if row["valid_from"] <= on.isoformat() and not row["valid_to"]
        }
        ours = {(e.commodity, e.code, e.part) for e in list_annex(on)}
        assert ours == expected


def test_table_is_plain() -> None:
    text = content_path("norms/law/eudr_annex_i.csv").read_text(encoding="utf-8")
    assert text.startswith("commodity,code,part,label_nl,label_en,valid_from,valid_to,conditions,")
    assert "\r" not in text
