"""One record changes in a text; every other line stays as somebody wrote it, or nothing changes at all."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.diligence.dossier.canonical import canonical
from scharnier.diligence.dossier.edit_text import edit_file
from scharnier.diligence.dossier.raw import read_kind
from scharnier.kernel.errors import InputProblem

TEXT = """\
# Impacts of 2026
# ask Ana before changing

- id: A
  title: First   # her words
  # why this theme
  theme: wages
  note: |
    line one
    # no remark, but text

    line three
  root_causes: [a, b]

# the second
-   id: B
    title: "Second"
    affected:
    - group: women
      number: 3
    # trailing, of B

- id: C
  title: Third
# the end
"""


def edit(text: str, **changes: Any) -> str:
    return edit_file("impacts.yaml", text.encode(), changes).decode()


def record(name: str) -> dict[str, Any]:
    return dict(read_kind("impacts.yaml", TEXT.encode())[name])


def test_only_the_lines_of_the_key_change() -> None:
    edited = edit(TEXT, A={**record("A"), "theme": "child_labour"})
    assert edited == TEXT.replace("theme: wages", "theme: child_labour")
    assert edit(TEXT, B={**record("B"), "title": "Other"}) == TEXT.replace('"Second"', "Other")


def test_a_long_text_is_replaced_whole() -> None:
    edited = edit(TEXT, A={**record("A"), "note": "short"})
    assert "# no remark" not in edited
    assert "  note: short\n  root_causes: [a, b]\n\n# the second\n" in edited


def test_a_key_that_goes_takes_its_lines_and_a_new_one_comes_last() -> None:
    without = {key: value for key, value in record("B").items() if key != "affected"}
    edited = edit(TEXT, B={**without, "country": "IND"})
    assert '    title: "Second"\n    country: IND\n    # trailing, of B\n' in edited.replace(
        "    # trailing, of B\n    country: IND\n", "    country: IND\n    # trailing, of B\n"
    )
    assert "women" not in edited


def test_a_record_that_goes_leaves_the_remarks_of_the_others() -> None:
    edited = edit(TEXT, B=None)
    assert "Second" not in edited
    assert "- id: C\n  title: Third\n# the end\n" in edited
    assert edited.startswith(TEXT.partition("# the second")[0])


def test_the_last_goes_and_a_list_stays() -> None:
    edited = edit(TEXT, A=None, B=None, C=None)
    assert edited.startswith("# Impacts of 2026")
    assert read_kind("impacts.yaml", edited.encode()) == {}
    assert read_kind("impacts.yaml", edit(edited, D={"id": "D"}).encode()) == {"D": {"id": "D"}}


def test_a_new_record_comes_last_with_the_indent_of_the_list() -> None:
    indented = "".join(f"  {line}\n" if line else "\n" for line in TEXT.splitlines())
    edited = edit(indented, D={"id": "D", "title": "Fourth", "affected": [{"group": "men"}]})
    assert "\n  - id: D\n    title: Fourth\n    affected:\n      - group: men\n" in edited
    assert edited.replace("  - id: D\n    title: Fourth\n    affected:\n      - group: men\n", "") == indented


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\n# end"])
def test_a_file_may_end_in_any_way(end: str) -> None:
    edited = edit(f"- id: A\n  title: x{end}", B={"id": "B"})
    assert list(read_kind("x.yaml", edited.encode())) == ["A", "B"]


@pytest.mark.parametrize("text", ["- {id: A, title: x}\n- {id: B, title: y}\n", "- {id: A,\n   title: x}\n"])
def test_a_record_in_braces_is_written_anew(text: str) -> None:
    edited = edit(text, A={"id": "A", "title": "new"})
    assert edited.startswith("- id: A\n  title: new\n")
    assert read_kind("x.yaml", edited.encode())["A"] == {"id": "A", "title": "new"}


@pytest.mark.parametrize("new", [{"id": "A", "title": "new"}, None])
def test_a_list_in_brackets_is_refused_with_what_to_do(new: Any) -> None:
    with pytest.raises(InputProblem, match="make the change by hand"):
        edit("[{id: A, title: x}, {id: B, title: y}]", A=new)


def test_other_ends_of_lines_and_a_mark_in_front_are_kept() -> None:
    content = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    edited = edit_file("impacts.yaml", content, {"C": {"id": "C", "title": "New"}})
    assert edited.replace(b"\xef\xbb\xbf", b"") == TEXT.replace("Third", "New").replace("\n", "\r\n").encode()


def test_lines_of_json_change_one_by_one() -> None:
    text = '{"id":"A" , "x":1}\n\n{"id": "B", "x": "\u2028"}\n{"id":"C"}'
    edited = edit_file("r.jsonl", text.encode(), {"B": None, "C": {"id": "C", "x": 2}, "D": {"id": "D"}}).decode()
    assert edited == '{"id":"A" , "x":1}\n\n{"id": "C", "x": 2}\n{"id": "D"}\n'


WORDS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30),
    st.sampled_from(["no", "yes", "null", "~", "1e5", "0201", "1_000", "2026-01-05", "- x", "a: b", "#", "'", '"', "&a",
                     "a\nb", "a\n\nb\n", "  a\n b", "\n", " ", "|", ">-", "{", "[a", "*b", "!c", "%d", "@e", "true"]),
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(WORDS, st.integers(-(10**6), 10**6), st.booleans(), st.none(), st.floats(-1e6, 1e6, width=32)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["group", "number", "on"]), inner, max_size=3)
    ),
    max_leaves=6,
)
RECORDS = st.dictionaries(st.sampled_from(["title", "theme", "note", "affected", "no"]), VALUES, max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.none() | RECORDS), min_size=1, max_size=5))
def test_whatever_is_written_reads_back_the_same_and_the_rest_stays(steps: list[tuple[str, Any]]) -> None:
    content, wanted = TEXT.encode(), read_kind("impacts.yaml", TEXT.encode())
    for name, values in steps:
        if values is None and name not in wanted:
            continue
        new = None if values is None else {"id": name, **values}
        if "\ufeff" in canonical(values):  # a mark that no file may hold inside
            continue
        content = edit_file("impacts.yaml", content, {name: new})
        wanted = {key: one for key, one in {**wanted, name: new}.items() if one is not None}
        assert canonical(read_kind("impacts.yaml", content)) == canonical(wanted)
        assert b"# Impacts of 2026" in content


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.none() | RECORDS), min_size=1, max_size=5))
def test_the_same_in_lines_of_json(steps: list[tuple[str, Any]]) -> None:
    content, wanted = b"", {}
    for name, values in steps:
        new = None if values is None else {"id": name, **values}
        content = edit_file("r.jsonl", content, {name: new})
        wanted = {key: one for key, one in {**wanted, name: new}.items() if one is not None}
        assert canonical(read_kind("r.jsonl", content)) == canonical(wanted)
