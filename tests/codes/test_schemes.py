"""Code lists: complete as published, every code has its place, and codes are read as people write them."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.codes.manifest import load_manifest
from scharnier.codes.schemes import SCHEME_TITLES, load_scheme
from scharnier.codes.tables import calc_table_sha256, render_table
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError, InputProblem
from scharnier.sources.cpv.parse import build as build_cpv
from scharnier.sources.eurostat_codes.parse import build as build_eurostat
from scharnier.sources.un_codes.parse import build as build_un

SHIPPED = ("cpv", "hs", "cn", "cpa", "nace", "isic", "wiod56")


def count_levels(name: str) -> Counter[int]:
    """How many codes have how many digits; sections count under 0."""
    return Counter(len(code.replace(".", "")) if code[0].isdigit() else 0 for code in load_scheme(name).codes)


def test_cpv_has_its_9454_codes_and_45_divisions() -> None:
    cpv = load_scheme("cpv")
    assert len(cpv) == 9454
    assert sum(cpv.parent(code) is None for code in cpv.codes) == 45
    assert all(cpv.label(code, lang) for code in cpv.codes for lang in ("nl", "en"))
    assert cpv.label("15861000", "nl") == "Koffie"
    assert cpv.label("15861000", "en") == "Coffee"


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("nace", {0: 21, 2: 88, 3: 272, 4: 615}),  # Regulation (EC) 1893/2006
        ("isic", {0: 21, 2: 88, 3: 238, 4: 419}),  # UN, Statistical Papers M 4, Rev. 4
        ("cpa", {0: 21, 2: 88, 3: 262, 4: 576, 5: 1357, 6: 3218}),  # CPA 2.1 as Eurostat publishes it
        ("hs", {0: 21, 2: 97, 4: 1229, 6: 5613}),  # 96 chapters and chapter 99 of trade statistics
        ("cn", {0: 21, 2: 97, 4: 957, 6: 1819, 8: 9736}),
    ],
)
def test_lists_have_as_many_codes_of_each_level_as_published(name: str, levels: dict[int, int]) -> None:
    assert count_levels(name) == levels


@pytest.mark.parametrize("name", SCHEME_TITLES)
def test_every_code_leads_up_to_a_top_and_reads_back_as_itself(name: str) -> None:
    scheme = load_scheme(name)
    for code in scheme.codes:
        assert len(list(scheme.ancestors(code))) < 8
        # Bare 141 is group 141 or class 0141 without its zero: ISIC alone writes no dot that tells them apart.
        unsure = name == "isic" and len(code) == 3 and f"0{code}" in scheme
        assert scheme.normalise(code) == (None if unsure else code)
        assert scheme.label(code)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("cpv", "15861000-1", "15861000"),
        ("cpv", "1586", "15860000"),
        ("cpv", "03000000-1", "03000000"),
        ("cpv", "3000000-1", "03000000"),  # a spreadsheet ate the leading zero
        ("cpv", "9", "09000000"),
        ("cpv", "31", "31000000"),
        ("cpv", "331", None),  # 33100000 medical equipment or 03310000 fish
        ("cpv", "3111000", None),  # 31110000 motors, or 03111000 seeds without its zero
        ("cpv", "1586-1", None),  # a check digit only follows a whole code
        ("cpv", "99999999", None),
        ("hs", "901", "0901"),
        ("hs", "0901.21", "090121"),
        ("hs", "90121", "090121"),
        ("cn", "0901 21 00", "09012100"),
        ("cn", "9012100", "09012100"),
        ("cn", "0409", "04090000"),
        ("hs", "x", None),
        ("hs", "X", "X"),
        ("isic", "C141", "141"),
        ("isic", "141", None),
        ("nace", "a", None),
        ("nace", "A01.11", "01.11"),
        ("nace", "0111", "01.11"),
        ("nace", "1.11", "01.11"),
        ("nace", "C01.11", None),  # division 01 lies in section A
        ("nace", "14", "14"),
        ("nace", "141", None),  # 14.1 clothing or 01.41 dairy cattle
        ("cpa", "10.39.29", "10.39.29"),
        ("cpa", "103929", "10.39.29"),
        ("isic", "A0111", "0111"),
        ("isic", "0111", "0111"),
        ("isic", "111", "0111"),
        ("wiod35", "C4", "c4"),
    ],
)
def test_codes_are_read_as_people_write_them_and_not_guessed(name: str, text: str, code: str | None) -> None:
    assert load_scheme(name).normalise(text) == code


def test_parents_are_the_published_ones() -> None:
    assert list(load_scheme("nace").ancestors("01.11")) == ["01.1", "01", "A"]
    assert list(load_scheme("isic").ancestors("1410")) == ["141", "14", "C"]
    assert list(load_scheme("cn").ancestors("09012100")) == ["0901", "09", "II"]  # CN has no 090121
    assert list(load_scheme("cpv").ancestors("33141420")) == [
        "33141400",
        "33141000",
        "33140000",
        "33100000",
        "33000000",
    ]


@given(st.sampled_from(SHIPPED), st.text(max_size=12))
def test_no_text_breaks_the_reading(name: str, text: str) -> None:
    scheme = load_scheme(name)
    assert all(code in scheme for code in scheme.candidates(text))


@given(st.sampled_from(load_scheme("cpv").codes), st.integers(0, 9))
def test_a_cpv_code_with_any_check_digit_is_that_code(code: str, check: int) -> None:
    assert load_scheme("cpv").normalise(f"{code}-{check}") == code


def test_unknown_lists_and_codes_are_told_to_the_user() -> None:
    with pytest.raises(InputProblem, match="no code list 'cvp'"):
        load_scheme("cvp")
    with pytest.raises(InputProblem, match="is not a code of NACE"):
        load_scheme("nace").label("99.99")


def test_a_table_with_a_tab_in_a_cell_is_refused() -> None:
    with pytest.raises(ContentError):
        render_table(("a", "b"), [("1", "x\ty")])


@pytest.mark.parametrize("name", SHIPPED)
def test_manifests_tell_the_hash_and_rows_of_the_table_beside_them(name: str) -> None:
    manifest = load_manifest(f"schemes/{name}")
    table = content_path(f"codes/{manifest.output}").read_bytes()
    assert manifest.sha256 == calc_table_sha256(table)
    assert manifest.rows == len(load_scheme(name))
    assert manifest.licence
    assert manifest.attribution


def test_all_code_data_is_small() -> None:
    folder = content_path("codes")
    shipped = [path for part in ("schemes", "concordances") for path in (folder / part).iterdir()]
    assert sum(path.stat().st_size for path in shipped) < 1_500_000


@pytest.mark.shared
@pytest.mark.parametrize("build", [build_cpv, build_eurostat, build_un])
def test_rebuilding_gives_the_shipped_lists(shared_data: Path, build: object) -> None:
    assert callable(build)
    built: dict[str, bytes] = build(shared_data)
    assert built == build(shared_data)
    for name, content in built.items():
        shipped = content_path(f"codes/{name}").read_bytes()
        if name.endswith(".gz"):
            assert calc_table_sha256(content) == calc_table_sha256(shipped), name
        else:
            assert content == shipped, name
