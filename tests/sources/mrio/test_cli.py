"""The model commands as a user gives them, on real and mock tables, with a server on this machine."""

import http.server
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from scharnier.chain.stored import list_stored, open_model
from scharnier.cli.model import app
from scharnier.cli.stores import download_folder, model_store
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.catalogue import choose_member, find_remotes, remote_of

RUN = CliRunner()
pytestmark = pytest.mark.shared


def call(*arguments: str | Path) -> Result:
    return RUN.invoke(app, [str(argument) for argument in arguments])


def test_every_finding_has_dutch_words(repository: Path) -> None:
    """The codes are read from the source text, so that a new one cannot be forgotten."""
    from scharnier.cli.model_words import DUTCH

    text = "".join(
        (repository / "src/scharnier" / name).read_text(encoding="utf-8")
        for name in (
            "chain/stored_check.py",
            "chain/satellite_check.py",
            "chain/stored_write.py",
            "sources/mrio/oecd_check.py",
        )
    )
    found = set(re.findall(r'(?:_finding|Finding)\(\s*"(\w+)"', text)) | set(
        re.findall(r'code(?:=|, text = | = )"(\w+)"', text)
    )
    found |= {f"double_{kind}" for kind in ("cell", "final")} | {f"no_label_{kind}" for kind in ("cell", "final")}
    found |= {f"sum_{kind}" for kind in ("region", "sector")} | {f"gaps_in_{kind}" for kind in ("output", "final")}
    assert found == set(DUTCH)


def test_where_models_lie(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SCHARNIER_MODELS", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert model_store() == tmp_path / "scharnier" / "models"
    assert model_store(Path("mine")) == Path("mine")
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert model_store() == tmp_path / "home" / ".local/share/scharnier/models"
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert download_folder() == tmp_path / "home" / ".cache/scharnier/downloads"


def test_add_list_show_and_check(mocks: Path, store: Path) -> None:
    added = call("add", "exiobase3", mocks / "exio3_mock", "--lang", "en")
    assert added.exit_code == 0, added.output
    assert "6 regions x 8 sectors, 48 cells together" in added.output
    assert "Stored as exiobase3-v3.4-mock-2009" in added.output
    assert "solved from the coefficients" in added.output
    model = open_model(store / "exiobase3-v3.4-mock-2009")
    assert model.manifest.added_on.startswith("20")
    assert model.manifest.software["pymrio"]
    listed = call("list")
    assert "wiod2013-2011" in listed.output
    assert "exiobase3-v3.4-mock-2009" in listed.output
    assert {entry["id"] for entry in json.loads(call("list", "--format", "json").output)} >= {"wiod2013-2011", model.id}
    dutch = call("show", model.id).output
    assert "6 gebieden x 8 bedrijfstakken, samen 48 cellen" in dutch
    assert "satelliet" in dutch
    assert "Wat dit model niet kan zeggen:" in dutch
    as_json = json.loads(call("show", model.id, "--format", "json").output)
    assert as_json["stressors"]["satellite_accounts"][0] == ["emission_type1", "kg", ""]
    assert as_json["region_labels"] == ["AU", "BR", "FI", "FR", "KR", "WF"]
    checked = call("check", model.id)
    assert checked.exit_code == 0
    assert f"{model.id}: 0 faults" in checked.output
    assert "0 fouten" in call("check", model.id, "--lang", "nl").output
    again = call("add", "auto", mocks / "exio3_mock")
    assert isinstance(again.exception, InputProblem)
    assert "Use --replace" in str(again.exception)
    assert call("add", "auto", mocks / "exio3_mock", "--replace").exit_code == 0
    assert call("add", "auto", mocks / "exio3_mock", "--id", "mine").exit_code == 0
    assert list_stored(store) == ("exiobase3-v3.4-mock-2009", "mine")


def test_a_damaged_model_is_found_by_check_and_by_list(mocks: Path, store: Path) -> None:
    call("add", "auto", mocks / "eora26_mock")
    path = store / "eora26-2010" / "A.npy"
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    checked = call("check", "eora26-2010", "--format", "json")
    assert checked.exit_code == 1
    assert json.loads(checked.output)[0]["code"] == "damaged"
    (store / "eora26-2010" / "manifest.json").write_text("{}")
    listed = call("list")
    assert listed.exit_code == 0
    assert "does not have the hash" in listed.output


def faulty(mocks: Path, tmp_path: Path) -> Path:
    """The mock of EXIOBASE 3 with an industry that needs more than it makes."""
    folder = tmp_path / "faulty"
    folder.mkdir()
    for path in (mocks / "exio3_mock").rglob("*"):
        if path.is_file():
            target = folder / path.relative_to(mocks / "exio3_mock")
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    lines = (folder / "A.txt").read_text().splitlines()
    cells = lines[3].split("\t")
    cells[2] = "1.7"
    lines[3] = "\t".join(cells)
    (folder / "A.txt").write_text("\n".join(lines))
    return folder


def test_a_model_with_faults_stays_out_unless_asked(mocks: Path, store: Path, tmp_path: Path) -> None:
    folder = faulty(mocks, tmp_path)
    refused = call("add", "exiobase3", folder)
    assert refused.exit_code == 1
    assert "not_productive" in refused.output
    assert "is niet opgeslagen: het heeft fouten" in refused.output
    assert list_stored(store) == ()
    assert list(store.iterdir()) == []
    kept = call("add", "exiobase3", folder, "--accept-faults", "--lang", "en")
    assert kept.exit_code == 0
    assert call("check", list_stored(store)[0]).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "exiobase"], "is not a layout that we know"),
        (["add", "exiobase3"], "name a path, or --download, or --url"),
        (["add", "exiobase3", "x", "--download"], "name a path, or --download, or --url"),
        (["add", "eora26", "--download", "--year", "2015"], "cannot be fetched by a program"),
        (["add", "wiod2013", "--download", "--year", "2009"], "no address is known"),
        (["add", "exiobase3", "--download"], "which year"),
        (["show", "nope"], "Known models: wiod2013-2011"),
        (["check", "nope"], "Known models: wiod2013-2011"),
    ],
)
def test_what_is_asked_wrongly(store: Path, arguments: list[str], said: str) -> None:
    result = call(*arguments)
    assert isinstance(result.exception, InputProblem)
    assert said in str(result.exception)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def archive(mocks: Path, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "IOT_2009_pxp.zip"
    with zipfile.ZipFile(path, "w") as file:
        for entry in (mocks / "exio3_mock").rglob("*"):
            if entry.is_file():
                file.writestr(entry.relative_to(mocks / "exio3_mock").as_posix(), entry.read_bytes())
    return path


def test_fetched_from_an_address(mocks: Path, store: Path, tmp_path: Path) -> None:
    archive(mocks, tmp_path / "site")
    with served(tmp_path / "site") as url:
        wrong = call("add", "exiobase3", "--url", f"{url}/IOT_2009_pxp.zip", "--checksum", "md5:" + "0" * 32)
        assert "not what the publisher announces" in str(wrong.exception)
        assert list_stored(store) == ()
        done = call("add", "exiobase3", "--url", f"{url}/IOT_2009_pxp.zip")
        assert done.exit_code == 0, done.output
        (mark,) = open_model(store / list_stored(store)[0]).manifest.inputs
        assert mark.url == f"{url}/IOT_2009_pxp.zip"
        assert mark.retrieved_on


def test_the_record_of_exiobase_names_the_file_its_size_and_its_checksum(mocks: Path, tmp_path: Path) -> None:
    from scharnier.sources._runtime.fetch import fetch

    path = archive(mocks, tmp_path / "site")
    import hashlib

    digest = hashlib.md5(path.read_bytes()).hexdigest()
    with served(tmp_path / "site") as url:
        files = [
            {
                "key": path.name,
                "size": path.stat().st_size,
                "checksum": f"md5:{digest}",
                "links": {"self": f"{url}/{path.name}"},
            }
        ]
        (tmp_path / "site" / "record").write_text(json.dumps({"files": files}))
        (remote,) = find_remotes("exiobase3", 2009, "pxp", "", sleep=lambda _: None, record=f"{url}/record")
        assert fetch(remote, tmp_path / "to", sleep=lambda _: None).read_bytes() == path.read_bytes()
        with pytest.raises(InputProblem, match=r"no IOT_2010_pxp.zip. Years offered for pxp: 2009 to 2009"):
            find_remotes("exiobase3", 2010, "pxp", "", sleep=lambda _: None, record=f"{url}/record")
        (tmp_path / "site" / "record").write_text('{"files": [{"key": "IOT_2009_pxp.zip"}]}')
        with pytest.raises(InputProblem, match="answers otherwise than expected"):
            find_remotes("exiobase3", 2009, "pxp", "", sleep=lambda _: None, record=f"{url}/record")


def test_addresses_of_other_publishers() -> None:
    (oecd,) = find_remotes("oecd_icio", 2018, "pxp", "", sleep=lambda _: None)
    assert oecd.url.startswith("https://")
    assert oecd.name == "ICIO_v2023_2016-2020.zip"
    with pytest.raises(InputProblem, match="has no table of 1980"):
        find_remotes("oecd_icio", 1980, "pxp", "", sleep=lambda _: None)
    gloria = find_remotes("gloria", 2019, "pxp", "", sleep=lambda _: None)
    assert all("2019" in remote.name or "ReadMe" in remote.name for remote in gloria)
    assert {"MRIOs" in remote.name for remote in gloria} == {True, False}
    with pytest.raises(InputProblem, match="does not end in a file name"):
        remote_of("https://example.org/")


def test_one_year_out_of_an_archive_of_many(tmp_path: Path) -> None:
    path = tmp_path / "ICIO_v2023_2016-2020.zip"
    with zipfile.ZipFile(path, "w") as file:
        for year in (2016, 2017):
            file.writestr(f"folder/{year}_SML.csv", f"table of {year}")
    assert choose_member(path, 2017).read_text() == "table of 2017"
    assert choose_member(path, 2017).parent == tmp_path
    with pytest.raises(InputProblem, match="holds 0 tables of 2018"):
        choose_member(path, 2018)


def test_build_starter_gives_what_ships(shared_data: Path, tmp_path: Path) -> None:
    built = call("build-starter", "--from", shared_data, "--to", tmp_path / "out", "--lang", "en")
    assert built.exit_code == 0, built.output
    assert "DIFFERENT" not in built.output
    assert built.output.count("equal") == 6
    assert (tmp_path / "out" / "wiod2013-2011.npz").exists()


def test_the_name_of_the_shipped_model_is_not_taken(mocks: Path, store: Path, shared_data: Path) -> None:
    wiod2011 = shared_data / "mrio" / "wiod2013" / "wiot2013_2011.npz"
    for given in (("auto", mocks / "exio3_mock", "--id", "wiod2013-2011"), ("wiod2013", wiod2011)):
        refused = call("add", *given)
        assert isinstance(refused.exception, InputProblem)
        assert "ships with Scharnier" in str(refused.exception)
    assert list_stored(store) == ()
    assert call("add", "wiod2013", wiod2011, "--id", "mine-2011").exit_code == 0


def test_what_cannot_be_assessed_with_is_said_at_once(mocks: Path, store: Path, shared_data: Path) -> None:
    added = call("add", "auto", mocks / "exio3_mock", "--lang", "en").output
    assert "assess cannot use this model yet: model exiobase3-v3.4-mock-2009 has no concordance" in added
    assert "--model" not in added
    assert "assess kan dit model nog niet gebruiken" in call("add", "auto", mocks / "eora26_mock").output
    wiod2011 = shared_data / "mrio" / "wiod2013" / "wiot2013_2011.npz"
    whole = call("add", "wiod2013", wiod2011, "--id", "whole", "--lang", "en").output
    assert "Use: scharnier assess FILE --model whole" in whole


def test_a_year_is_chosen_from_a_folder_of_wiod_arrays(store: Path, shared_data: Path) -> None:
    wiod2011 = shared_data / "mrio" / "wiod2013" / "wiot2013_2011.npz"
    which = call("add", "auto", wiod2011.parent)
    assert isinstance(which.exception, InputProblem)
    assert "Say which with --year: 1995, 1996" in str(which.exception)
    assert call("add", "wiod2013", wiod2011.parent, "--year", "1995").exit_code == 0
    assert list_stored(store) == ("wiod2013-1995",)
    other = call("add", "wiod2013", wiod2011, "--id", "other", "--year", "1995")
    assert "holds the year 2011, not 1995" in str(other.exception)


def test_files_of_other_years_in_the_folder_are_not_said_to_be_read(mocks: Path, store: Path) -> None:
    assert call("add", "oecd_icio", mocks / "oecd_mock", "--year", "2003").exit_code == 0
    (model,) = list_stored(store)
    assert [Path(mark.file).name for mark in open_model(store / model).manifest.inputs] == ["ICIO2016_2003.csv"]


def test_the_shipped_model_is_shown_in_dutch() -> None:
    shown = call("show", "wiod2013-2011").output
    assert "omvang       41 gebieden x 35 bedrijfstakken" in shown
    assert "publisher" not in shown
    assert "41 regions x 35 sectors" in call("show", "wiod2013-2011", "--lang", "en").output
