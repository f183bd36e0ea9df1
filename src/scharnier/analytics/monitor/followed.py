"""What bodies publish of follow-up in their yearly open data (`scharnier isv report`): the only source of "shows".

A CSV with a column `notice` or `id` (number of a notice, or the file number of the procedure) and a column `shown`, or
else `manage`: yes and followed are yes, no and none are no, anything else is unknown. Where it names a `body`, only
procedures of that body fit. A row that fits no procedure is listed, not dropped in silence.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scharnier.analytics.monitor.bodies import Body
from scharnier.analytics.monitor.replies import find_body
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


def add_followed(connection: Any, paths: Sequence[Path], bodies: Mapping[str, Body]) -> Followed:
    """Fill `followed` in the table `procedures`. Two rows that contradict each other leave it unknown.

    Raises InputProblem where a file cannot be used.
    """
    if not paths:
        return Followed()
    rows = [row for path in paths for row in _read(path)]
    places = _find(connection, [(number, find_body(body, bodies) or "-" if body else None) for number, _, body in rows])
    said: dict[str, set[str]] = {}
    strange, silent, matched = [], 0, 0
    for (number, answer, _), procedure in zip(rows, places, strict=True):
        if answer not in ("yes", "no"):
            silent += 1
        elif procedure is None:
            strange.append(number)
        else:
            matched += 1
            said.setdefault(procedure, set()).add(answer)
    for procedure in sorted(said):
        if len(said[procedure]) == 1:
            connection.execute("UPDATE procedures SET followed = ? WHERE procedure = ?", [*said[procedure], procedure])
    return Followed(len(paths), len(rows), matched, silent, tuple(sorted(strange)))


def _read(path: Path) -> list[tuple[str, str, str]]:
    text = read_file(path, LARGEST)
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = [str(name).strip().lower() for name in reader.fieldnames or ()]
    reader.fieldnames = names
    number = next((name for name in ("notice", "notice_id", "id") if name in names), None)
    answer = next((name for name in ("shown", "manage", "followed") if name in names), None)
    if number is None or answer is None:
        what = f"It lacks the column {'notice or id' if number is None else 'shown or manage'}."
        raise InputProblem(what, "Give the open data of a yearly report (CSV).", str(path), 1)
    try:
        return [
            (
                (row[number] or "").strip(),
                MEANING.get((row[answer] or "").strip().lower(), "unknown"),
                (row.get("body") or "").strip(),
            )
            for row in reader
            if any((cell or "").strip() for cell in row.values() if isinstance(cell, str))
        ]
    except csv.Error as error:
        raise InputProblem(f"It is no CSV: {error}.", "Save it as CSV.", str(path), reader.line_num) from error


def _find(connection: Any, asked: Sequence[tuple[str, str | None]]) -> list[str | None]:
    """The one procedure with each number, of this body where one is given; None where there is not just one."""
    import pyarrow as pa

    columns = (list(range(len(asked))), [number for number, _ in asked], [body for _, body in asked])
    kinds = (("place", pa.int64()), ("raw", pa.string()), ("body", pa.string()))
    table = {name: pa.array(column, kind) for (name, kind), column in zip(kinds, columns, strict=True)}
    connection.register("asked", pa.table(table))
    found = connection.execute(f"""
        WITH numbers AS (
            SELECT number, t.procedure_id, p.procedure, p.body
            FROM (SELECT procedure, body, unnest(notices) AS number FROM procedures) p JOIN tied t USING (number)
        )
        SELECT place, min(procedure), count(DISTINCT procedure)
        FROM (
            SELECT a.place, a.body AS asked_body, m.* FROM asked a JOIN numbers m ON m.number = {NUMBER.format("a.raw")}
            UNION ALL
            SELECT a.place, a.body AS asked_body, m.* FROM asked a JOIN numbers m ON m.procedure_id = a.raw
            WHERE a.raw <> ''
        )
        WHERE asked_body IS NULL OR asked_body = body
        GROUP BY place
    """).fetchall()  # noqa: S608 - our own words; values are bound
    connection.unregister("asked")
    places = {at: procedure for at, procedure, count in found if count == 1}
    return [places.get(at) for at in range(len(asked))]
