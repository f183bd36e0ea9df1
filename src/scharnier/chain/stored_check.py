"""What is odd about a stored model: reported, never repaired in silence. The table is read in slices, once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.check import Finding
from scharnier.chain.satellite_check import GAP_FAULT, GAP_LEAST, GAP_SHARE, check_columns, check_satellites
from scharnier.chain.stored import StoredModel, verify_model

Array = NDArray[np.float64]
Level = Literal["fault", "note"]

ROWS = 256  # rows of the table looked at in one go
NEGATIVE_SHARE = 1e-3  # of all purchases; more in negative ones and the table is no table of purchases
SWEEPS = 300
SUMS = re.compile(
    r"(?i)^(_?tot(al)?|_t|sum|wld|world|www_tot|eu-?(15|25|27|28)?(_2020)?|ea-?(12|19|20)?|oecd|g20|apec|asean)$"
)


@dataclass(frozen=True)
class _Scan:
    """What one pass over A saw: all (n,) unless named otherwise."""

    odd_rows: NDArray[np.intp]
    column_sums: Array
    sold: Array  # A x, what each row sells to industries
    negative: NDArray[np.intp]  # rows with negative coefficients
    negative_count: int
    negative_worst: float
    negative_value: float  # flows in negative coefficients, as a positive amount
    value: float  # flows in all coefficients, as positive amounts


def check_stored(model: StoredModel, *, hashes: bool = True) -> list[Finding]:
    """Findings; those of level `fault` make the model unfit for use. An empty list means that nothing was found.

    `hashes` also reads every byte and holds it against the manifest. Raises: InputProblem for damage that keeps the
    model from being opened at all.
    """
    if hashes and (problems := verify_model(model)):
        text = "files differ from what was written: add the model again"
        return [_finding("damaged", "fault", [problem.file for problem in problems], text)]
    findings = [*_check_labels(model), *_check_units(model)]
    findings += [Finding(n.code, n.level, n.count, n.worst, tuple(n.where), n.text) for n in model.manifest.notes]
    for name, values in (("output", model.output), ("final", model.final)):
        bad = np.flatnonzero(~np.isfinite(values).reshape(values.shape[0], -1).all(axis=1))
        if bad.size:
            text = f"gaps or infinite numbers in {name}"
            findings.append(_finding(f"gaps_in_{name}", "fault", _names(model, bad), text))
    scan = _scan(model)
    if scan.odd_rows.size:
        text = "gaps or infinite numbers in the coefficients"
        findings.append(_finding("gaps_in_table", "fault", _names(model, scan.odd_rows), text))
    if any(finding.code.startswith("gaps_in_") for finding in findings):
        return findings
    return [
        *findings,
        *_check_signs(model, scan),
        *_check_output(model, scan),
        *_check_columns(model, scan),
        *_check_balance(model, scan),
        *check_columns(model, scan.column_sums),
        *_check_sums(model),
        *check_satellites(model),
    ]


def _scan(model: StoredModel) -> _Scan:
    n, table, output = model.manifest.cells, model.coefficients, model.output
    columns, sold = np.zeros(n), np.zeros(n)
    odd, negative = [], []
    count, worst, negative_value, value = 0, 0.0, 0.0, 0.0
    weight = np.abs(output)
    with np.errstate(invalid="ignore", over="ignore"):
        for start in range(0, n, ROWS):
            rows = _slice(table, start, min(start + ROWS, n))
            wrong = ~np.isfinite(rows).all(axis=1)
            odd.extend((start + np.flatnonzero(wrong)).tolist())
            columns += rows.sum(axis=0)
            sold[start : start + rows.shape[0]] = rows @ output
            value += float((np.abs(rows) @ weight).sum())
            below = rows < 0
            if below.any():
                negative.extend((start + np.flatnonzero(below.any(axis=1))).tolist())
                count += int(below.sum())
                worst = min(worst, float(rows.min()))
                negative_value += float(-(np.where(below, rows, 0.0) @ weight).sum())
    places = np.array(negative, dtype=np.intp)
    return _Scan(np.array(odd, dtype=np.intp), columns, sold, places, count, worst, negative_value, value)


def _slice(table: Any, start: int, stop: int) -> Array:
    rows = table[start:stop]
    return np.asarray(rows if isinstance(rows, np.ndarray) else rows.toarray(), dtype=np.float64)


def _check_labels(model: StoredModel) -> list[Finding]:
    findings = []
    for kind, labels in (("cell", model.labels), ("final", model.final_labels)):
        seen: dict[tuple[str, str], int] = {}
        for label in labels:
            seen[label] = seen.get(label, 0) + 1
        double = [" ".join(label) for label, times in seen.items() if times > 1]
        if double:
            level: Level = "fault" if kind == "cell" else "note"
            text = "labels appear more than once" if kind == "cell" else "columns of final use appear more than once"
            findings.append(_finding(f"double_{kind}", level, double, text))
        empty = [f"place {at + 1}" for at, label in enumerate(labels) if not label[1].strip()]
        if kind == "cell":
            empty += [f"place {at + 1}" for at, label in enumerate(labels) if not label[0].strip()]
        if empty:
            findings.append(_finding(f"no_label_{kind}", "fault", empty, "labels are missing"))
    present = set(model.labels)
    regions, sectors = dict.fromkeys(model.regions), dict.fromkeys(model.sectors)
    lacking = [f"{region} {sector}" for region in regions for sector in sectors if (region, sector) not in present]
    if lacking:
        findings.append(_finding("missing_cell", "note", lacking, "industries that other regions have are not here"))
    return findings


def _check_units(model: StoredModel) -> list[Finding]:
    unit = model.manifest.unit
    if not unit:
        return [_finding("no_unit", "note", [], "the unit of the flows is not known", count=1)]
    if "; " in unit:
        text = "flows are in several units: sums over rows mean nothing"
        return [_finding("mixed_units", "note", unit.split("; "), text)]
    return []


def _check_signs(model: StoredModel, scan: _Scan) -> list[Finding]:
    findings = []
    if scan.negative.size:
        heavy = scan.negative_value > NEGATIVE_SHARE * scan.value
        share = scan.negative_value / scan.value if scan.value else 0.0
        text = f"negative coefficients, {share:.2%} of all purchases (worst is a coefficient)"
        names = _names(model, scan.negative)
        level: Level = "fault" if heavy else "note"
        findings.append(Finding("negative_table", level, scan.negative_count, scan.negative_worst, names, text))
    below = np.flatnonzero(model.output < 0)
    if below.size:
        text = "negative output (unit of the flows)"
        worst = float(model.output.min())
        findings.append(_finding("negative_output", "fault", _names(model, below), text, worst))
    bought = model.final < 0
    if bought.any():
        names = _names(model, np.flatnonzero(bought.any(axis=1)))
        text = "negative final use: stocks that shrink, sales of used equipment (unit of the flows)"
        findings.append(Finding("negative_final", "note", int(bought.sum()), float(model.final.min()), names, text))
    return findings


def _check_output(model: StoredModel, scan: _Scan) -> list[Finding]:
    empty = model.output == 0
    if not empty.any():
        return []
    cells = np.flatnonzero(empty)
    findings = [_finding("no_output", "note", _names(model, cells), "cells without output")]
    sold = scan.sold + model.final.sum(axis=1)
    odd = np.flatnonzero(empty & (sold != 0))
    if odd.size:
        text = "cells without output still sell (unit of the flows)"
        worst = float(np.abs(sold[odd]).max())
        findings.append(_finding("sold_without_output", "note", _names(model, odd), text, worst))
    return findings


def _check_columns(model: StoredModel, scan: _Scan) -> list[Finding]:
    heavy = np.flatnonzero(scan.column_sums >= 1)
    if not heavy.size:
        return []
    text = "cells buy as much as they make, or more: no value added is left (column sum of A)"
    findings = [_finding("column_sum", "note", _names(model, heavy), text, float(scan.column_sums.max()))]
    if not is_productive(model):
        text = "the table is not productive: some demand would call for negative or endless output"
        findings.append(_finding("not_productive", "fault", [], text, float(scan.column_sums.max()), count=1))
    return findings


def is_productive(model: StoredModel) -> bool:
    """Whether I - A has a non-negative inverse: some x >= 0 leaves a surplus in every cell (Hawkins and Simon 1949).

    A few hundred sweeps x = A x + 1 usually show such an x; where they do not, (I - A) x = 1 is solved.
    """
    table, guess = model.coefficients, np.ones(model.manifest.cells)
    for _ in range(SWEEPS):
        bought = table @ guess
        if (guess - bought > 0).all():
            return True
        guess = bought + 1.0
        if not np.isfinite(guess).all() or guess.max() > 1e15:
            return False
    dense = np.array(table if isinstance(table, np.ndarray) else table.toarray())
    system = np.eye(dense.shape[0]) - dense
    try:
        solved = np.linalg.solve(system, np.ones(dense.shape[0]))
    except np.linalg.LinAlgError:
        return False
    return bool((solved > 0).all() and (system @ solved > 0).all())


def _check_balance(model: StoredModel, scan: _Scan) -> list[Finding]:
    gap = scan.sold + model.final.sum(axis=1) - model.output
    size, total = np.abs(gap), float(np.abs(model.output).sum())
    if not size.any() or total == 0:
        return []
    odd = np.flatnonzero((size > GAP_SHARE * np.abs(model.output)) & (size > GAP_LEAST * total))
    share = float(size.sum()) / total
    if odd.size:
        text = f"rows miss their output by more than rounding; all gaps are {share:.2%} of output (unit of the flows)"
        level: Level = "fault" if share > GAP_FAULT else "note"
        return [_finding("imbalance", level, _names(model, odd), text, float(size[odd].max()))]
    if size.max() > 1e-9 * total:
        text = "rows differ from their output by rounding (unit of the flows)"
        worst = np.flatnonzero(size == size.max())
        return [Finding("rounding", "note", int((size > 0).sum()), float(size.max()), _names(model, worst), text)]
    return []


def _check_sums(model: StoredModel) -> list[Finding]:
    """Regions and sectors that look like sums of others, and whether their output is that of the others together."""
    findings = []
    for kind, labels in (("region", model.regions), ("sector", model.sectors)):
        for name in sorted({label for label in labels if SUMS.fullmatch(label)}):
            mine = np.array([label == name for label in labels])
            own, rest = float(model.output[mine].sum()), float(model.output[~mine].sum())
            double = rest > 0 and abs(own - rest) <= 1e-3 * rest
            level: Level = "fault" if double else "note"
            text = (
                f"a {kind} is the sum of the others: all is counted twice" if double else f"a {kind} looks like a sum"
            )
            findings.append(_finding(f"sum_{kind}", level, [name], text))
    return findings


def _finding(
    code: str, level: Level, where: Sequence[str], text: str, worst: float = 0.0, count: int | None = None
) -> Finding:
    return Finding(code, level, len(where) if count is None else count, worst, tuple(where), text)


def _names(model: StoredModel, cells: NDArray[np.intp]) -> tuple[str, ...]:
    return tuple(" ".join(model.labels[cell]) for cell in cells)
