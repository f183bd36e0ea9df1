"""Every notebook runs from top to bottom, and prints what stands in it. No Jupyter needed."""

import ast
import contextlib
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "docs" / "notebooks").glob("*.ipynb"))


def run_cell(source: str, names: dict[str, Any]) -> tuple[str, Any]:
    """What a cell prints, and the value of its last line when that is an expression."""
    tree = ast.parse(source)
    said, value = io.StringIO(), None
    with contextlib.redirect_stdout(said):
        last = tree.body[-1]
        if isinstance(last, ast.Expr):
            exec(compile(ast.Module(tree.body[:-1], []), "cell", "exec"), names)
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        else:
            exec(compile(tree, "cell", "exec"), names)
    return said.getvalue(), value


def kept(cell: dict[str, Any], kind: str) -> str:
    """The printed text, or the picture, that the notebook holds for a cell."""
    if kind == "stdout":
        return "".join("".join(o["text"]) for o in cell["outputs"] if o["output_type"] == "stream")
    return "".join("".join(o["data"]["image/svg+xml"]) for o in cell["outputs"] if "image/svg+xml" in o.get("data", {}))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_runs_and_says_what_stands_in_it(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {"__name__": "__main__"}
    ran = 0
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        said, value = run_cell(source, names)
        assert said == kept(cell, "stdout"), source
        if hasattr(value, "_repr_svg_"):
            drawn = value._repr_svg_()
            assert drawn == kept(cell, "picture"), source
            assert ET.fromstring(drawn).get("role") == "img"
        ran += 1
    assert ran >= 5


def test_there_is_a_notebook() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["chain"]
