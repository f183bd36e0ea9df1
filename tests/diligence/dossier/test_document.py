"""One JSON document holds a whole dossier: what goes out comes back the same, and a wrong one says where it is."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from scharnier.diligence.dossier import base
from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.document import (
    DossierFile,
    build_dossier_schema,
    list_document_faults,
    parse_document,
    publish_document,
)
from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.faults import list_models
from scharnier.diligence.dossier.kinds import KINDS, REFERENCES
from scharnier.kernel.errors import InputProblem

TODAY = date(2026, 11, 20)
SCHEMA = jsonschema.Draft202012Validator(build_dossier_schema())
HEAD = Head(dossier=1, id="d", title="T", organisation="us")
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    lambda text: text.strip()
)
IDS = st.from_regex(base.ID, fullmatch=True)
BY_PATTERN: Mapping[str, st.SearchStrategy[Any]] = {base.LINE: WORDS, base.LONG: WORDS | WORDS.map("{}\n\t".format)}


def values(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a JSON Schema allows; days lie in 2025, so that none of them is before or after what it may be."""
    if "$ref" in schema:
        return values(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    if "anyOf" in schema:
        return st.one_of(*(values(one, whole) for one in schema["anyOf"]))
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    kind = schema["type"]
    if kind == "object":
        keys = schema.get("properties", {})
        needed = {name: values(keys[name], whole) for name in schema.get("required", ())}
        return st.fixed_dictionaries(needed, optional={k: values(v, whole) for k, v in keys.items() if k not in needed})
    if kind == "array":
        return st.lists(values(schema["items"], whole), max_size=2)
    if kind == "string":
        if schema.get("format") == "date":
            return st.dates(date(2025, 1, 1), date(2025, 12, 31)).map(str)
        return (
            BY_PATTERN.get(schema.get("pattern", ""), st.from_regex(schema["pattern"], fullmatch=True))
            if "pattern" in schema
            else WORDS
        )
    if kind == "integer":
        return st.integers(schema.get("minimum", 0), schema.get("maximum", 100))
    if kind == "number":
        return st.floats(schema.get("minimum", 0), schema.get("maximum", 1e6), allow_nan=False)
    return {"boolean": st.booleans(), "null": st.none()}[kind]


def shaped(kind: str) -> st.SearchStrategy[Record]:
    """Records of a kind, whatever they refer to."""
    schema = KINDS[kind].model_json_schema()
    return values(schema, schema).map(json.dumps).map(KINDS[kind].model_validate_json)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_every_record_goes_out_and_comes_back_the_same(kind: str, data: st.DataObject) -> None:
    record = data.draw(shaped(kind))
    text = publish_document(Dossier(HEAD, {kind: {record.id: record}}))
    back = DossierFile.model_validate_json(text)
    assert getattr(back, kind) == (record,)
    SCHEMA.validate(json.loads(text))


ROWS: Mapping[str, Any] = {
    "dossier": 1, "id": "d", "title": "T", "organisation": "us", "begun_on": "2026-01-01",
    "organisations": [{"id": "us", "name": "Us", "founded_on": "2001-01-01"}],
    "relationships": [
        {"id": "b", "name": "B", "kind": "supplier"}, {"id": "a", "name": "A", "kind": "supplier", "to": ["b"]},
    ],
    "persons": [{"id": "p", "name": "Somebody"}],
}  # fmt: skip


def document(more: Mapping[str, Any] | None = None) -> bytes:
    return json.dumps({**ROWS, **(more or {})}, indent=1).encode()


def test_a_dossier_comes_back_as_it_was_in_its_order() -> None:
    dossier = parse_document("d.json", document(), TODAY)
    text = publish_document(dossier)
    again = parse_document("d.json", text.encode(), TODAY)
    assert again == dossier
    assert publish_document(again) == text
    assert list(again.relationships) == ["b", "a"]
    SCHEMA.validate(json.loads(text))


def test_people_by_name_can_be_left_out() -> None:
    text = publish_document(parse_document("d.json", document(), TODAY), with_persons=False)
    assert "Somebody" not in text
    assert parse_document("d.json", text.encode(), TODAY).relationships


def test_two_versions_of_a_record_are_not_made_one() -> None:
    torn = Dossier(HEAD, {}, frozenset({("impacts", "IMP-1")}))
    with pytest.raises(InputProblem, match="two versions stand after a merge: impacts/IMP-1"):
        publish_document(torn)


WRONG: list[Any] = [
    (b"{", 1, "", "is no JSON", "dossier export"),
    (b"[]", 1, "", "is not one dossier", "Begin with"),
    (b'{"dossier": 1, "id": "a", "id": "b"}', None, "id", "stands twice", "Keep one"),
    (b"[" * 100_000, None, "", "nested too deeply", ""),
    (b'{"dossier": 1, "id": "caf\xe9"}', 1, "", "not UTF-8", "UTF-8"),
    (document({"dossier": 9}), 2, "dossier", "is of format 9", "newer Scharnier"),
    (document({"dossier": 0}), 2, "dossier", "is of format 0", "migrate"),
    (document({"looks": [{"id": "x"}]}), 36, "looks[0].kind", "is missing", "must be here: id, kind, title, on."),
    (document({"persons": [{"id": "p", "naem": "x"}]}), 32, "persons[0].naem", "is not known", "'name'"),
    (document({"person": []}), 35, "person", "is not known", "'persons'"),
    (document({"persons": [{"id": "p", "name": "x"}] * 2}), 35, "persons[1].id", "stands there twice", "another id"),
    (document({"organisation": "uss"}), 5, "organisation", "no 'uss' in organisations", "'us'"),
    (
        document({"persons": [{"id": "p", "name": "x", "evidence": ["e"]}]}),
        34,
        "persons[0].evidence[0]",
        "no 'e'",
        "Add",
    ),
]


@pytest.mark.parametrize(("content", "line", "key", "says", "remedy"), WRONG, ids=[case[3] for case in WRONG])
def test_a_wrong_document_says_where(content: bytes, line: int | None, key: str, says: str, remedy: str) -> None:
    problem = list_document_faults("d.json", content, TODAY)[0]
    assert (problem.file, problem.row, problem.column) == ("d.json", line, key), problem
    assert (says in problem.message, remedy in problem.remedy) == (True, True), problem
    with pytest.raises(InputProblem):
        parse_document("d.json", content, TODAY)


def test_the_published_schema_is_that_of_the_models(repository: Path) -> None:
    published = json.loads((repository / "schema" / "dossier-1.json").read_text(encoding="utf-8"))
    assert published.pop("$schema").startswith("https://json-schema.org/")
    assert published == build_dossier_schema()
    jsonschema.Draft202012Validator.check_schema(published)


def test_every_key_that_names_a_record_is_in_the_table_of_references() -> None:
    """A list of ids that nobody put in the table would be followed by nobody."""

    def ids(model: type[BaseModel], before: str = "") -> list[str]:
        found = []
        for name, one in model.model_fields.items():
            id_pattern = f"pattern='{base.ID}'"
            if id_pattern in repr(one.annotation) + repr(one.metadata) and name not in ("id",):
                found.append(before + name)
            for part in list_models(one.annotation):
                found += ids(part, f"{before}{name}.")
        return found

    for kind, model in KINDS.items():
        known = {*REFERENCES.get(kind, {}), "evidence"}
        assert set(ids(model)) <= known, kind
    assert get_args(base.Id)
