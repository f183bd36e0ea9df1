"""What is odd about the satellites of a stored model: gaps, signs, units, rows without flow, and columns with them."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.check import Finding
from scharnier.chain.stored import Satellite, StoredModel

MOSTLY = 0.75  # share of the columns that add up with a satellite from which it must hold the primary inputs
GAP_SHARE = 0.01  # of the output of a cell: beyond this it is not rounding
GAP_LEAST = 1e-6  # of the output of all cells: smaller gaps are rounding whatever their share
GAP_FAULT = 0.01  # of the output of all cells, in all gaps together


def check_satellites(model: StoredModel) -> list[Finding]:
    """Findings per satellite. Gaps (NaN) are unknown, which is no fault; infinite numbers are."""
    return [
        finding
        for note in model.manifest.satellites
        for finding in _check(model, note.name, model.satellite(note.name))
    ]


def check_columns(model: StoredModel, column_sums: NDArray[np.float64]) -> list[Finding]:
    """Cells whose purchases and primary inputs are not their output, where a satellite shows that they should be.

    Which satellite holds all primary inputs no source says in the same way. It is the one in the unit of the flows with
    which nearly every column adds up; without such a one nothing is claimed. `column_sums` (n,) are those of A.
    """
    output, whole = model.output, float(np.abs(model.output).sum())
    made = output > 0
    if np.count_nonzero(made) < 4:
        return []
    for note in model.manifest.satellites:
        satellite = model.satellite(note.name)
        if any(unit != model.manifest.unit for _, unit, _ in satellite.rows) or not np.isfinite(satellite.totals).all():
            continue
        gap = np.abs(column_sums * output + satellite.totals.sum(axis=0) - output)
        off = made & (gap > GAP_SHARE * output)
        odd = np.flatnonzero(off & (gap > GAP_LEAST * whole))
        if odd.size and np.count_nonzero(off) <= (1 - MOSTLY) * np.count_nonzero(made):
            text = (
                f"purchases and {note.name} are together not the output, as they are for most cells (unit of the flows)"
            )
            level: Literal["fault", "note"] = "fault" if float(gap[odd].sum()) > GAP_FAULT * whole else "note"
            names = tuple(" ".join(model.labels[cell]) for cell in odd)
            return [Finding("column_imbalance", level, odd.size, float(gap[odd].max()), names, text)]
    return []


def _check(model: StoredModel, name: str, satellite: Satellite) -> list[Finding]:
    findings = []
    names = [row[0] for row in satellite.rows]
    double = sorted({label for label in names if names.count(label) > 1}) if len(set(names)) < len(names) else []
    if double:
        findings.append(Finding("double_row", "note", len(double), 0.0, _of(name, double), "rows bear the same name"))
    bare = [row[0] for row in satellite.rows if not row[1]]
    if bare:
        findings.append(Finding("row_without_unit", "note", len(bare), 0.0, _of(name, bare), "rows have no unit"))
    adrift = model.output == 0
    gaps, infinite, negative, empty, lost = [], [], [], [], []
    worst_negative, worst_lost, unknown = 0.0, 0.0, 0
    for at, label in enumerate(names):
        values = satellite.totals[at]
        if satellite.final is not None:
            values = np.concatenate([values, satellite.final[at]])
        unclear = np.isnan(values)
        if unclear.any():
            gaps.append(label)
            unknown += int(unclear.sum())
        known = values[~unclear]
        if np.isinf(known).any():
            infinite.append(label)
        if (known < 0).any():
            negative.append(label)
            worst_negative = min(worst_negative, float(known.min()))
        if not np.nan_to_num(satellite.totals[at]).any():
            empty.append(label)
        stray = np.nan_to_num(satellite.totals[at][adrift], posinf=0.0, neginf=0.0)
        if stray.any():
            lost.append(label)
            worst_lost = max(worst_lost, float(np.abs(stray).max()))
    if infinite:
        text = "rows hold infinite numbers"
        findings.append(Finding("infinite_satellite", "fault", len(infinite), 0.0, _of(name, infinite), text))
    if gaps:
        text = "rows have cells that are unknown, which is not zero"
        findings.append(Finding("unknown_satellite", "note", unknown, 0.0, _of(name, gaps), text))
    if negative:
        text = "rows hold negative numbers (unit of the row)"
        findings.append(Finding("negative_satellite", "note", len(negative), worst_negative, _of(name, negative), text))
    if empty:
        findings.append(
            Finding("row_without_flow", "note", len(empty), 0.0, _of(name, empty), "rows are zero throughout")
        )
    if lost:
        text = "rows have amounts in cells without output, which no purchase can carry (unit of the row)"
        findings.append(Finding("adrift_satellite", "note", len(lost), worst_lost, _of(name, lost), text))
    return findings


def _of(name: str, rows: list[str]) -> tuple[str, ...]:
    return tuple(f"{name}: {row}" for row in rows)
