"""YAML as people write it: what words mean, where they stand, and what is refused."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.norms.marked_yaml import YamlFault, load_marked


def value(text: str) -> object:
    return load_marked(f"key: {text}").value["key"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("", None),
        ("~", None),
        ("null", None),
        ("0", 0),
        ("-12", -12),
        ("1_000", 1000),
        ("0201", "0201"),
        ("1806 32", "1806 32"),
        ("0x1F", "0x1F"),
        ("1:30", "1:30"),
        ("1.6e9", 1.6e9),
        ("16e8", 1.6e9),
        ("E1", "E1"),
        ("-e5", "-e5"),
        (".5", 0.5),
        ("-0.25", -0.25),
        ("1.", "1."),
        ("._", "._"),
        (".inf", ".inf"),
        ("2027-02-01", date(2027, 2, 1)),
        ("2027-02", "2027-02"),
        ("2027-02-01T10:00:00", "2027-02-01T10:00:00"),
        ("'2027-02-01'", "2027-02-01"),
        ('"true"', "true"),
        ("! 12", "12"),
        ("<<", "<<"),
        ("=", "="),
    ],
)
def test_words_mean_what_people_mean(text: str, meant: object) -> None:
    got = value(text)
    assert got == meant
    assert type(got) is type(meant)


TEXT = """\
# a note
law:
  id: flr-2024
  title: {nl: Een,
    en: One}
list:
  - a
  -
    b: 1
    c: [x,
      y]
"""


def test_every_value_has_its_line() -> None:
    marked = load_marked(TEXT)
    assert marked.value == {
        "law": {"id": "flr-2024", "title": {"nl": "Een", "en": "One"}},
        "list": ["a", {"b": 1, "c": ["x", "y"]}],
    }
    lines = {
        ("law",): 2,
        ("law", "id"): 3,
        ("law", "title"): 4,
        ("law", "title", "en"): 5,
        ("list",): 6,
        ("list", 0): 7,
        ("list", 1): 9,
        ("list", 1, "c", 1): 11,
    }
    assert {path: marked.line(path) for path in lines} == lines
    assert marked.line(("law", "title", "fr")) == 4  # what is missing stands where its mapping stands
    assert marked.line(("nothing",)) == 2


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb: 2\na: 3", 3, "twice"),
        ("a: 1\nb: {c: 1,\n  c: 2}", 3, "twice"),
        ("a: &x 1\nb: *x", 1, "aliases"),
        ("a: 1\nb: *x", 2, "aliases"),
        ("a: 1\n&x b: 2", 2, "key"),
        ("a: 1\n? [b]\n: 2", 2, "key"),
        ("a: 1\nb: !!python/object/apply:os.system ['true']", 2, "tags"),
        ("a: !!int '3'", 1, "tags"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("a: 1\nb: 2026-02-30", 2, "cannot be read"),
        ("a: 1\nb: [1, 2", 2, "expected"),
        ("a: 1\n\tb: 2", 2, "tab"),
        ("a: 1\nb: \x07", 1, "control characters"),
        ("a: \ud800", 1, "Unicode"),
        ("a: " + "[" * 41 + "]" * 41, 1, "nested"),
        ("a: " + "[" * 100_000, 1, "nested"),
        ("a: " + "9" * 5000, 1, "cannot be read"),
    ],
)
def test_what_is_refused_is_shown_where_it_stands(text: str, line: int, word: str) -> None:
    with pytest.raises(YamlFault, match=word) as fault:
        load_marked(text)
    assert fault.value.line == line


@pytest.mark.parametrize("text", ["", "# only a note", "---\n", "\n\n"])
def test_an_empty_document_is_nothing(text: str) -> None:
    assert load_marked(text).value is None
    assert load_marked(text).line(("a",)) >= 1


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_json_says_is_read_as_json_reads_it(thing: object) -> None:
    marked = load_marked(json.dumps(thing, ensure_ascii=False))
    assert marked.value == thing
    assert marked.lines  # the second walk sees the same document


def fault_in(text: str) -> YamlFault | None:
    try:
        load_marked(text)
    except YamlFault as fault:
        return fault
    return None


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    fault = fault_in(text)
    assert fault is None or (fault.what and 1 <= fault.line <= max(1, len(text.splitlines())))
