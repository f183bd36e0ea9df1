"""The folder of a dossier is read whole, or it says in which file, on which line and at which key it went wrong."""
# One bad file a line reads as a table.
# ruff: noqa: E501

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from scharnier.diligence.dossier.dossier import Head
from scharnier.diligence.dossier.faults import PATTERNS, list_models
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.dossier.read import list_faults, load_dossier, parse_dossier, read_dossier
from scharnier.diligence.dossier.snapshot import Snapshot
from scharnier.kernel.errors import InputProblem

TODAY = date(2026, 11, 20)
SOUND: Mapping[str, str] = {
    "dossier.yaml": "dossier: 1\nid: shop\ntitle: Shop\norganisation: us\npriority: follow_risk\n",
    "organisations.yaml": "- id: us\n  name: Us\n  country: NLD\n  founded_on: 2001-05-01\n",
    "relationships.yaml": (
        "- id: sup-1\n  name: Weaver\n  kind: supplier\n  country: IND\n- {id: sup-2, name: Spinner, kind: supplier}\n"
    ),
    "impacts.yaml": (
        "# What we found.\n- id: IMP-1\n  title: Wages too low\n  theme: living_wage\n  found_on: 2026-01-05\n"
        "  relationships: [sup-1]\n"
    ),
}


def write(folder: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """The sound dossier, with these files instead (None: without)."""
    folder.mkdir(exist_ok=True)
    for name, content in {**SOUND, **files}.items():
        if content is not None:
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def test_a_sound_dossier_is_read(tmp_path: Path) -> None:
    dossier = load_dossier(write(tmp_path, {}), TODAY)
    assert dossier.head.organisation == "us"
    assert [one.found_on for one in dossier.of_impact("impacts", "IMP-1")] == []
    assert dossier.impacts["IMP-1"].relationships == ("sup-1",)
    assert dossier.organisations["us"].founded_on == date(2001, 5, 1)
    assert list(dossier.relationships) == ["sup-1", "sup-2"]


def test_yaml_and_lines_of_json_say_the_same(tmp_path: Path) -> None:
    by_hand = load_dossier(write(tmp_path / "yaml", {}), TODAY)
    rows = [{"id": "sup-1", "name": "Weaver", "kind": "supplier", "country": "IND"}]
    rows += [{"id": "sup-2", "name": "Spinner", "kind": "supplier"}]
    text = "\ufeff" + "\r\n\r\n".join(map(json.dumps, rows))
    written = load_dossier(write(tmp_path / "lines", {"relationships.yaml": None, "relationships.jsonl": text}), TODAY)
    assert written == by_hand


def test_a_file_with_only_remarks_holds_no_records(tmp_path: Path) -> None:
    assert not load_dossier(write(tmp_path, {"looks.yaml": "# - id: LOOK-1\n"}), TODAY).looks


@dataclass(frozen=True)
class Bad:
    """Files that are wrong, and what must be said of them."""

    name: str
    files: Mapping[str, str | bytes | None]
    file: str
    line: int | None
    key: str
    says: str
    remedy: str


def impact(more: str, id: str = "IMP-1") -> dict[str, str]:
    return {"impacts.yaml": f"- id: {id}\n  title: Wages\n  theme: living_wage\n  found_on: 2026-01-05\n{more}"}


def lines(text: str) -> dict[str, str | None]:
    first = '{"id": "sup-1", "name": "Weaver", "kind": "supplier"}\n\n'
    return {"relationships.yaml": None, "relationships.jsonl": first + text}


ITEMS, R, H = "impacts.yaml", "relationships.jsonl", "dossier.yaml"
DEEP = "  note: " + "[" * 60 + "]" * 60 + "\n"
BOMB = "- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]\n"
SHAPES = [
    Bad("unknown key", impact("  relationship: [sup-1]\n"), ITEMS, 5, "IMP-1.relationship", "is not known", "'relationships'"),
    Bad("unknown key inside", impact("  severity:\n    scal: {level: 1}\n"), ITEMS, 6, "IMP-1.severity.scal", "not known", "'scale'"),
    Bad("key far from all", impact("  zzz: 1\n"), ITEMS, 5, "IMP-1.zzz", "is not known", "Known keys: id, title"),
    Bad("a key is missing", {ITEMS: "- id: IMP-1\n  title: Wages\n  found_on: 2026-01-05\n"}, ITEMS, 1, "IMP-1.theme", "is missing", "Keys that must be here: id, title, theme, found_on."),
    Bad("no id", {ITEMS: "- title: Wages\n  theme: living_wage\n  found_on: 2026-01-05\n"}, ITEMS, 1, "[0].id", "is missing", "Keys that must be here: id, title, theme, found_on."),
    Bad("id with a space", impact("", "'IMP 1'"), ITEMS, 1, "IMP 1.id", "short name of letters", "IMP 1"),
    Bad("id is a number", impact("", "12"), ITEMS, 1, "[0].id", "must be text", "Put it in quotes"),
    Bad("wrong type", impact("  confidential: yes\n"), ITEMS, 5, "IMP-1.confidential", "must be true or false", "yes"),
    Bad("no choice", impact("  involvement: contributed\n"), ITEMS, 5, "IMP-1.involvement", "cause, contribute, directly_linked", "Did you mean 'contribute'?"),
    Bad("true for yes", impact("  actual: true\n"), ITEMS, 5, "IMP-1.actual", "must be one of: yes, no", ""),
    Bad("ja for yes", impact("  actual: ja\n"), ITEMS, 5, "IMP-1.actual", "must be one of: yes, no", "Did you mean 'yes'?"),
    Bad("unknown, written out", impact("  involvement: onbekend\n"), ITEMS, 5, "IMP-1.involvement", "must be one of", "Leave the key out"),
    Bad("words for a part", impact("  severity: hoog\n"), ITEMS, 5, "IMP-1.severity", "must be keys and values", "scale, scope, irremediable"),
    Bad("a percentage", {"relationships.yaml": "- {id: sup-1, name: A, kind: supplier, share_of_their_sales: 20%}\n"}, "relationships.yaml", 1, "sup-1.share_of_their_sales", "in digits with a dot", "20%"),
    Bad("a theme in words", {ITEMS: SOUND[ITEMS].replace("living_wage", "kinderarbeid")}, ITEMS, 4, "IMP-1.theme", "no theme 'kinderarbeid'", "Did you mean 'child_labour'?"),
    Bad("a colon in a text", {ITEMS: "- id: IMP-1\n  title: Dust: silicosis\n"}, ITEMS, 2, "", "a colon or an indent", "in quotes"),
    Bad("a tab", {ITEMS: "- id: IMP-1\n\ttitle: Dust\n"}, ITEMS, 2, "", "a tab stands", "Use spaces"),
    Bad("a quotation mark not closed", {ITEMS: '- id: IMP-1\n  title: "Dust\n  theme: osh\n'}, ITEMS, 3, "", "is not closed", "Close it"),
    Bad("a key without a colon", {ITEMS: "- id: IMP-1\n  title\n  theme: osh\n"}, ITEMS, 3, "", "without a colon", "key: value"),
    Bad("a line before the records", {ITEMS: "  title: Dust\n- id: IMP-1\n"}, ITEMS, 2, "", "belongs to no record", "- id: …"),
    Bad("no dash", {ITEMS: "- id: IMP-1\ntitle: Dust\n"}, ITEMS, 2, "", "indented wrongly", "- id: …"),
    Bad("out of bounds", impact("  likelihood: 6\n"), ITEMS, 5, "IMP-1.likelihood", "at most 5", "6"),
    Bad("no such day", impact("  involvement_on: '2026-02-30'\n"), ITEMS, 5, "IMP-1.involvement_on", "that exists", ""),
    Bad("seconds for a day", impact("  involvement_on: '1700006400'\n"), ITEMS, 5, "IMP-1.involvement_on", "as 2026-11-20", ""),
    Bad("a number for a day", impact("  involvement_on: 20261120\n"), ITEMS, 5, "IMP-1.involvement_on", "text", ""),
    Bad("empty value", impact("  relationships:\n"), ITEMS, 5, "IMP-1.relationships", "is empty", "Leave the key out"),
    Bad("no list", impact("  relationships: sup-1\n"), ITEMS, 5, "IMP-1.relationships", "must be a list", ""),
    Bad("endless number", {"indicators.yaml": "- {id: N, measures: [], what: x, unit: x, better: up, target: 1e999}\n"}, "indicators.yaml", 1, "N.target", "number that ends", ""),
    Bad("hidden characters", impact('  place: "a\\u0000b"\n'), ITEMS, 5, "IMP-1.place", "without control characters", ""),
    Bad("too long", impact(f"  place: {'x' * 301}\n"), ITEMS, 5, "IMP-1.place", "longer than 300", "Shorten"),
    Bad("id twice", impact(impact("", "IMP-1")[ITEMS]), ITEMS, 5, "IMP-1.id", "first on line 1", "another id"),
    Bad("no list of records", {ITEMS: "id: IMP-1\n"}, ITEMS, 1, "", "not a list of records", "- id:"),
    Bad("a list of words", {ITEMS: "- IMP-1\n"}, ITEMS, 1, "[0]", "must be keys and values", ""),
    Bad("empty file", {ITEMS: ""}, ITEMS, None, "", "is empty", "Take the file away"),
    Bad("no YAML", {ITEMS: "- id: [\n"}, ITEMS, 1, "", "", "Correct the YAML"),
    Bad("key twice", impact("  title: Other\n"), ITEMS, 5, "", "'title' stands there twice", "Correct the YAML"),
    Bad("aliases", {ITEMS: BOMB}, ITEMS, 1, "", "anchors and aliases", "Correct the YAML"),
    Bad("nested", impact(DEEP), ITEMS, 5, "", "nested too deeply", "Correct the YAML"),
    Bad("two documents", {ITEMS: "---\n- id: a\n---\n- id: b\n"}, ITEMS, 3, "", "second document", "Correct the YAML"),
    Bad("not UTF-8", {ITEMS: b"# caf\xe9\n# b\n"}, ITEMS, 1, "", "not UTF-8", "Save it as UTF-8"),
    Bad("UTF-16", {ITEMS: "# x\n- id: a\n".encode("utf-16")}, ITEMS, 1, "", "not UTF-8", "Save it as UTF-8"),
    Bad("NUL", impact("  place: a\x00b\n"), ITEMS, 5, "", "control character U+0000", "damaged"),
    Bad("too large", {ITEMS: "#" * 20_000_001}, ITEMS, None, "", "larger than 20 MB", "Use a .jsonl file"),
    Bad("line: unknown key", lines('{"id": "b", "name": "B", "kind": "supplier", "naam": "x"}'), R, 3, "b.naam", "is not known", "'name'"),
    Bad("line: no JSON", lines('{"id": "b", "name": "B", "kind"'), R, 3, "", "is no JSON", "one record a line"),
    Bad("line: half", lines('{"id": "b", "name": "B", "kind": "supp'), R, 3, "", "is no JSON", "one record a line"),
    Bad("line: a list", lines("[1]"), R, 3, "", "must be keys and values", ""),
    Bad("line: NaN", lines('{"id": "b", "name": "B", "kind": "supplier", "yearly_eur": NaN}'), R, 3, "b.yearly_eur", "number that ends", ""),
    Bad("line: Infinity", lines('{"id": "b", "name": "B", "kind": "supplier", "yearly_eur": -Infinity}'), R, 3, "b.yearly_eur", "number that ends", ""),
    Bad("line: key twice", lines('{"id": "b", "name": "B", "kind": "supplier", "name": "C"}'), R, 3, "name", "stands there twice", "Keep one"),
    Bad("line: nested", lines('{"id": "b", "name": ' + "[" * 5000), R, 3, "", "is no JSON", "one record a line"),
    Bad("line: lone half of a letter", lines('{"id": "b", "name": "\\ud800", "kind": "supplier"}'), R, 3, "b", "is no JSON", "one record a line"),
    Bad("line: a day with a time", lines('{"id": "b", "name": "B", "kind": "supplier", "since": "2020-01-01T00:00:00"}'), R, 3, "b.since", "must be a day", ""),
    Bad("line: id twice", lines('{"id": "sup-1", "name": "B", "kind": "supplier"}'), R, 3, "sup-1.id", "first on line 1", "another id"),
    Bad("dangling", impact("  heard:\n    - ENG-1\n"), ITEMS, 6, "IMP-1.heard[0]", "no 'ENG-1' in engagements", "Add it to the file"),
    Bad("dangling, nearly", impact("  relationships: [sup-1, sup-3]\n  sites: []\n"), ITEMS, 5, "IMP-1.relationships[1]", "no 'sup-3'", "Did you mean 'sup-"),
    Bad("in the future", impact("  involvement_on: 2026-11-21\n"), ITEMS, 5, "IMP-1.involvement_on", "in the future", "once it has happened"),
    Bad("before founding", {ITEMS: impact("")[ITEMS].replace("2026-01-05", "2001-04-30")}, ITEMS, 4, "IMP-1.found_on", "before the organisation was founded (2001-05-01)", "Correct the day"),
    Bad("owned in a circle", {"organisations.yaml": "- id: us\n  name: Us\n  owners:\n    - {organisation: us, share: 1}\n"}, "organisations.yaml", 3, "us.owners", "circle: us → us", "Take away"),
    Bad("line: dangling", lines('{"id": "b", "name": "B", "kind": "supplier", "to": ["sup-l"]}'), R, 3, "b.to[0]", "no 'sup-l' in relationships", "'sup-1'"),
    Bad("line: supplies itself", lines('{"id": "b", "name": "B", "kind": "supplier", "to": ["b"]}'), R, 3, "b.to[0]", "own customer", "Name whom"),
    Bad("line: check digits", lines('{"id": "b", "name": "B", "kind": "supplier", "identifiers": {"lei": "724500VKKSH9QOLTFR82"}}'), R, 3, "b.identifiers.lei", "check digits", "gleif"),
    Bad("line: no such country", lines('{"id": "b", "name": "B", "kind": "supplier", "country": "XQX"}'), R, 3, "b.country", "no country", "scharnier codes list"),
    Bad("country by its name", lines('{"id": "b", "name": "B", "kind": "supplier", "country": "Bangladesh"}'), R, 3, "b.country", "three capitals", "Did you mean 'BGD'?"),
    Bad("head: no such organisation", {H: "dossier: 1\nid: d\ntitle: T\norganisation: uss\n"}, H, 4, "organisation", "no 'uss'", "'us'"),
    Bad("torn by hand", {"torn.yaml": "- id: nothing\n"}, "torn.yaml", None, "", "not what a merge wrote", "scharnier dossier settle"),
    Bad("two files of a kind", {"impacts.jsonl": '{"id": "x"}\n'}, "impacts.jsonl", None, "", "stands beside impacts.yaml", "one of the two"),
    Bad("nearly a name", {"impact.yaml": "- id: a\n"}, "impact.yaml", None, "", "no file of a dossier", "'impacts.yaml'"),
    Bad("nearly an ending", {"measures.yml": "- id: a\n"}, "measures.yml", None, "", "no file of a dossier", "'measures.yaml'"),
    Bad("no head", {H: None}, "", None, "", "holds no dossier.yaml", "scharnier dossier new"),
    Bad("head without keys", {H: "- a\n"}, H, 1, "", "no keys and values", "dossier: 1"),
    Bad("head: unknown key", {H: SOUND[H] + "language: nl\n"}, H, 6, "language", "is not known", "'lang'"),
    Bad("head: newer", {H: "dossier: 2\nid: shop\nfuture: 1\n"}, H, 1, "dossier", "is of format 2", "newer Scharnier"),
    Bad("head: true", {H: "id: shop\ndossier: true\n"}, H, 2, "dossier", "no published format", "Write `dossier: 1`"),
    Bad("head: 1.0", {H: "id: shop\ndossier: 1.0\n"}, H, 2, "dossier", "no published format", "Write `dossier: 1`"),
    Bad("head: older", {H: "id: shop\ndossier: 0\n"}, H, 2, "dossier", "is of format 0", "scharnier dossier migrate"),
]  # fmt: skip


@pytest.mark.parametrize("bad", SHAPES, ids=lambda bad: bad.name)
def test_a_fault_says_where_it_is_and_what_to_do(bad: Bad, tmp_path: Path) -> None:
    problem = list_faults(write(tmp_path, bad.files), TODAY)[0]
    assert problem.file == str(tmp_path / bad.file if bad.file else tmp_path)
    assert (problem.row, problem.column) == (bad.line, bad.key), problem
    assert bad.says in problem.message
    assert bad.remedy in problem.remedy
    with pytest.raises(InputProblem) as told:
        load_dossier(tmp_path, TODAY)
    assert told.value.message == problem.message


def test_all_faults_are_listed_and_the_first_counts_the_others(tmp_path: Path) -> None:
    files = impact("  actual: maybe\n  zzz: 1\n  heard: [ENG-1]\n")
    folder = write(tmp_path, {**files, "relationships.yaml": "- {id: sup-1, name: W, kind: maker}\n"})
    faults = list_faults(folder, TODAY)
    assert {fault.column for fault in faults} == {"sup-1.kind", "IMP-1.actual", "IMP-1.zzz"}
    with pytest.raises(InputProblem, match=r"2 more: `scharnier dossier lint`"):
        load_dossier(folder, TODAY)


def test_a_reference_to_a_faulty_record_is_no_second_fault(tmp_path: Path) -> None:
    broken = "- id: sup-1\n  name: Weaver\n  kind: maker\n"
    faults = list_faults(write(tmp_path, {"relationships.yaml": broken}), TODAY)
    assert [fault.column for fault in faults] == ["sup-1.kind"]
    text = '{"id": "sup-1", "name": "Weaver"}\n'
    folder = write(tmp_path / "lines", {"relationships.yaml": None, "relationships.jsonl": text})
    assert [fault.column for fault in list_faults(folder, TODAY)] == ["sup-1.kind"]


def test_files_that_are_not_ours_are_named_and_left(tmp_path: Path) -> None:
    folder = write(tmp_path, {"README.md": "x", "notes.yaml": "a: b\n"})
    reading = read_dossier(folder, TODAY)
    assert reading.strangers == ("README.md", "notes.yaml")
    assert not reading.problems


def test_what_is_no_folder_or_holds_links_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "dossier", {"impacts.yaml": None})
    (tmp_path / "elsewhere.yaml").write_text("[]\n", encoding="utf-8")
    (folder / "impacts.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(InputProblem, match=r"impacts\.yaml: is a link"):
        load_dossier(folder, TODAY)
    for name in ("nowhere", "elsewhere.yaml"):
        with pytest.raises(InputProblem, match=name):
            load_dossier(tmp_path / name, TODAY)


@given(
    st.sampled_from(["impacts.yaml", "impacts.jsonl", "dossier.yaml", "torn.yaml"]),
    st.binary(max_size=60) | st.text().map(str.encode),
)
def test_whatever_stands_there_nothing_but_a_fault_comes_of_it(name: str, content: bytes) -> None:
    files = {key: text.encode() for key, text in SOUND.items() if key != "impacts.yaml"}
    reading = parse_dossier(Snapshot(Path("d"), {**files, name: content}, b"", (), None), TODAY)
    for problem in reading.problems:
        assert problem.file.startswith("d"), problem
        assert problem.message


def test_every_pattern_is_told_in_words() -> None:
    def models(one: type[BaseModel]) -> Iterator[type[BaseModel]]:
        yield one
        for each in one.model_fields.values():
            for part in list_models(each.annotation):
                yield from models(part)

    schemas = [part.model_json_schema() for model in (Head, *KINDS.values()) for part in models(model)]
    used = {value for schema in schemas for value in _patterns(schema)}
    assert used <= set(PATTERNS)


def _patterns(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "pattern" and isinstance(value, str):
                yield value
            else:
                yield from _patterns(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _patterns(value)
