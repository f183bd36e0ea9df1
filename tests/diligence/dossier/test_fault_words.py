"""Faults in Dutch: every sentence that a reader can give has one, and what is filled in comes through whole."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scharnier.diligence.dossier import faults
from scharnier.diligence.dossier.fault_words import tell_problem, translate
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem
from scharnier.norms.marked_yaml import load_marked

ROWS = load_marked(content_path("vocabulary/dossier/faults.yaml").read_text(encoding="utf-8")).value
BRACES = re.compile(r"\{\w+\}")


def test_place_message_and_remedy_are_told_in_dutch() -> None:
    problem = InputProblem("the key 'naam' is not known.", "Did you mean 'name'?", "d/impacts.yaml", 3, "a.naam")
    assert tell_problem(problem, "nl") == (
        "d/impacts.yaml, regel 3, sleutel 'a.naam': de sleutel 'naam' kennen wij niet. Bedoelt u 'name'?"
    )
    assert tell_problem(problem, "en") == str(problem)


def test_what_is_filled_in_may_hold_a_full_stop_or_look_like_a_pattern() -> None:
    assert translate("It is 'a. b (c) \\\\d'.") == "Er staat 'a. b (c) \\\\d'."
    two = "there is no 'x' in impacts. Did you mean 'y'? Add it to the file of impacts, or take the name away."
    assert translate(two).startswith("'x' staat niet in impacts. Bedoelt u 'y'? Zet het")
    assert translate("the dossier is of format 2. This Scharnier (1.0) reads format 1.").endswith("leest formaat 1.")


def test_a_sentence_without_dutch_stays() -> None:
    assert translate("something else. Check the name.") == "something else. Kijk de naam na."


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["en"][:40])
def test_the_same_is_filled_in_in_both_languages(row: dict[str, str]) -> None:
    assert set(row) == {"en", "nl"}
    assert set(BRACES.findall(row["nl"])) == set(BRACES.findall(row["en"]))


def _say(node: ast.expr) -> str | None:
    """The text of a literal, with something filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "'x'" for part in node.values)  # type: ignore[misc]
    return None


def _list_said(module: Path) -> Iterator[str]:
    """The sentences that a module gives to a fault as they stand there, message and remedy."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("InputProblem", "Fault"):
            given = node.args[:2] if node.func.id == "InputProblem" else node.args[3:5]  # type: ignore[attr-defined]
            yield from (said for one in given if (said := _say(one)))


def test_every_sentence_of_the_readers_has_dutch() -> None:
    folder = Path(faults.__file__).parent
    said = {one for module in sorted(folder.glob("*.py")) for one in _list_said(module) if one.endswith((".", "?"))}
    said |= {f"{words}." for words in (*faults.PATTERNS.values(), *faults._WORDS.values())}
    said |= {part for words, remedy in faults.YAML.values() for part in (f"{words}.", remedy)}
    assert len(said) > 100
    assert sorted(one for one in said if " " in one.strip("'x .:") and translate(one) == one) == []
