"""`scharnier law list|show|timeline|duties|coverage|obligations|align|diff` as people and programs meet them."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scharnier.cli import app
from scharnier.cli.law import compare
from scharnier.kernel.errors import InputProblem

from ..law.ask_library import load_two

GOLDEN = Path(__file__).parents[1] / "golden" / "law"
ON = ("--on", "2026-11-20")


def run(*args: str) -> str:
    result = CliRunner().invoke(app, ["law", *args], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def as_json(*args: str) -> Any:
    return json.loads(run(*args, "--format", "json"))


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    library = load_two()
    monkeypatch.setattr(compare, "load_library", lambda: library)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("align_csddd.nl", ("align", "CSDDD", *ON)),
        ("align_csddd.en", ("align", "csddd-2024", *ON, "--lang", "en")),
        ("align_csddd_2022.nl", ("align", "csddd", "--text", "proposal-2022")),
        ("align_named.nl", ("align", "csddd", "--named")),
        ("align_named.en", ("align", "csddd", "--named", "--lang", "en")),
    ],
)
def test_alignment_reads_as_agreed(name: str, args: tuple[str, ...]) -> None:
    assert run(*args) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("duties.nl", ("duties", *ON)),
        ("duties_law.en", ("duties", "--law", "test_b", *ON, "--lang", "en")),
        ("duties_done.nl", ("duties", "--done", "test_a:2.2", "--done", "2.1", *ON)),
        ("duties_obligations.nl", ("obligations", "--laws", "test_a,test_b", *ON)),
        ("diff_synthetic.nl", ("diff", "test_a", "--from", "2027-12-31", "--to", "2028-01-01")),
    ],
)
def test_laws_that_do_not_exist_read_as_agreed(name: str, args: tuple[str, ...]) -> None:
    assert run(*args) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


EVERY = [
    ("list", *ON),
    ("show", "csddd", *ON),
    ("show", "csddd-2024:15", *ON),
    ("show", "csddd-2024:22", *ON),
    ("timeline", *ON),
    ("duties", *ON),
    ("duties", "--law", "eudr", *ON),
    ("duties", "--action", "2.1", *ON),
    ("duties", "--done", "csddd:2.1", "--done", "5.1", *ON),
    ("coverage", *ON),
    ("obligations", "--laws", "csddd,eudr,isv", *ON),
    ("align", "eudr", *ON),
    ("diff", "csddd", "--from", "2024-07-25", "--to", "2026-03-18"),
    ("diff", "eudr", "--from", "2023-07-01", "--to", "2027-12-31"),
]


@pytest.mark.parametrize("args", EVERY, ids=" ".join)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_pages_fit_a_terminal(args: tuple[str, ...], lang: str) -> None:
    lines = run(*args, "--lang", lang).splitlines()
    assert lines
    for line in lines:
        assert len(line) <= 80 or line.startswith("http"), line
        assert line == line.rstrip(), line
        assert "()" not in line
        assert "None" not in line


@pytest.mark.parametrize("args", EVERY, ids=" ".join)
def test_every_page_is_there_as_json(args: tuple[str, ...]) -> None:
    assert as_json(*args)


def test_the_diff_of_the_directive_in_plain_words() -> None:
    text = " ".join(run("diff", "csddd", "--from", "2024-07-25", "--to", "2026-03-18").split())
    for said in (
        "1.000 → 5.000 werknemers",
        "€ 450 miljoen → € 1,5 miljard",
        "12 maanden → 5 jaar",
        "art. 22 Klimaatplan: geschrapt",
        "art. 8(3) Vragen aan partners: nieuw",
        "5% → vervallen",
        "nieuw: 3%",
        "Wat als u het niet doet",
    ):
        assert said in text, said
    heads = ["Voor wie de wet geldt", "Wat u moet doen", "Vanaf wanneer", "Wat als u het niet doet"]
    assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)


def test_a_law_on_a_day_it_did_not_bind_says_so() -> None:
    found = {one["law"]: one for one in as_json("list", *ON)}
    assert (found["csddd"]["binds"], found["csddd"]["binds_from"]) == ("later", "2029-07-26")
    assert found["vdio"]["text"] is None
    assert "nooit van kracht geworden" in run("list", *ON)


def test_a_provision_shows_each_wording_on_its_day() -> None:
    now, before = as_json("show", "csddd-2024:15", *ON), as_json("show", "csddd:15", "--on", "2025-01-01")
    assert "five years" in now["wording"]["gist"]["en"]
    assert "twelve months" in before["wording"]["gist"]["en"]
    assert [one["value"] for one in now["figures"]] == [60]
    gone = as_json("show", "csddd-2024:22", *ON)
    assert gone["wording"] is None
    assert gone["wordings"][-1]["deleted"] is True
    assert "Geschrapt" in run("show", "csddd-2024:22", *ON)


PROFILE = """\
seat: NL
employees: {2024: 5200, 2025: 5300}
turnover_worldwide_eur: {2024: 1.6e9, 2025: 1.7e9}
group_role: none
franchise: {royalties_eu_eur: {2024: 0, 2025: 0}}
imports_kg: {tin_ore: 6000}
brings_batteries_to_eu_market: false
products: []
"""


def test_obligations_of_a_profile_stand_under_what_binds_now_and_later(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_text(PROFILE, encoding="utf-8")
    found = as_json("obligations", "--profile", str(tmp_path / "company.yaml"), *ON)
    assert "conflict_minerals" in {one["law"] for one in found["laws"]}
    assert {"csddd": "2029-07-26"}.items() <= {one["law"]: one["since"] for one in found["later_laws"]}.items()
    assert "batteries" in found["not_for_you"]
    assert "eudr" not in {one["law"] for one in (*found["laws"], *found["later_laws"])}
    actions = [one["action"] for one in found["obligations"]]
    assert len(actions) == len(set(actions))
    scan = next(one for one in found["obligations"] if one["action"] == "oecd-ddg-2018:2.1")
    assert next(item["id"] for item in scan["checklist"]) == "oecd-ddg-2018:2.1/a"
    assert {duty["law"] for duty in scan["duties"]} == {"conflict_minerals"}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("align", "csddd", "--on", "2020-01-01"), "no text of csddd was law"),
        (("align", "nolaw"), "there is no law"),
        (("show", "csddd-2024:999"), "there is no provision"),
        (("show", "zzz:1"), "there is no law"),
        (("diff", "csddd", "--from", "2026-03-18", "--to", "2024-07-25"), "is not after"),
        (("duties", "--action", "9.9"), "there is no OECD action"),
        (("duties", "--done", "flr:5.1", *ON), "asks nothing of action 5.1"),
        (("duties", "--law", "vdio", *ON), "asks nothing on"),
        (("duties", "--done", "2.1", "--action", "2.1"), "do not go together"),
        (("obligations",), "neither --profile nor --laws"),
        (("obligations", "--laws", " , "), "names no law"),
        (("obligations", "--laws", "csddd,vdio", *ON), "no text of vdio was law"),
        (("timeline", "--from", "2030-01-01", "--to", "2020-01-01"), "is before --from"),
    ],
)
def test_a_slip_is_named_with_what_to_do(args: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(app, ["law", *args])
    assert isinstance(result.exception, InputProblem), result.output
    assert said in str(result.exception)
