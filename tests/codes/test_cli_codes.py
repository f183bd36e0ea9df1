"""`scharnier codes`: lists, single codes, and the way to the industries, as text and as JSON."""

import json

import pytest
from typer.testing import CliRunner

from scharnier.cli.codes import app
from scharnier.kernel.errors import InputProblem

RUN = CliRunner()


def run(*arguments: str) -> str:
    """What the command prints; a fault the user can mend is raised as it is for the caller of the command line."""
    result = RUN.invoke(app, list(arguments))
    if result.exception is not None:
        raise result.exception
    return result.stdout


def test_list_shows_every_code_and_only_what_lies_below() -> None:
    assert len(run("list", "cpv").splitlines()) == 9454
    below = run("list", "nace", "--under", "14.1", "--lang", "nl").splitlines()
    assert below[0].startswith("14.1\t")
    assert len(below) == 6
    assert "NLD\tNederland" in run("list", "country", "--lang", "nl").splitlines()


def test_show_leads_from_broad_to_fine() -> None:
    lines = run("show", "cpv", "15861000-1", "--lang", "nl").splitlines()
    assert lines[0].startswith("15000000")
    assert lines[-1].strip() == "15861000  Koffie"
    assert json.loads(run("show", "country", "Turkije", "--format", "json"))["iso3"] == "TUR"


def test_map_says_industries_weights_and_basis() -> None:
    answer = json.loads(run("map", "hs", "901", "--format", "json"))
    assert answer["code"] == "0901"
    assert [(one["code"], one["weight"]) for one in answer["industries"]] == [("c3", 0.8), ("c1", 0.2)]
    assert answer["basis"]
    assert "own proposal" in run("map", "cpv", "15861000-1")
    assert "no industry" in run("map", "hs", "999999")


def test_an_unclear_code_is_answered_with_its_readings() -> None:
    with pytest.raises(InputProblem, match=r"33100000 .* 03310000"):
        run("map", "cpv", "331")
    with pytest.raises(InputProblem, match="two countries share the name"):
        run("show", "country", "Congo")
    with pytest.raises(InputProblem, match="no code list"):
        run("show", "cvp", "1")
