"""`scharnier notices screen`: counts with what they are counted of, in both languages, and faults in one line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scharnier.cli import app
from scharnier.kernel.errors import InputProblem
from scharnier.procurement.notice import Buyer, Notice
from scharnier.sources.notices.rows import build_batch


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two notices of the Ministry of Defence, in workwear, of which one has no CPV code; and one from Belgium."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    buyers = {
        "NL": Buyer("Ministerie van Defensie", "NL", "MINISTRY", "1", ""),
        "BE": Buyer("Leuven", "BE", "", "", ""),
    }
    notices = [
        Notice(id, "eforms", form="competition", buyers=(buyers[country],), nature="supplies", cpv=cpv, source_file=id)
        for id, country, cpv in (("1", "NL", ("18110000",)), ("2", "NL", ()), ("3", "BE", ("18110000",)))
    ]
    path = tmp_path / "x.parquet"
    pq.write_table(pa.Table.from_batches([build_batch(notices, ["a", "b", "c"])]), path)
    return path


def test_text_and_json(table: Path, tmp_path: Path) -> None:
    """The counts add up, and the second run has nothing to do."""
    out = str(tmp_path / "s.parquet")
    said = CliRunner().invoke(app, ["notices", "screen", str(table), "--out", out, "--lang", "nl", "--workers", "1"])
    assert said.exit_code == 0, said.output
    assert "3 aankondigingen: 3 gescreend" in said.output
    assert "2 van de 3 zijn van inkopers in Nederland" in said.output
    assert "100.0%  een waarde in euro" in said.output
    assert "0    0.0%  ISV.R001 Alleen de prijs telt; van 2 is het niet te zeggen" in said.output
    again = CliRunner().invoke(app, ["notices", "screen", str(table), "--out", out, "--format", "json"])
    found = json.loads(again.output)
    assert (found["rows"], found["screened"], found["known"], found["total"]) == (3, 0, 3, 3)
    assert found["screening"]["missing"] == {"value": 2, "date": 2, "buyer": 0, "cpv": 1, "text": 2}
    assert found["screening"]["flags_up"] == {}
    assert found["screening"]["flags_open"] == {f"ISV.R00{number}": 2 for number in (1, 2, 3, 4)}
    assert sum(found["screening"]["mandatory"].values()) == found["screening"]["dutch"] == 2


def test_faults(tmp_path: Path) -> None:
    """A table that is not there, and an engine that is none."""
    for more in ([], ["--engine", "sparc"]):
        said = CliRunner().invoke(app, ["notices", "screen", str(tmp_path / "x.parquet"), "--out", "s.parquet", *more])
        assert isinstance(said.exception, InputProblem)
