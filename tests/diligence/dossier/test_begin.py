"""A new dossier says in its files what goes in, in words that hold for the models; it is made whole or not at all."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel

from scharnier.diligence.dossier.begin import begin_dossier, write_dossier
from scharnier.diligence.dossier.document import publish_document
from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.faults import HEAD, list_models
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.dossier.log import read_log
from scharnier.diligence.dossier.read import list_faults, load_dossier, read_dossier
from scharnier.diligence.dossier.store import open_store
from scharnier.diligence.dossier.verify import verify
from scharnier.diligence.dossier.words import load_files
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem
from scharnier.norms.marked_yaml import load_marked

TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
Lang = Literal["nl", "en"]


def begin(folder: Path, lang: Lang = "nl", name: str = "Voorbeeld BV") -> Path:
    begin_dossier(folder, name, lang, TODAY, who="beheerder", why="begin", at=AT)
    return folder


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_new_dossier_is_empty_and_sound_and_has_a_log(lang: Lang, tmp_path: Path) -> None:
    folder = begin(tmp_path / "new" / "dossier", lang, "Café: 'Voorbeeld' # BV")
    dossier = load_dossier(folder, TODAY, with_files=True)
    assert dossier.head.lang == lang
    assert dossier.organisations[dossier.head.organisation].name == "Café: 'Voorbeeld' # BV"
    assert sum(map(len, dossier.records.values())) == 1
    assert not read_dossier(folder, TODAY).strangers
    assert [line.who for line in read_log("log.jsonl", (folder / "log.jsonl").read_bytes()).lines] == ["beheerder"]
    found = verify(folder)
    assert not found.faults + found.unrecorded
    assert not [path for path in folder.parent.iterdir() if path != folder]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_new_file_names_the_words_that_may_stand_there(lang: Lang, tmp_path: Path) -> None:
    folder = begin(tmp_path / "dossier", lang)
    for kind, file in load_files().items():
        remarks = (folder / f"{kind}.yaml").read_text(encoding="utf-8").splitlines()
        for key in file.keys:
            told = next(line for line in remarks if re.match(rf"#   {re.escape(key.name)}( \(\w+\))?: ", line))
            assert [word for word in key.choices if word not in told] == []


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_examples_in_its_files_together_are_a_dossier(lang: Lang, tmp_path: Path) -> None:
    folder = begin(tmp_path / "dossier", lang)
    for kind, file in load_files().items():
        if kind != HEAD:
            path = folder / f"{kind}.yaml"
            path.write_text(path.read_text(encoding="utf-8") + file.example[lang], encoding="utf-8")
    assert list_faults(folder, TODAY) == []
    assert all(load_dossier(folder, TODAY).all(kind) for kind in KINDS)


def test_a_record_is_added_below_the_remarks(tmp_path: Path) -> None:
    folder = begin(tmp_path / "dossier")
    before = (folder / "persons.yaml").read_text(encoding="utf-8")
    with open_store(folder) as store:
        store.put("persons", {"id": "p", "name": "Iemand"})
        store.commit("beheerder", "toegevoegd", AT)
    assert (folder / "persons.yaml").read_text(encoding="utf-8").startswith(before)
    assert load_dossier(folder, TODAY).all("persons")


@pytest.mark.parametrize("inside", ["notes.txt", ".git"])
def test_a_folder_that_holds_something_is_left_alone(inside: str, tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / inside).write_text("mine", encoding="utf-8")
    with pytest.raises(InputProblem, match="something here already"):
        begin(folder)
    assert [path.name for path in folder.iterdir()] == [inside]


def test_an_empty_folder_is_used_and_a_link_or_a_file_is_not(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    before = (tmp_path / "empty").stat().st_ino
    load_dossier(begin(tmp_path / "empty"), TODAY)
    assert (tmp_path / "empty").stat().st_ino == before, "a shell that stands in it would stand nowhere"
    (tmp_path / "nothing").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name in ("link", "file"):
        with pytest.raises(InputProblem, match="something here already"):
            begin(tmp_path / name)


@pytest.mark.parametrize("name", ["", " ", "two\nlines", "x" * 201, "a\x00b"])
def test_a_name_that_is_none_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="the name must be words on one line"):
        begin(tmp_path / "dossier", name=name)
    assert not (tmp_path / "dossier").exists()


def test_a_dossier_is_written_with_its_evidence(tmp_path: Path) -> None:
    source = begin(tmp_path / "source")
    (source / "evidence" / "a").mkdir()
    (source / "evidence" / "a" / "b.txt").write_text("seen", encoding="utf-8")
    row = "- {id: EV, title: T, file: a/b.txt, on: 2026-01-01, by: buyer}\n"
    (source / "evidence.yaml").write_text(row, encoding="utf-8")
    dossier = load_dossier(source, TODAY)
    write_dossier(tmp_path / "copy", dossier, source / "evidence", who="buyer", why="copy", at=AT)
    copy = load_dossier(tmp_path / "copy", TODAY, with_files=True)
    assert publish_document(copy) == publish_document(dossier)
    found = verify(tmp_path / "copy")
    assert not found.faults + found.unrecorded
    (source / "evidence" / "a" / "b.txt").unlink()
    with pytest.raises(InputProblem, match=r"'a/b\.txt' is not in evidence/"):
        write_dossier(tmp_path / "other", dossier, source / "evidence", who="buyer", why="copy", at=AT)
    assert not (tmp_path / "other").exists()


def test_what_goes_wrong_halfway_leaves_nothing(tmp_path: Path) -> None:
    head = Head(dossier=1, id="d", title="T", organisation="us")
    with pytest.raises(InputProblem):
        write_dossier(tmp_path / "d", Dossier(head, {}), None, who="two\nlines", why="x", at=AT)
    assert list(tmp_path.iterdir()) == []


def test_words_are_about_keys_that_there_are() -> None:
    def parts(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
        for field in model.model_fields.values():
            for part in list_models(field.annotation):
                yield part
                yield from parts(part)

    content = load_marked(content_path("diligence/dossier_files.yaml").read_text(encoding="utf-8")).value
    models = {"head": (content["head"]["keys"], Head)}
    models |= {kind: (content["kinds"][kind]["keys"], KINDS[kind]) for kind in content["kinds"]}
    named = {part.__name__: part for model in KINDS.values() for part in parts(model)}
    models |= {name: (keys, named[name]) for name, keys in content["parts"].items()}
    assert set(named) == set(content["parts"])
    for name, (keys, model) in models.items():
        assert keys.keys() <= model.model_fields.keys(), name
    for file in load_files().values():
        for key in file.keys:
            assert all(key.text[lang].strip() for lang in ("nl", "en")), (file.kind, key.name)
