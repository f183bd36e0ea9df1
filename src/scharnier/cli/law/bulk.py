"""`scharnier law applies --bulk`: verdict and since of every law for a table of companies."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import whole_file
from scharnier.law.bulk import judge_bulk
from scharnier.law.bulk.read import BulkFile, build_bulk
from scharnier.law.bulk.ruling import VERDICTS, Rulings
from scharnier.law.profile.read import known_imports
from scharnier.norms import Library
from scharnier.report.lines import write_lines_csv
from scharnier.sources.ledger.read import load_bytes, name_of, read_table

SHOWN = 10  # rows with a fault named in the text


def read_companies(path: Path, library: Library, lang: str) -> BulkFile:
    """The companies in a CSV, Excel or Parquet file. Raises `InputProblem` where the file as a whole cannot be used."""
    file = name_of(path)
    table = read_table(load_bytes(path, lang), file, lang, lambda _share: None)
    cells = [column.text for column in table.columns]
    typed = [column.header for column in table.columns if column.numbers is not None]
    return build_bulk(table.headers, cells, table.rows, table.malformed, known_imports(library), file, typed)


def judge_companies(companies: BulkFile, on: date, library: Library) -> pa.Table:
    """A row for every row of the file: number, name, problem, and by law verdict and since (null with a problem)."""
    bad = pa.array([bool(problem) for problem in companies.problems], pa.bool_())
    columns: dict[str, Any] = {
        "row": pa.array(companies.rows, pa.int64()),
        "name": pa.array(companies.names, pa.string()),
        "problem": pa.array([problem or None for problem in companies.problems], pa.string()),
    }
    for law, rulings in judge_bulk(companies.columns, on, library).items():
        columns[f"{law}_verdict"] = _blank(_verdicts(rulings), bad)
        columns[f"{law}_since"] = _blank(pa.array(rulings.since.astype("datetime64[D]")), bad)
    return pa.table(columns)


def write_answers(table: pa.Table, path: Path) -> None:
    """Write answers, as CSV or Parquet by the ending of the name: whole, or not at all.

    Raises `InputProblem` where that cannot be done.
    """
    ending = path.suffix.lower()
    if ending not in (".parquet", ".csv"):
        raise InputProblem("--out ends in neither .csv nor .parquet.", "Choose one of the two.", str(path))
    try:
        with whole_file(path) as part:
            if ending == ".parquet":
                parquet.write_table(table, part)
            else:
                write_lines_csv(part, table)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputProblem(f"cannot be written: {reason}.", "Choose another place.", str(path)) from error


def summarise(table: pa.Table) -> dict[str, Any]:
    """How many rows were read, answered and not; and of the answered ones how many have which verdict, by law."""
    problems = table["problem"].to_pylist()
    bad = [
        {"row": row, "reason": reason}
        for row, reason in zip(table["row"].to_pylist(), problems, strict=True)
        if reason is not None
    ]
    laws = [name.removesuffix("_verdict") for name in table.column_names if name.endswith("_verdict")]
    counts = {law: Counter(filter(None, table[f"{law}_verdict"].to_pylist())) for law in laws}
    return {
        "rows": table.num_rows,
        "answered": table.num_rows - len(bad),
        "problems": bad,
        "verdicts": {law: {verdict: counts[law][verdict] for verdict in VERDICTS} for law in laws},
    }


def render_summary(summary: dict[str, Any], out: str, lang: str) -> str:
    """The summary as text: a table of counts, and the first rows with a fault."""
    nl = lang == "nl"
    answered, bad = summary["answered"], summary["problems"]
    rows, faults = summary["rows"], len(bad)
    if nl:
        head = (
            f"{rows} {'rij' if rows == 1 else 'rijen'}: {answered} beantwoord, {faults} met een fout. Antwoorden: {out}"
        )
    else:
        head = f"{rows} {'row' if rows == 1 else 'rows'}: {answered} answered, {faults} with a fault. Answers: {out}"
    names = ("geldt nu", "geldt niet", "niet te zeggen", "nog niet") if nl else ("applies", "not", "unknown", "not yet")
    lines = [head, "", "  " + " " * 18 + "".join(f"{name:>16}" for name in names)]
    for law, counts in summary["verdicts"].items():
        lines.append(f"  {law:<18}" + "".join(f"{counts[verdict]:>16}" for verdict in VERDICTS))
    if bad:
        lines += ["", "Niet beantwoord:" if nl else "Not answered:"]
        lines += [f"  {'rij' if nl else 'row'} {one['row']}: {one['reason']}" for one in bad[:SHOWN]]
        if len(bad) > SHOWN:
            more = len(bad) - SHOWN
            lines.append(
                f"  {f'en nog {more}; zie de kolom problem' if nl else f'and {more} more; see column problem'}"
            )
    return "\n".join(lines)


def _verdicts(rulings: Rulings) -> pa.Array:
    names = pa.array([str(verdict) for verdict in VERDICTS], pa.string())
    return names.take(pa.array(rulings.verdict.astype(np.int32)))


def _blank(values: pa.Array, where: pa.Array) -> pa.Array:
    return pc.if_else(where, pa.scalar(None, values.type), values)
