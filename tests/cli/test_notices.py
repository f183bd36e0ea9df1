"""`scharnier notices import|status`: what is said, in both languages, and what goes wrong in one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scharnier.cli.notices_words import WORDS

NOTICE = """<TED_EXPORT DOC_ID="000001-2020"><FORM_SECTION><F02_2014 CATEGORY="ORIGINAL" FORM="F02" LG="NL">
<CONTRACTING_BODY><ADDRESS_CONTRACTING_BODY><OFFICIALNAME>Dienst</OFFICIALNAME><COUNTRY VALUE="NL"/>
</ADDRESS_CONTRACTING_BODY></CONTRACTING_BODY><OBJECT_CONTRACT><CPV_MAIN><CPV_CODE CODE="55500000"/></CPV_MAIN>
</OBJECT_CONTRACT></F02_2014></FORM_SECTION></TED_EXPORT>"""


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", "from scharnier.cli import main; main()", "notices", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_import_and_status_in_both_languages(tmp_path: Path, lang: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xml").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "in" / "b.xml").write_text("<a>", encoding="utf-8")
    out = str(tmp_path / "x.parquet")
    done = run("import", str(tmp_path / "in"), "--out", out, "--workers", "2", "--lang", lang)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == WORDS[lang]["account"].format(files=2, read=1, skipped=0, failed=1)
    assert WORDS[lang]["codes"]["truncated"] in done.stdout
    assert done.stderr == ""
    shown = run("status", out, "--lang", lang)
    assert shown.returncode == 0
    assert "ted_legacy" in shown.stdout
    found = json.loads(run("status", out, "--format", "json").stdout)
    assert found["rows"] == 1
    assert {row["name"] for row in found["issues"]} == {"truncated", "missing-dispatch-date"}


def test_what_the_user_can_mend_is_one_line(tmp_path: Path) -> None:
    for words in (("import", str(tmp_path / "none"), "--out", str(tmp_path / "x.parquet")), ("status", "none.parquet")):
        done = run(*words)
        assert done.returncode == 2
        assert done.stderr.startswith("scharnier: ")
        assert len(done.stderr.splitlines()) == 1


def test_every_code_of_an_issue_has_words_in_both_languages(repository: Path) -> None:
    import re

    said = set(WORDS["en"]["codes"])
    assert said == set(WORDS["nl"]["codes"])
    assert set(WORDS["en"]) == set(WORDS["nl"])
    folders = ("notices", "eforms", "ted_legacy", "ocds", "_runtime")
    text = "".join(
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in (repository / "src/scharnier/sources" / folder).glob("*.py")
    )
    for code in said - {"same-twin", "differing-twin"}:
        assert re.search(rf'"{code}"|missing-', text), code


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_folder_without_notices_is_told(tmp_path: Path, lang: str) -> None:
    (tmp_path / "in").mkdir()
    done = run("import", str(tmp_path / "in"), "--out", str(tmp_path / "x.parquet"), "--lang", lang)
    assert done.returncode == 0
    assert WORDS[lang]["nothing"] in done.stderr
