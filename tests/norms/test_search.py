"""Search finds what people type: Dutch and English, plural, compound, American, without accents, misspelt."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.kernel.errors import InputProblem
from scharnier.norms import load_library
from scharnier.norms.search_words import take_reference

LIBRARY = load_library()


def found(text: str, lang: str = "nl", top: int = 5) -> list[str]:
    return [hit.id for hit in LIBRARY.search(text, lang, limit=top)]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("kinderarbeid", "nl", "child_labour"),
        ("Kinderarbeid!", "en", "child_labour"),
        ("child labor", "en", "child_labour"),
        ("child labor", "nl", "child_labour"),
        ("CHILD LABOUR", "en", "child_labour"),
        ("dwangarbeid", "nl", "forced_labour"),
        ("modern slavery", "en", "forced_labour"),
        ("leefbare lonen", "nl", "living_wage"),
        ("living wages", "en", "living_wage"),
        ("vakbond", "nl", "foa_cb"),
        ("ontbosing", "nl", "deforestation"),
        ("coruption", "en", "corruption"),
        ("klachtenregeling", "nl", "ungp-2011:29"),
        ("prioriteren", "nl", "oecd-ddg-2018:2.4"),
        ("reprisals", "en", "oecd-gl-2023:II.A.10"),
        ("C182", "nl", "ilo-c182-1999"),
        ("oecd-ddg-2018:2.4", "nl", "oecd-ddg-2018:2.4"),
        ("minimumleeftijd", "nl", "ilo-c138-1973"),
        ("invloed", "nl", "term:leverage"),
        ("biodiversité", "en", "biodiversity"),
    ],
)
def test_finds_it_among_the_first_five(text, lang, expected) -> None:
    assert expected in found(text, lang)


LAW = [
    # what people call a law
    ("csddd", "nl", "csddd-2024"),
    ("EUDR", "en", "eudr-2023"),
    ("isv", "nl", "isv-2017"),
    ("wivo", "nl", "nl-wivo-2024"),
    ("anti-wegkijkwet", "nl", "csddd-2024"),
    ("supply chain law", "en", "csddd-2024"),
    ("zorgplicht kinderarbeid", "nl", "nl-wzk-2019"),
    ("wet zorgplicht kinderarbeid", "en", "nl-wzk-2019"),
    ("ontbossing", "nl", "eudr-2023"),
    ("batterijen", "nl", "batteries-2023"),
    ("accu's", "nl", "batteries-2023"),
    ("conflictmineralen", "nl", "eu-minerals-2017"),
    ("dwangarbeid verbod", "nl", "flr-2024:3"),
    ("forced labour ban", "en", "flr-2024"),
    ("90 procent doelstelling", "nl", "nl-target90-2018"),
    ("duurzaamheidsverslag drempel", "nl", "csrd-2022"),
    # questions
    ("geldt de csddd voor mij", "nl", "csddd-2024:2.1.a"),
    ("does the csrd apply to us?", "en", "csrd-2022:19a"),
    ("wanneer geldt de eudr", "nl", "eudr-2023:38.2"),
    ("monitoring every five years", "en", "csddd-2024:15"),
    ("hoe vaak monitoren", "nl", "csddd-2024:15"),
    ("how many employees csddd", "en", "csddd-2024:2.1.a"),
    # subjects
    ("klimaatplan", "nl", "csddd-2024:22"),
    ("climate transition plan", "en", "csddd-2024:22"),
    ("leefbaar loon", "nl", "living_wage"),
    ("kinderarbeid", "nl", "child_labour"),
    ("boete csddd", "nl", "csddd-2024:27"),
    ("maximum penalty", "en", "csddd-2024:27"),
    ("civil liability", "en", "csddd-2024:29.1"),
    ("franchise royalties", "en", "csddd-2024:2.1.c"),
    ("contractual assurances", "en", "csddd-2024:10.2.b"),
    ("value chain cap", "en", "csrd-2022:cap.limit"),
    ("vrijwillige standaard mkb", "nl", "csrd-2022:vs"),
    ("battery passport", "en", "batteries-2023:77"),
    ("meldpunt dwangarbeid", "nl", "flr-2024:9"),
    ("toezichthouder acm", "nl", "nl-wivo-2024:supervisor"),
    ("geolocation plots", "en", "eudr-2023:9.1.d"),
    ("polygoon vier hectare", "nl", "eudr-2023:9.1.d"),
    ("simplified declaration", "en", "eudr-2023:4a"),
    ("goud invoeren", "nl", "eu-minerals-2017"),
    ("kobalt", "nl", "batteries-2023"),
    ("5.000 werknemers", "nl", "csddd-2024:2.1.a"),
    ("five thousand employees 5000", "en", "csddd-2024:2.1.a"),
    # compounds and slips of the finger
    ("aanbestedingsdrempel", "nl", "eu-procurement-2014"),
    ("klachtenprocedure", "nl", "csddd-2024:14"),
    ("dwangarbeidportaal", "nl", "flr-2024:12"),
    ("ontbossingsverordning", "nl", "eudr-2023"),
    ("due dilligence", "nl", "term:due_diligence"),
    ("monitorring csddd", "en", "csddd-2024:15"),
    ("stakholder engagement", "en", "csddd-2024:13"),
    # numbers
    ("artikel 15 csddd", "nl", "csddd-2024:15"),
    ("csddd art 15", "en", "csddd-2024:15"),
    ("art. 8(3)", "nl", "csddd-2024:8.3"),
    ("article 10(2)(b) csddd", "en", "csddd-2024:10.2.b"),
    ("csddd artikel 10 lid 2 onder b", "nl", "csddd-2024:10.2.b"),
    ("art. 2.1.a csddd", "nl", "csddd-2024:2.1.a"),
    ("artikel 15 lid 9 csddd", "nl", "csddd-2024:15"),  # not there: the article it would be in
    ("batteries article 48", "en", "batteries-2023:48"),
    ("annex I eudr", "en", "eudr-2023:annex.1"),
    ("bijlage 1 conflictmineralen", "nl", "eu-minerals-2017:annex.1"),
    ("oecd 2.4", "en", "oecd-ddg-2018:2.4"),
    ("sdg 8.7", "nl", "sdg-2015:8.7"),
    ("ungp 24", "en", "ungp-2011:24"),
    ("OESO stap 2", "nl", "oecd-ddg-2018:2"),
    ("step 6", "en", "oecd-ddg-2018:6"),
    # what a second look brought up
    ("esrs", "nl", "csrd-2022:esrs"),
    ("IMVO-wet", "nl", "nl-wivo-2024"),
    ("klokkenluiders", "nl", "csddd-2024:30"),
    ("palmolie", "nl", "eudr-2023:annex.1"),
    ("herstel slachtoffers", "nl", "oecd-ddg-2018:6.1"),
    ("overheidsopdracht voorwaarden", "nl", "isv-2017"),
    ("convenant kleding", "nl", "nl-covenant-2016:garments"),
    ("wanneer gaat de csddd in", "nl", "csddd-2024:37"),
    ("welke vragen mag een klant stellen", "nl", "csrd-2022:cap.limit"),
    ("do i need to check subsuppliers", "en", "csddd-2024:8"),
    ("cutoff date deforestation", "en", "eudr-2023:2.13"),
    ("rundvlees", "nl", "eudr-2023:annex.1"),
    ("CO2", "nl", "climate"),
    ("dwang arbeid", "nl", "forced_labour"),
    ("kinder arbeid", "nl", "child_labour"),
    ("indigenous peoples", "en", "indigenous_fpic"),
    ("scope non-EU companies", "en", "csddd-2024:2.2.a"),
    ("bewaartermijn", "nl", "eudr-2023:5.4"),
    ("moederbedrijf", "nl", "csddd-2024:2.1.b"),
]


@pytest.mark.parametrize(("text", "lang", "expected"), LAW)
def test_finds_law_among_the_first_three(text: str, lang: str, expected: str) -> None:
    assert expected in found(text, lang, top=3)


@pytest.mark.parametrize(
    "name", ["csddd", "csrd", "eudr", "flr", "batteries", "isv", "wzk", "wivo", "vdio", "target90"]
)
def test_the_name_of_a_law_finds_the_law_first(name: str) -> None:
    assert found(name, top=1) == [LIBRARY.law(name).id]


def test_every_article_is_found_by_its_number_and_law() -> None:
    for law in LIBRARY.laws.values():
        for id in law.provisions:
            part = id.partition(":")[2]
            if part[0].isdigit() and "_" not in law.name:
                first, *rest = part.split(".")
                number = first + "".join(f"({each})" for each in rest)
                assert found(f"art. {number} {law.name}", top=1) == [id]


def wordings() -> list[tuple[str, int]]:
    provisions = [p for law in LIBRARY.laws.values() for p in law.provisions.values()]
    return [(p.id, n) for p in provisions if len(p.wordings) > 1 for n in range(len(p.wordings))]


@pytest.mark.parametrize(("id", "number"), wordings())
def test_a_provision_is_searched_in_the_wording_of_the_day(id: str, number: int) -> None:
    provision = LIBRARY.provision(id)
    wording = provision.wordings[number]
    law = LIBRARY.laws[provision.law]
    hits = {hit.id: hit for hit in LIBRARY.search(wording.gist["nl"], "nl", wording.valid_from, 100, law.name)}
    if wording.deleted:
        assert id not in hits
    elif not LIBRARY.norm(id).proposal:
        assert hits[id].gist == wording.gist
        assert hits[id].confidence == wording.confidence


def test_a_provision_is_found_once_whatever_the_day() -> None:
    for on in (None, date(2024, 8, 1), date(2026, 3, 18), date(2026, 11, 20)):
        ids = [hit.id for hit in LIBRARY.search("csddd monitoring", "nl", on, 200)]
        assert len(ids) == len(set(ids))


def test_what_did_not_exist_yet_or_any_more_is_left_out_on_a_date() -> None:
    def on(day: date) -> list[str]:
        return [hit.id for hit in LIBRARY.search("klimaatplan csddd", "nl", day)]

    assert "csddd-2024:22" not in on(date(2024, 7, 24))
    assert "csddd-2024:22" in on(date(2026, 3, 17))
    assert "csddd-2024:22" not in on(date(2026, 3, 18))


def test_filters_leave_only_what_was_asked() -> None:
    hits = LIBRARY.search("monitoring", "nl", law="CSDDD", limit=50)
    assert {hit.id.partition(":")[0] for hit in hits} == {"csddd-2024"}
    assert {hit.kind for hit in LIBRARY.search("monitoring", "nl", kind="duty", limit=50)} == {"duty"}
    assert {hit.kind for hit in LIBRARY.search("arbeid", "nl", kind="theme", limit=50)} == {"theme"}


@pytest.mark.parametrize("wrong", [{"law": "csdd"}, {"kind": "dutty"}])
def test_a_filter_that_does_not_exist_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(InputProblem, match=r"csdd|dutty"):
        LIBRARY.search("monitoring", **wrong)


@pytest.mark.parametrize(
    ("text", "part", "rest"),
    [
        ("Artikel 15", "15", ""),
        ("art. 8(3)", "8.3", ""),
        ("art 2 (1) (a)", "2.1.a", ""),
        ("article 2(15a)", "2.15a", ""),
        ("art. 19a csrd", "19a", "csrd"),
        ("artikel 10, lid 2, onder b van de csddd", "10.2.b", "van de csddd"),
        ("Article 3 paragraph 1 point (g)", "3.1.g", ""),
        ("bijlage II", "annex.2", ""),
        ("annex 3 eudr", "annex.3", "eudr"),
        ("part 15", "", "part 15"),
        ("start 15", "", "start 15"),
    ],
)
def test_references_are_read_as_people_write_them(text: str, part: str, rest: str) -> None:
    left, found_part = take_reference(text)
    assert (found_part, " ".join(left.split())) == (part, rest)


@pytest.mark.parametrize("text", ["", "   ", "de het een", "zzzzqqqq", "???"])
def test_says_nothing_when_there_is_nothing(text) -> None:
    assert found(text) == []


def test_part_of_a_word_finds_the_compound() -> None:
    assert "forced_labour" in found("dwang", top=8)


def test_leaves_out_what_was_not_in_force() -> None:
    text = "veilige en gezonde werkomgeving"
    osh = "ilo-fprw-1998:osh"
    assert osh in [hit.id for hit in LIBRARY.search(text, "nl", date(2022, 6, 10))]
    assert osh not in [hit.id for hit in LIBRARY.search(text, "nl", date(2022, 6, 9))]


def test_the_title_of_a_theme_finds_the_theme() -> None:
    for theme in LIBRARY.themes.values():
        for lang in ("nl", "en"):
            assert theme.id in found(theme.title[lang], lang, top=3)


@given(st.text(max_size=60), st.sampled_from(["nl", "en"]), st.integers(1, 5))
def test_any_text_gives_ranked_known_ids(text, lang, limit) -> None:
    hits = LIBRARY.search(text, lang, limit=limit)
    assert len(hits) <= limit
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.id in LIBRARY.norms or hit.id in LIBRARY.themes for hit in hits)


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "art. 1" + "(a)" * 300_000, "art" + " " * 500_000 + "(", "1." * 500_000]
)
def test_a_query_without_end_is_cut_off(text: str) -> None:
    LIBRARY.search(text)
