"""assessment.json: complete, stable, and readable again; and all outputs together."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from scharnier.analytics.assessment import Assessment
from scharnier.report.document import render_json
from scharnier.report.output import output_files
from scharnier.report.write import write_outputs


def test_comes_back_as_it_was(example: Callable[[str], Assessment]) -> None:
    text = render_json(example("nl"))
    assert Assessment.model_validate_json(text) == example("nl")
    content = json.loads(text)
    assert next(iter(content)) == "schema"
    assert "schema_id" not in content
    assert "Veiligheid" in text.decode()
    assert "één".encode() not in text or b"\\u" not in text


def test_order_of_look_up_tables_does_not_matter(content: dict[str, Any]) -> None:
    one = render_json(Assessment.model_validate(content))
    content["evidence"] = dict(reversed(content["evidence"].items()))
    content["places"] = dict(reversed(content["places"].items()))
    assert render_json(Assessment.model_validate(content)) == one


def test_what_is_not_a_number_does_not_leave_the_house(content: dict[str, Any]) -> None:
    content["tiers"]["tier1"] = math.nan
    with pytest.raises(ValueError, match="Out of range float"):
        render_json(Assessment.model_validate(content))


def test_all_outputs_in_one_folder(example: Callable[[str], Assessment], tmp_path: Path) -> None:
    lines = pa.table({"row": [2, 3], "status": ["assessed", "=unassessed"]})
    files, warnings = output_files(example("en"), lines, pdf=False)
    write_outputs(tmp_path / "out", files)
    assert warnings == []
    names = {path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")}
    assert names == {"assessment.json", "lines.csv", "report.html", "report.xlsx"}
    assert "'=unassessed" in (tmp_path / "out" / "lines.csv").read_text("utf-8-sig")
    assert (tmp_path / "out" / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
