"""What bodies publish of follow-up in their yearly open data (`scharnier isv report`): the only source of "shows".

A CSV with a column `notice` or `id` (number of a notice, or the file number of the procedure) and a column `manage`:
followed is yes, none is no, anything else is unknown. A row that fits no procedure is listed, not dropped in silence.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scharnier.analytics.monitor.screened import NUMBER
from scharnier.kernel.errors import InputProblem
from scharnier.norms.shaped_yaml import read_file

MEANING = {"followed": "yes", "yes": "yes", "none": "no", "no": "no"}
LARGEST = 50_000_000  # bytes


@dataclass(frozen=True)
class Followed:
    """Account: rows = matched + silent + strange. Silent rows say nothing on follow-up; strange ones fit no procedure."""  # noqa: E501

    files: int = 0
    rows: int = 0
    matched: int = 0
    silent: int = 0
    strange: tuple[str, ...] = ()


def add_followed(connection: Any, paths: Sequence[Path]) -> Followed:
    """Fill `followed` in the table `procedures`. Two rows that contradict each other leave it unknown.

    Raises InputProblem where a file cannot be used.
    """
    if not paths:
        return Followed()
    rows = [row for path in paths for row in _read(path)]
    said: dict[str, set[str]] = {}
    strange, silent, matched = [], 0, 0
    for number, answer in rows:
        if answer not in ("yes", "no"):
            silent += 1
            continue
        procedure = _find(connection, number)
        if procedure is None:
            strange.append(number)
            continue
        matched += 1
        said.setdefault(procedure, set()).add(answer)
    for procedure in sorted(said):
        if len(said[procedure]) == 1:
            connection.execute("UPDATE procedures SET followed = ? WHERE procedure = ?", [*said[procedure], procedure])
    return Followed(len(paths), len(rows), matched, silent, tuple(sorted(strange)))


def _read(path: Path) -> list[tuple[str, str]]:
    text = read_file(path, LARGEST)
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = [str(name).strip().lower() for name in reader.fieldnames or ()]
    reader.fieldnames = names
    number = next((name for name in ("notice", "notice_id", "id") if name in names), None)
    answer = next((name for name in ("manage", "followed") if name in names), None)
    if number is None or answer is None:
        what = f"It lacks the column {'notice or id' if number is None else 'manage'}."
        raise InputProblem(what, "Give the open data of a yearly report (CSV).", str(path), 1)
    try:
        return [
            ((row[number] or "").strip(), MEANING.get((row[answer] or "").strip().lower(), "unknown"))
            for row in reader
            if any((cell or "").strip() for cell in row.values() if isinstance(cell, str))
        ]
    except csv.Error as error:
        raise InputProblem(f"It is no CSV: {error}.", "Save it as CSV.", str(path), reader.line_num) from error


def _find(connection: Any, number: str) -> str | None:
    if not number:
        return None
    rows = connection.execute(
        "SELECT DISTINCT p.procedure FROM procedures p, unnest(p.notices) AS n(number) "  # noqa: S608 - our own words; values are bound
        f"JOIN tied t ON t.number = n.number WHERE n.number = {NUMBER.format('$1::VARCHAR')} OR t.procedure_id = $1",
        [number],
    ).fetchall()
    return rows[0][0] if len(rows) == 1 else None
