"""What people read about laws: what binds nobody yet, who comes first, what never was law, words in both languages."""

import json
from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner

from scharnier.cli import app
from scharnier.cli.law.page import SIGNS, UNITS, amount_words
from scharnier.norms import load_library

ON = ("--on", "2026-11-20")
IN_2025 = ("--on", "2025-09-01")
EN = ("--lang", "en")
LIBRARY = load_library()


def run(*args: str) -> str:
    result = CliRunner().invoke(app, ["law", *args], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def flat(*args: str) -> str:
    return " ".join(run(*args).split())


def as_json(*args: str) -> Any:
    return json.loads(run(*args, "--format", "json"))


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("show", "flr-2024:3", *ON), "Geldt nog niet: pas vanaf 14 december 2027 [uit tweede hand]."),
        (("show", "flr-2024:3", *ON, *EN), "Does not bind yet: only from 14 December 2027 [secondary source]."),
        (("show", "eudr-2023:25", *ON), "Geldt nog niet: pas vanaf 30 december 2026"),
        (("show", "batteries-2023:77", *ON), "Geldt nog niet: pas vanaf 18 februari 2027"),
        (("show", "csddd-2024:2.1.a", *ON), "Geldt nog niet: pas vanaf 26 juli 2029."),
        (("show", "csddd-2024:16", *ON), "Geldt nog niet: pas over boekjaren vanaf 1 januari 2030."),
        (("duties", "--law", "flr", *ON), "art. 3: Verbod (geldt pas vanaf 14 december 2027)."),
        (("duties", "--law", "flr", *ON), "Geldt nog niet: pas vanaf 14 december 2027"),
        (("duties", "--law", "flr", *ON, *EN), "art. 3: Prohibition (binds only from 14 December 2027)."),
        (("duties", "--action", "2.1", *ON), "flr art. 17: Vragen vóór een onderzoek (geldt pas vanaf"),
    ],
)
def test_a_duty_that_binds_nobody_yet_says_from_when(args: tuple[str, ...], said: str) -> None:
    assert said in flat(*args)


@pytest.mark.parametrize(
    "args",
    [
        ("show", "flr-2024:3", "--on", "2027-12-14"),
        ("show", "eu-minerals-2017:4", *ON),
        ("show", "isv-2017:risk_analysis", *ON),
        ("show", "flr-2024:8", *ON),  # help that the Commission gives; nobody has to wait for it
    ],
)
def test_what_binds_now_says_nothing_of_later(args: tuple[str, ...]) -> None:
    assert "nog niet" not in flat(*args).partition("Bron:")[0]


def test_the_reporting_law_tells_both_rules() -> None:
    for text in (flat("show", "csrd", *ON), flat("list", *ON), flat("duties", "--law", "csrd", *ON).lower()):
        assert "de nieuwe regels gelden nog niet: pas over boekjaren vanaf 1 januari 2027" in text
        assert "meer dan 500 werknemers), over boekjaren 2024 tot en met 2026 [uit tweede hand]" in text
    shown = flat("show", "csrd", *ON, *EN)
    assert "the old rules still run, through national law, for the first wave" in shown
    assert "groups from outside the EU only for financial years from 1 January 2028" in shown
    assert "oude regels lopen" not in flat("show", "csrd", "--on", "2027-01-01")
    assert "geldt nu, via nationale wet, voor de eerste golf" in flat("show", "csrd", *IN_2025)
    found = next(one for one in as_json("list", *ON) if one["law"] == "csrd")
    wave = next(one for one in found["waves"] if one["group"] == "first_wave")
    assert (wave["from"], wave["until"], wave["financial_years"]) == ("2024-01-01", "2026-12-31", True)


def test_small_companies_wait_longer_than_others() -> None:
    small = "de meeste micro- en kleine ondernemingen pas vanaf 30 juni 2027"
    assert f"geldt nog niet: pas vanaf 30 december 2026; {small}" in flat("list", *ON)
    assert f"Geldt nu, sinds 30 december 2026; {small}." in flat("show", "eudr-2023:3", "--on", "2027-01-15")
    assert "geldt nu, sinds 30 december 2026." in flat("show", "eudr", "--on", "2027-06-30")


def test_the_largest_companies_came_first_in_the_text_of_2024() -> None:
    wave = "de grootste bedrijven (eerste golf) vanaf 26 juli 2028 [niet nagezien]"
    for args in (("show", "csddd"), ("show", "csddd-2024:8"), ("duties", "--law", "csddd")):
        assert wave in flat(*args, *IN_2025)
        assert wave not in flat(*args, *ON)
    assert "the largest companies (first wave) from 26 July 2027" in flat("show", "csddd", "--on", "2024-12-01", *EN)
    said = (
        "(geldt pas vanaf 26 juli 2028 voor de grootste bedrijven (eerste golf), voor alle andere vanaf 26 juli 2029)"
    )
    assert said in flat("duties", "--action", "2.1", *IN_2025)


@pytest.mark.parametrize(
    ("law", "nl", "en"),
    [
        ("wivo", "20 november 2026: voorstel, geen wet.", "20 November 2026: a proposal, not a law."),
        ("vdio", "20 november 2026: voorstel, geen wet.", "20 November 2026: a proposal, not a law."),
        ("wzk", "20 november 2026: nooit van kracht geworden.", "20 November 2026: never entered into force."),
    ],
)
def test_a_bill_is_no_law_and_the_adopted_act_never_came_into_force(law: str, nl: str, en: str) -> None:
    assert nl in flat("show", law, *ON)
    assert en in flat("show", law, *ON, *EN)
    assert ("nooit van kracht geworden" in flat("show", law, *ON)) == (law == "wzk")


def test_what_a_bill_says_binds_nobody() -> None:
    assert "Dit is een voorstel en geen wet: het bindt niemand." in flat("show", "vdio:duty_of_care", *ON)
    assert "aangenomen maar nooit van kracht geworden: zij bindt niemand" in flat("show", "wzk:statement", *ON)
    assert "voorstel" not in flat("show", "wzk", *ON)


def test_every_unit_in_a_law_file_has_words_in_both_languages() -> None:
    used = {parameter.unit for law in LIBRARY.laws.values() for parameter in law.parameters.values()}
    assert used <= {*UNITS, *SIGNS}
    for unit in used - {"date"}:
        for amount in (1, 5):
            nl, en = amount_words(amount, unit, "nl"), amount_words(amount, unit, "en")
            assert "_" not in nl + en
            assert " per year" not in nl
    assert amount_words(5000, "kg_per_year", "nl") == "5.000 kg per jaar"
    assert amount_words(1, "years", "en") == "1 year"
    assert "kg per jaar" in run("show", "conflict_minerals", *ON)


def test_a_proposal_is_never_called_law() -> None:
    text, english = (flat("align", "csddd", "--text", "proposal-2022", *lang) for lang in ((), EN))
    lines = run("align", "csddd", "--text", "proposal-2022").splitlines()
    assert sum(line.startswith("   voorstel ") for line in lines) == 15
    assert not any(line.startswith("   wet ") for line in lines)
    assert "Het is nooit wet geworden en bindt niemand." in text.partition("punt")[0]
    assert "It never became law and binds nobody." in english.partition("element")[0]
    assert "nooit wet geworden" not in flat("align", "csddd", *ON)


def test_a_former_text_beside_the_norm_is_not_dated_today() -> None:
    text = flat("align", "csddd", "--text", "2024", *ON)
    assert (
        "tekst: Richtlijn (EU) 2024/1760 zoals vastgesteld in 2024 (vanaf 25 juli 2024 tot en met 17 maart 2026)"
        in text
    )
    assert "20 november 2026" not in text
    assert "20 november 2026: Richtlijn" in flat("align", "csddd", "--text", "2026", *ON)


def test_a_reference_says_its_title_once() -> None:
    for law in ("csddd", "eudr", "isv", "csrd"):
        if LIBRARY.law(law).id in LIBRARY.alignments:
            text = flat("align", law, *ON, *EN) + flat("align", law, *ON)
            for twice in ("disengagement disengagement", "stakeholder stakeholder", "meaningful_se"):
                assert twice not in text
    assert "(OECD Guidelines II.A.15; stakeholder)" in flat("align", "csddd", *ON, *EN)


def test_a_start_that_nobody_checked_carries_its_badge() -> None:
    assert "geldt nu, sinds 2014 [niet nagezien]" in flat("show", "procurement", *ON)
    assert "binds now, since 2014 [unverified]" in flat("list", *ON, *EN)
    assert "vanaf 2014 (dag niet bekend)" in flat("show", "procurement", *ON)
    assert "31 december 2014" not in flat("show", "procurement", *ON)
    assert as_json("show", "procurement", *ON)["binds_from_confidence"] == "unverified"


def test_a_policy_is_no_law_and_a_target_that_ended_says_so() -> None:
    assert "beleidsregel, geen wet; geldt nu, sinds april 2017" in flat("list", *ON)
    assert "policy target, not a law; no longer in force" in flat("list", *ON, *EN)


def test_what_comes_for_you_is_one_command() -> None:
    text = run("timeline", "--from", "2026-11-20", "--law", "csrd,eudr", *ON)
    body = [line for line in text.splitlines() if line[:1].isdigit()]
    assert body[0].startswith("30 december 2026   eudr")
    assert "csddd" not in text
    assert "Alleen wat nog komt" not in text
    assert "  scharnier law timeline --ahead\n" in run("timeline", *ON)
    assert as_json("timeline", "--ahead", *ON) == as_json("timeline", "--from", "2026-11-20", *ON)
    assert "2026-10" not in str(as_json("timeline", "--ahead", "--from", "2026-10-01", *ON))
    coming = as_json("timeline", "--from", "2026-11-20", *ON)
    assert coming
    assert all(moment["to_come"] for moment in coming)


def test_what_to_look_at_again_stands_with_what_comes() -> None:
    text = flat("timeline", "--law", "procurement,isv", "--from", "2026-11-20", *ON)
    assert "31 december 2027: Zijn de drempels voor 2028 en 2029 toegevoegd?" in text
    assert "2028 en 2029" not in flat("timeline", "--law", "procurement", "--to", "2027-12-30", *ON)
    assert "Opnieuw nakijken" not in flat("timeline", *ON)
    assert "  scharnier law timeline --ahead --law flr,eudr\n" in run("timeline", "--law", "flr,EUDR", *ON)


def test_a_figure_that_ends_says_until_when() -> None:
    assert "€ 216.000, tot en met 31" in flat("show", "procurement", *ON)
    assert "500 werknemers, tot en met 31" in flat("show", "csrd", *ON)
    assert "1.000 werknemers, tot" not in flat("show", "csddd", *IN_2025)  # another figure followed


def test_the_difference_says_whether_the_new_text_binds() -> None:
    text = flat("diff", "csddd", "--from", "2024-07-25", "--to", "2026-11-20")
    assert "(EU) 2026/470; geldt nog niet: pas vanaf 26 juli 2029" in text
    assert "geldt" not in flat("diff", "vdio", "--from", "2021-06-01", "--to", "2026-11-20")


def test_a_long_id_stays_whole_and_two_provisions_are_never_called_the_same() -> None:
    shown = run("show", "isv", *ON)
    assert "category.kantoorartikelen_computersupplies\n" in shown
    csrd = run("show", "csrd", *ON)
    assert "19a.materiality" in csrd
    assert sum(line.split()[:2] == ["art.", "19a"] for line in csrd.splitlines()) == 1


@pytest.mark.parametrize("day", [date(2023, 6, 30), date(2025, 9, 1), date(2026, 11, 20), date(2029, 7, 26)])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_law_on_every_day_fits_a_terminal(day: date, lang: str) -> None:
    pages = [("list",), *(("show", law.name) for law in LIBRARY.laws.values())]
    for args in pages:
        for line in run(*args, "--on", day.isoformat(), "--lang", lang).splitlines():
            assert len(line) <= 80 or line.strip().startswith("http"), line
            assert line == line.rstrip()
