"""Countries: the list is complete, names and codes are recognised exactly, and what is ambiguous stays unanswered."""

import csv
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.codes.countries import calc_name_key, explain_country, load_countries, match_country
from scharnier.codes.sectors import load_sectors

COUNTRIES = load_countries()


def test_iso_3166_1_has_249_entries_and_kosovo_is_marked_as_outside_the_standard() -> None:
    assert sum(country.status == "iso" for country in COUNTRIES.values()) == 249
    assert [c.iso3 for c in COUNTRIES.values() if c.status != "iso"] == ["XKX"]
    assert len({c.iso2 for c in COUNTRIES.values()}) == 250
    assert len({c.num for c in COUNTRIES.values() if c.num}) == 249


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("NL", "NLD"),
        ("nld", "NLD"),
        ("528", "NLD"),
        ("004", "AFG"),
        (" the netherlands ", "NLD"),
        ("Nederland", "NLD"),
        ("VK", "GBR"),
        ("U.K.", "GBR"),
        ("V.S.", "USA"),
        ("USA", "USA"),
        ("Turkije", "TUR"),
        ("TÜRKIYE", "TUR"),
        ("Ivory Coast", "CIV"),
        ("Ivoorkust", "CIV"),
        ("Cote d’Ivoire", "CIV"),
        ("Burma", "MMR"),
        ("DRC", "COD"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo, Democratic Republic of the (DRC)", "COD"),
        ("Congo-Brazzaville", "COG"),
        ("Congo, Rep.", "COG"),
        ("Viet Nam", "VNM"),
        ("Korea, Republic of", "KOR"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Zuid-Korea", "KOR"),
        ("Egypt, Arab Rep.", "EGY"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Federal Republic of Nigeria", "NGA"),
        ("Republic of China", "TWN"),
        ("People's Republic of China", "CHN"),
        ("Burma/Myanmar", "MMR"),
        ("Georgia", "GEO"),
        ("Oezbekistan", "UZB"),
        ("Belgie", "BEL"),
        ("St. Kitts and Nevis", "KNA"),
        ("Guinea-Bissau", "GNB"),
        ("Guinee", "GIN"),
        ("Equatoriaal Guinea", "GNQ"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Dominica", "DMA"),
        ("Dominicaanse Republiek", "DOM"),
    ],
)
def test_names_and_codes_of_buyers_and_of_risk_sources_are_recognised(text: str, iso3: str) -> None:
    assert match_country(text) == iso3


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Congo", ("COD", "COG")),
        ("Korea", ("KOR", "PRK")),
        ("Virgin Islands", ("VGB", "VIR")),
        ("Zanzibar", ("TZA",)),
        ("Republic of Vietnam", ("VNM",)),
        ("State of Georgia", ("USA", "GEO")),
    ],
)
def test_an_ambiguous_name_is_not_answered_but_its_candidates_are_told(text: str, candidates: tuple[str, ...]) -> None:
    match = explain_country(text)
    assert match.iso3 is None
    assert match.candidates == candidates
    assert match.reason
    assert set(candidates) <= set(COUNTRIES)


@pytest.mark.parametrize(
    "text", ["", "  ", "Neterlands", "4", "12", "Africa", "World", "Europe", "republic", "n.v.t.", "-"]
)
def test_nothing_is_guessed(text: str) -> None:
    assert explain_country(text).iso3 is None
    assert explain_country(text).candidates == ()


@given(st.sampled_from(sorted(COUNTRIES)), st.booleans())
def test_every_name_finds_its_own_country_in_any_case(iso3: str, upper: bool) -> None:
    country = COUNTRIES[iso3]
    for text in (country.iso3, country.iso2, country.num or country.iso3, country.en, country.nl):
        assert match_country(text.upper() if upper else text.lower()) == iso3


@given(st.text(max_size=30))
def test_no_text_breaks_the_recognition_and_a_key_is_its_own_key(text: str) -> None:
    assert match_country(text) is None or match_country(text) in COUNTRIES
    assert calc_name_key(calc_name_key(text)) == calc_name_key(text)


@pytest.mark.shared
def test_codes_and_official_names_agree_with_the_published_list(shared_data: Path) -> None:
    with gzip.open(shared_data / "classifications" / "iso3166_1.json.gz") as file:
        entries = json.load(file)["3166-1"]
    assert {entry["alpha_3"] for entry in entries} == set(COUNTRIES) - {"XKX"}
    for entry in entries:
        ours = COUNTRIES[entry["alpha_3"]]
        assert (ours.iso2, ours.num) == (entry["alpha_2"], entry["numeric"])
        for field in ("name", "official_name", "common_name"):
            if field in entry and entry[field] != "Congo":
                assert match_country(entry[field]) == entry["alpha_3"], entry[field]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("risk/gov_wgi.csv.gz", "wb_country"),
        ("risk/gov_vdem_simple.csv.gz", "vdem_country_name"),
        ("risk/ilab_country_assessments_flat.csv.gz", "country"),
        ("risk/ilab_goods_by_country_flat.csv.gz", "country"),
        ("risk/owid/deforestation_in_trade_pendrill.csv.gz", "Entity"),
    ],
)
def test_every_country_of_a_risk_source_is_recognised_or_knowingly_left_open(
    shared_data: Path, file: str, column: str
) -> None:
    with gzip.open(shared_data / file, "rt", encoding="utf-8-sig", newline="") as lines:
        names = {row[column] for row in csv.DictReader(lines)}
    unknown = {name for name in names if not explain_country(name).iso3 and not explain_country(name).candidates}
    assert unknown - {"World", "Africa", "Asia", "Europe", "Oceania", "North America", "South America"} == set()


def test_the_35_industries_are_all_there_with_a_label_in_both_languages() -> None:
    sectors = load_sectors()
    assert list(sectors) == [f"c{number}" for number in range(1, 36)]
    assert sectors["c4"].label("nl", short=True) == "Textiel en kleding"
    assert sectors["c4"].label("en", short=True) == "Textiles and clothing"
    for lang in ("nl", "en"):
        for short in (True, False):
            assert len({sector.label(lang, short) for sector in sectors.values()}) == 35


@pytest.mark.shared
def test_the_industries_carry_the_groups_of_the_wiod_release(shared_data: Path) -> None:
    with (shared_data / "mrio" / "wiod2013_sectors.csv").open(encoding="utf-8", newline="") as lines:
        published = {row["code"]: row["isic3_nace1"] for row in csv.DictReader(lines)}
    assert {code: sector.nace11 for code, sector in load_sectors().items()} == published
