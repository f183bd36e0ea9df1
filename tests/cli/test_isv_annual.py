"""`scharnier isv template` and `report`: what is written, from a list and from notices, and faults in one line."""

import doctest
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scharnier.cli.isv import app
from scharnier.kernel.errors import InputProblem
from scharnier.sources.notices.load import import_notices

NAME = ["--body", "Gemeente Voorbeelddam", "--year", "2026", "--on", "2026-11-20"]
FILES = ["dataset.jsonld", "ocds.json", "report.html", "report.xlsx", "tenders.csv", "tenders.csv-metadata.json"]


def run(*arguments: str) -> tuple[str, str]:
    done = CliRunner().invoke(app, list(arguments))
    if done.exception:
        raise done.exception
    return done.stdout, done.stderr


@pytest.mark.parametrize(("page", "said"), [("docs/isv.md", "8 of the 10"), ("docs/nl/isv.md", "8 van de 10")])
def test_the_commands_of_the_page(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, said: str
) -> None:
    shutil.copytree(repository / "docs/examples", tmp_path / "docs/examples")
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"^scharnier isv ((?:template|report) .*)$", (repository / page).read_text("utf-8"), flags=re.M)
    template, report = (shlex.split(line) for line in lines)
    run(*template)
    assert Path(template[template.index("--out") + 1]).read_bytes().startswith(b"PK")
    pdf = page == "docs/isv.md"  # setting type takes seconds: once is enough
    printed, told = run(*report, *([] if pdf else ["--no-pdf"]))
    assert said in printed
    assert "15, 2 Speci" in told
    out = Path(report[report.index("--out") + 1])
    assert sorted(path.name for path in out.iterdir() if path.name[0] != ".") == sorted([*FILES, *["report.pdf"] * pdf])
    first = {name: (out / name).read_bytes() for name in FILES}
    run(*report, "--no-pdf")
    assert {name: (out / name).read_bytes() for name in FILES} == first


def test_the_example_of_the_method_page(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    failed, attempted = doctest.testfile(str(repository / "docs/method/isv-annual.md"), module_relative=False)
    assert (failed, attempted > 5) == (0, True)


@pytest.mark.shared
def test_from_notices_not_visible_is_never_not_applied(shared_data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    source = shared_data / "procurement/ted_xml_nl_samples"
    asked = ["--body", "TenneT", "--year", "2018", "--on", "2019-03-01", "--no-pdf", "--lang", "en"]
    run("report", str(source), *asked, "--out", str(out))
    rows = (out / "tenders.csv").read_text("utf-8").splitlines()
    assert len(rows) > 1
    assert not any(row.split(",")[-2] == "no" for row in rows[1:])
    assert "not visible is not the same as not applied" in (out / "report.html").read_text("utf-8")
    assert all(
        "sustainability" not in each["tender"]
        for each in json.loads((out / "ocds.json").read_text("utf-8"))["releases"]
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--year", "2027"], "has not begun"),
        (["--url", "example.org"], "web addresses"),
        (["--ocid-prefix", "mine"], "no OCDS prefix"),
        (["--body", " "], "empty"),
        (["--body", "Gemeente Anders"], "targets are of"),
    ],
)
def test_faults_are_one_line(repository: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    folder = repository / "docs/examples"
    targets = ["--targets", str(folder / "isv-targets.yaml")]
    with pytest.raises(InputProblem, match=said) as problem:
        run("report", str(folder / "isv-tenders-2026.csv"), *NAME, *targets, "--out", str(tmp_path / "out"), *arguments)
    assert "\n" not in str(problem.value)
    assert not (tmp_path / "out").exists()


def test_a_template_is_never_written_over(tmp_path: Path) -> None:
    for name in ("list.xlsx", "list.csv"):
        run("template", "--out", str(tmp_path / name))
        with pytest.raises(InputProblem, match="There is a file"):
            run("template", "--out", str(tmp_path / name))
    with pytest.raises(InputProblem, match="workbook or a CSV"):
        run("template", "--out", str(tmp_path / "list.ods"))


@pytest.mark.shared
def test_imported_notices_give_the_same_report_as_their_files(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "procurement/ted_xml_nl_samples"
    table = tmp_path / "notices.parquet"
    import_notices(source, table)
    asked = ["--body", "TenneT", "--year", "2018", "--on", "2019-03-01", "--no-pdf"]
    for file, out in ((source, "files"), (table, "table")):
        run("report", str(file), *asked, "--out", str(tmp_path / out))
    for name in ("tenders.csv", "ocds.json"):
        assert (tmp_path / "files" / name).read_bytes() == (tmp_path / "table" / name).read_bytes()
