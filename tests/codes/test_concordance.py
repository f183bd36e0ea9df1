"""Concordances: every code maps or is left out with a reason, weights sum to one, and independent routes agree."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.codes.concordance import SOURCES, load_concordance, parse_weights
from scharnier.codes.manifest import load_manifest
from scharnier.codes.schemes import load_scheme
from scharnier.codes.sectors import load_sectors
from scharnier.codes.tables import calc_table_sha256
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError, InputProblem
from scharnier.sources.concordances import links
from scharnier.sources.concordances.official import build_official, load_review
from scharnier.sources.concordances.own import load_rules
from scharnier.sources.concordances.parse import build, calc_unmapped

ALL_CODES = [(source, code) for source in SOURCES for code in load_scheme(source).codes]


@pytest.mark.parametrize("source", SOURCES)
def test_every_code_maps_or_is_left_out_with_the_reason(source: str) -> None:
    concordance = load_concordance(source)
    unmapped = {code for code in load_scheme(source).codes if not concordance.map(code)}
    left_out = [line.partition(": ") for line in load_manifest(f"concordances/{source}-wiod35").left_out]
    assert unmapped == {code for code, _, _ in left_out}
    assert all(reason for _, _, reason in left_out)


@given(st.sampled_from(ALL_CODES))
def test_weights_are_positive_and_sum_to_one_and_say_what_they_rest_on(one: tuple[str, str]) -> None:
    source, code = one
    weights = load_concordance(source).map(code)
    if weights:
        assert abs(sum(weight for _, weight in weights) - 1) < 1e-12
        assert all(weight > 0 for _, weight in weights)
        assert [weight for _, weight in weights] == sorted((weight for _, weight in weights), reverse=True)
        assert load_concordance(source).basis(code)
        assert {industry for industry, _ in weights} <= load_sectors().keys()


@pytest.mark.parametrize(
    ("source", "code", "industry"),
    [
        ("hs", "090111", "c1"),  # green coffee leaves the farm ...
        ("hs", "090121", "c3"),  # ... roasted coffee leaves the factory
        ("cn", "09012100", "c3"),
        ("cpv", "15861000", "c3"),
        ("hs", "610910", "c4"),
        ("hs", "640399", "c5"),
        ("hs", "401519", "c10"),  # rubber gloves
        ("hs", "854143", "c14"),  # solar cells
        ("hs", "851713", "c14"),  # smartphones
        ("hs", "950450", "c16"),  # game consoles, which NACE puts with consumer electronics
        ("hs", "300490", "c9"),
        ("cpa", "14.12.11", "c4"),
        ("nace", "14.12", "c4"),
        ("nace", "81.21", "c30"),
        ("nace", "62.01", "c30"),
        ("nace", "56.29", "c22"),
        ("isic", "0127", "c1"),
        ("isic", "1410", "c4"),
        ("wiod56", "c5", "c3"),
        ("wiod56", "c24", "c17"),
        ("cpv", "03000000", "c1"),
        ("cpv", "33141420", "c10"),
        ("cpv", "18110000", "c4"),
        ("cpv", "18830000", "c5"),
        ("cpv", "09331200", "c14"),
        ("cpv", "09310000", "c17"),
        ("cpv", "33600000", "c9"),
        ("cpv", "90911200", "c30"),
        ("cpv", "90500000", "c34"),
        ("cpv", "45233120", "c18"),
        ("cpv", "55520000", "c22"),
        ("cpv", "60400000", "c25"),
    ],
)
def test_known_goods_and_services_go_to_the_industry_that_makes_or_supplies_them(
    source: str, code: str, industry: str
) -> None:
    assert code in load_scheme(source)
    assert load_concordance(source).map(code) == ((industry, 1.0),)


def test_a_broad_heading_spreads_over_what_lies_below_it() -> None:
    assert load_concordance("hs").map("0901") == (("c3", 0.8), ("c1", 0.2))


@pytest.mark.parametrize(
    ("source", "text", "same_as"),
    [
        ("cpv", "15861000-1", "15861000"),
        ("cpv", "1586", "15860000"),
        ("hs", "0901 21", "090121"),
        ("hs", "09012100", "090121"),  # a CN code in a field for HS
        ("cn", "0901210010", "09012100"),  # ten digits of the customs tariff
        ("cn", "09012199", "090121"),  # not in the edition of 2022
    ],
)
def test_longer_and_unlisted_codes_take_what_the_longest_known_code_has(source: str, text: str, same_as: str) -> None:
    assert load_concordance(source).map(text) == load_concordance(source).map(same_as) != ()


@pytest.mark.parametrize(
    ("source", "code"),
    [("cpv", "99000000"), ("hs", "999999"), ("hs", "XXII"), ("nace", "99.00"), ("wiod56", "c56"), ("wiod56", "c5x"),
     ("cpv", ""), ("hs", "coffee"), ("cpv", "98910000")],
)  # fmt: skip
def test_what_is_not_known_stays_unknown(source: str, code: str) -> None:
    assert load_concordance(source).map(code) == ()


def test_a_leading_zero_makes_a_difference() -> None:
    assert load_concordance("cpv").map("03100000") != load_concordance("cpv").map("31000000")


def test_the_cpv_table_covers_every_division_and_gives_a_reason_each() -> None:
    rules = load_rules()
    divisions = {code[:2] for code in load_scheme("cpv").codes}
    assert divisions <= {rule.prefix for rule in rules}
    assert all(rule.reason for rule in rules)
    assert "own proposal" in load_concordance("cpv").basis("15861000")
    # A plain guess over several industries never counts as sure.
    assert not [rule for rule in rules if rule.confidence == "high" and len(rule.weights.split()) > 1]


def _words(label: str) -> tuple[str, ...]:
    small = {"and", "or", "of", "the", "for", "with", "in"}
    return tuple(sorted(word.rstrip("s") for word in re.findall(r"[a-z]+", label.lower()) if word not in small))


def test_cpv_agrees_with_the_official_chain_where_the_labels_are_the_same() -> None:
    """CPV was made from the same words as CPA: equal labels should go to the same industry. What is left are mostly
    words with two meanings (mortars, plasters, boards) and raw against processed goods."""
    cpv, ours = load_scheme("cpv"), load_concordance("cpv")
    pairs, overlap = 0, 0.0
    for name in ("cpa", "nace", "hs", "cn"):
        scheme, official = load_scheme(name), load_concordance(name)
        by_words: dict[tuple[str, ...], list[str]] = {}
        for code in scheme.codes:
            by_words.setdefault(_words(scheme.en[code]), []).append(code)
        for code in cpv.codes:
            mine = dict(ours.map(code))
            for twin in by_words.get(_words(cpv.en[code]), ()):
                theirs = official.map(twin)
                if theirs:
                    pairs += 1
                    overlap += sum(min(mine.get(industry, 0), weight) for industry, weight in theirs)
    assert pairs > 500
    assert overlap / pairs > 0.94


def test_weights_that_make_no_sense_are_refused() -> None:
    for text in ("", "c36", "c1:0", "c1:-1"):
        with pytest.raises(ContentError):
            parse_weights(text)
    with pytest.raises(InputProblem, match="no concordance from 'sitc'"):
        load_concordance("sitc")


@pytest.mark.shared
def test_rebuilding_gives_the_shipped_concordances(shared_data: Path) -> None:
    built = build(shared_data)
    for name, content in built.items():
        shipped = content_path(f"codes/{name}").read_bytes()
        if name.endswith(".gz"):
            assert calc_table_sha256(content) == calc_table_sha256(shipped), name
        else:
            assert content == shipped, name
    assert built == build(shared_data)


@pytest.mark.shared
def test_only_codes_with_a_stated_reason_are_without_weights(shared_data: Path) -> None:
    for source, codes in calc_unmapped(build_official(shared_data)).items():
        stated = {line.partition(": ")[0] for line in load_manifest(f"concordances/{source}-wiod35").left_out}
        assert codes == stated, source


@pytest.mark.shared
def test_the_chain_and_the_direct_table_from_hs_agree(shared_data: Path) -> None:
    """Two routes that share no table: CN → CPA → NACE → NACE 1.1 and HS → ISIC Rev. 3. They part on waste (which ISIC
    Rev. 3 has no class for), on eggs, spices and tobacco (farm or factory) and on goods new in HS 2022."""
    direct = links.parse_hs_isic3(shared_data / links.HS_ISIC3, links.calc_divisions())
    concordance = load_concordance("cn")
    codes = [code for code in load_scheme("cn").codes if len(code) == 8 and code[:6] in direct]
    apart = [code for code in codes if direct[code[:6]] not in dict(concordance.map(code))]
    assert len(codes) > 9500
    assert len(apart) / len(codes) < 0.016
    assert {code[:2] for code in apart} >= {"04", "09", "85"}


@pytest.mark.shared
def test_isic_by_nace_and_isic_by_its_own_predecessor_agree(shared_data: Path) -> None:
    divisions = links.calc_divisions()
    older = links.parse_isic31_links(shared_data / links.ISIC31_ISIC4)
    concordance = load_concordance("isic")
    apart = []
    for code, linked in older.items():
        reached = {divisions[one[:2]] for one in linked if one[:2] in divisions}
        main = concordance.map(code)[0][0] if concordance.map(code) else None
        if reached and main not in reached:
            apart.append(code)
    assert len(older) == 419
    assert apart == ["7740"]  # leasing of patents: NACE 1.1 puts it with business services, ISIC 3.1 does not


@pytest.mark.shared
def test_our_review_only_chooses_among_the_official_links(shared_data: Path) -> None:
    allowed = build_official(shared_data).allowed
    for code, (share, reason) in load_review().items():
        assert share.keys() < allowed[code].keys()
        assert reason


@pytest.mark.shared
def test_wiod56_covers_every_class_of_nace_once(shared_data: Path) -> None:
    with (shared_data / "mrio" / "wiod2016_sectors.csv").open(encoding="utf-8", newline="") as lines:
        published = [row["code"] for row in csv.DictReader(lines)]
    assert list(load_scheme("wiod56").codes) == published
    reached = {industry for code in published for industry, _ in load_concordance("wiod56").map(code)}
    assert reached == set(load_sectors())


def test_the_method_page_tells_the_figures_that_ship(repository: Path) -> None:
    page = (repository / "docs" / "method" / "concordances.md").read_text(encoding="utf-8")
    assert f"own table of {len(load_rules())} rules" in page
    for source in SOURCES:
        assert f"| `{source}` |" in page
        assert f"| {len(load_scheme(source)):,} |" in page
    nace = load_concordance("nace")
    bases = [nace.basis(code) for code in load_scheme("nace").codes if len(code) == 5]
    assert f"{sum(basis.startswith('official link ') for basis in bases)} of 615" in page
    assert f"For {sum(basis.startswith('own review') for basis in bases)}, a minor link" in page
