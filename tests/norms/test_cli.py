"""`scharnier norms` as a user meets it."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scharnier.cli.norms import app
from scharnier.kernel.errors import InputProblem
from scharnier.norms.export import COLUMNS

RUN = CliRunner()


def ask(*args: str) -> str:
    result = RUN.invoke(app, list(args))
    assert result.exit_code == 0, result.output
    return result.output


def test_list_counts_what_the_kind_holds() -> None:
    assert len(ask("list", "--kind", "principle").splitlines()) == 31
    assert len(ask("list", "--kind", "theme").splitlines()) == 44
    assert len(json.loads(ask("list", "--kind", "goal", "--format", "json"))) == 17


def test_list_on_a_date_leaves_out_what_came_later() -> None:
    assert "osh" not in ask("list", "--kind", "category", "--on", "2022-06-09")
    assert "osh" in ask("list", "--kind", "category", "--on", "2022-06-10")


def test_unverified_facts_carry_a_badge() -> None:
    assert "[niet nagezien]" in ask("show", "oecd-ddg-2018:2.4")
    assert "[unverified]" in ask("show", "sdg-2015:8", "--lang", "en")
    assert "[secondary source]" in ask("show", "sdg-2015:8.7", "--lang", "en")
    assert "[" not in ask("show", "oecd-gl-2023:IV", "--lang", "en").splitlines()[0]
    assert "[eigen voorstel]" in ask("show", "child_labour")


def test_show_tells_what_lies_below_and_what_points_here() -> None:
    text = ask("show", "oecd-ddg-2018:1.3", "--lang", "en")
    assert "oecd-ddg-2018:1.3/e" in text
    assert "purchasing_practices" in text
    assert "2018-05" in text
    assert "2018-05-31" not in text  # sources give 30 and 31 May, so the day is left open


def test_show_as_json_says_the_verdict_on_the_date() -> None:
    shown = json.loads(ask("show", "eudr-2023", "--on", "2023-06-01", "--format", "json"))
    assert shown["in_force"]["verdict"] == "not_met"
    assert shown["applies_from"] == "2026-12-30"
    assert shown["confidence"] == "verified"
    assert shown["dates_confidence"] == "unverified"


def test_show_a_provision_on_a_date_with_what_it_said_before() -> None:
    now = ask("show", "csddd-2024:15", "--lang", "en", "--on", "2026-11-20")
    assert "every five years" in " ".join(now.split())
    assert "every twelve months" in " ".join(now.split())
    assert now.rstrip().endswith("id/csddd-2024:15?on=2026-11-20")
    before = ask("show", "csddd-2024:15", "--lang", "en", "--on", "2025-01-01")
    assert "every twelve months" in " ".join(before.partition("Source:")[0].split())
    shown = json.loads(ask("show", "csddd-2024:15", "--on", "2025-01-01", "--format", "json"))
    assert "every twelve months" in shown["provision"]["wording"]["gist"]["en"]
    assert shown["gist"] == shown["provision"]["wording"]["gist"]
    assert len(shown["provision"]["wordings"]) == 2


def test_show_a_law_with_events_gaps_and_a_citation() -> None:
    text = " ".join(ask("show", "flr-2024", "--on", "2026-11-20").split())
    for part in ("Gebeurtenissen:", "14 december 2027: Van toepassing op alle bedrijven", "Zo verwijst u ernaar:"):
        assert part in text
    law = json.loads(ask("show", "flr-2024", "--format", "json"))["law"]
    assert {"texts", "figures", "gaps", "events"} <= set(law)
    assert "flr-6" in {event["id"] for event in law["events"]}


def test_show_what_was_not_there_yet_has_no_citation() -> None:
    text = ask("show", "csddd-2024:15", "--on", "2020-01-01")
    assert "id/csddd-2024:15" not in text


@pytest.mark.parametrize("text", ["kinderarbeid", "child labor"])
def test_search_as_json(text: str) -> None:
    hits = json.loads(ask("search", text, "--format", "json", "--limit", "3"))
    assert hits[0]["id"] == "child_labour"
    assert len(hits) == 3


def test_search_without_result_says_so() -> None:
    assert ask("search", "qqqqzzzz").strip() == "Niets gevonden."


def test_search_says_what_has_ended() -> None:
    text = ask("search", "oecd-gl-2011", "--limit", "1")
    assert text.splitlines()[0].startswith("oecd-gl-2011")
    assert "Vervallen na 2023-06-07." in text
    hit = json.loads(ask("search", "oecd-gl-2011", "--limit", "1", "--format", "json"))[0]
    assert (hit["in_force"], hit["permalink"]) == ("not_met", "id/oecd-gl-2011")
    assert "Geen geldend recht" in ask("search", "wivo", "--limit", "1")
    assert "csddd-2024:22" in ask("search", "klimaatplan csddd")
    assert "csddd-2024:22" not in ask("search", "klimaatplan csddd", "--on", "2026-03-18")


def test_search_shows_the_wording_of_the_day() -> None:
    asked = ("search", "monitoring", "--law", "csddd", "--kind", "duty", "--limit", "1", "--lang", "en")
    assert "every five years" in ask(*asked, "--on", "2026-03-18")
    assert "every twelve months" in ask(*asked, "--on", "2026-03-17")


def test_cite_gives_one_line() -> None:
    line = ask("cite", "flr-2024:17", "--on", "2026-11-20").strip()
    assert "\n" not in line
    assert line.endswith("id/flr-2024:17?on=2026-11-20")
    shown = json.loads(ask("cite", "flr-2024:17", "--lang", "en", "--format", "json"))
    assert shown["urn"] == "urn:scharnier:norm:flr-2024:17"
    assert "Article 17" in shown["citation"]


def test_due_puts_the_overdue_first() -> None:
    text = ask("due", "--on", "2027-06-15", "--until", "2027-12-31", "--lang", "en")
    assert text.index("Overdue (before 2027-06-15)") < text.index("To do from 2027-06-15")
    items = json.loads(ask("due", "--on", "2026-11-20", "--format", "json"))
    days = [item["due_on"] for item in items]
    assert days == sorted(days)
    assert not any(item["overdue"] for item in items)
    assert {"2026-12-30", "2027-08-18", "2027-12-14", "2029-07-26"} <= set(days)
    assert ask("due", "--on", "2026-11-20", "--until", "2026-11-20").strip() == "Niets te doen."


def test_due_refuses_an_end_before_the_beginning() -> None:
    result = RUN.invoke(app, ["due", "--on", "2027-01-01", "--until", "2026-01-01"])
    assert isinstance(result.exception, InputProblem)


def test_export_to_a_file_and_to_standard_output(tmp_path: Path) -> None:
    assert "norms-" in ask("export", "--format", "csv", "--out", str(tmp_path / "library.csv"))
    table = (tmp_path / "library.csv").read_bytes()
    assert table.startswith(b"sort,id,kind,")
    assert "é" in table.decode("utf-8")
    assert json.loads(ask("export"))["@graph"][0]["@type"] == "dcat:Dataset"
    assert ask("export", "--format", "json") == ask("export")


def test_export_says_why_a_file_cannot_be_written(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["export", "--out", str(tmp_path / "nowhere" / "x.csv")])
    assert isinstance(result.exception, InputProblem)
    assert "No such file" in str(result.exception)


def test_unknown_id_is_the_users_to_mend() -> None:
    result = RUN.invoke(app, ["show", "oecd-dg-2018:2.4"])
    assert isinstance(result.exception, InputProblem)
    assert "oecd-ddg-2018:2.4" in str(result.exception)


def test_lint_of_shipped_content_is_clean() -> None:
    assert "nothing wrong" in ask("lint")


def test_the_commands_of_the_page_run(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = (repository / "docs" / "method" / "library-reading.md").read_text(encoding="utf-8")
    lines = page.partition("```bash\n")[2].partition("```")[0].splitlines()
    assert len(lines) == 7
    for line in lines:
        assert ask(*shlex.split(line)[2:]).strip(), line


def test_the_page_names_every_column_of_the_table(repository: Path) -> None:
    page = (repository / "docs" / "method" / "library-reading.md").read_text(encoding="utf-8")
    named = {name for name in COLUMNS if f"`{name}`" in page}
    assert set(COLUMNS) - named <= {"beyond_en", "leaves_out_nl"}  # written as a range


@pytest.mark.parametrize("command", [["list"], ["search", "dwangarbeid"], ["due"], ["cite", "flr-2024"], ["lint"]])
def test_no_command_loads_what_it_does_not_need(command: list[str]) -> None:
    """NumPy, SciPy and Arrow take longer to import than any of these answers."""
    script = (
        "import sys\nfrom scharnier.cli import main\n"
        f"sys.argv = ['scharnier', 'norms', *{command!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(sorted({'numpy', 'scipy', 'pyarrow', 'shapely', 'jinja2'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
