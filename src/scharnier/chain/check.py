"""What is odd about a chain model: reported, not repaired in silence."""

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.leontief import Leontief, calc_coefficients
from scharnier.chain.model import REST_OF_WORLD, ChainModel
from scharnier.kernel.errors import InputProblem

# The table is rounded to whole units, so a row of n + 2 R entries may miss its total by half a unit each in theory;
# a published table that misses by more than this share of its output has another fault than rounding.
IMBALANCE_SHARE = 0.01
IMBALANCE_UNITS = 250.0


@dataclass(frozen=True)
class Finding:
    """One oddity. `fault` makes the model unfit, `note` is worth knowing. `worst` has the unit named in `text`."""

    code: str
    level: Literal["fault", "note"]
    count: int
    worst: float
    where: tuple[str, ...]
    text: str


def check_model(model: ChainModel) -> list[Finding]:
    """Findings about labels, gaps, negative values, cells without output, column sums, balance and stressors.

    An empty list means that nothing was found. Values are never changed.
    """
    findings = [*_check_labels(model), *_check_finite(model)]
    if any(finding.level == "fault" for finding in findings):
        return findings
    return [
        *findings,
        *_check_signs(model),
        *_check_output(model),
        *_check_columns(model),
        *_check_balance(model),
        *_check_stressors(model),
    ]


def _check_labels(model: ChainModel) -> list[Finding]:
    findings = []
    for kind, labels in (("region", model.regions), ("sector", model.sectors)):
        double = tuple(sorted({label for label in labels if labels.count(label) > 1}))
        if double:
            findings.append(Finding(f"double_{kind}", "fault", len(double), 0.0, double, f"{kind} codes appear twice"))
    odd = tuple(region for region in model.regions if not re.fullmatch(r"[A-Z]{3}", region))
    if odd:
        findings.append(Finding("region_code", "fault", len(odd), 0.0, odd, "region codes are not three capitals"))
    without = tuple(region for region in model.regions if not model.members.get(region))
    if without:
        findings.append(Finding("no_members", "fault", len(without), 0.0, without, "regions without member places"))
    weightless = tuple(place for place, weight in model.members.get(REST_OF_WORLD, ()) if weight == 0)
    if weightless:
        text = "places in the rest of the world without a workforce figure weigh nothing"
        findings.append(Finding("member_without_weight", "note", len(weightless), 0.0, weightless, text))
    return findings


def _check_finite(model: ChainModel) -> list[Finding]:
    parts = {"flows": model.flows, "output": model.output, "final": model.final, "inventories": model.inventories}
    return [
        Finding(
            f"gaps_in_{name}", "fault", int(np.sum(~np.isfinite(values))), 0.0, (), f"{name} hold gaps or infinities"
        )
        for name, values in parts.items()
        if not np.isfinite(values).all()
    ]


def _check_signs(model: ChainModel) -> list[Finding]:
    findings = []
    texts = {
        "flows": "industries sell negative amounts (unit of the flows)",
        "output": "cells have negative output (unit of the flows)",
        "final": "final use is negative: sales of used equipment (unit of the flows)",
    }
    for name, text in texts.items():
        values = getattr(model, name)
        if (values < 0).any():
            rows = np.unique(np.argwhere(values < 0)[:, 0])
            level: Literal["fault", "note"] = "note" if name == "final" else "fault"
            findings.append(
                Finding(
                    f"negative_{name}", level, int((values < 0).sum()), float(values.min()), _names(model, rows), text
                )
            )
    return findings


def _check_output(model: ChainModel) -> list[Finding]:
    empty = model.output == 0
    if not empty.any():
        return []
    cells = np.flatnonzero(empty)
    text = "cells without output: their products come from other regions, or are counted in another sector"
    findings = [Finding("no_output", "note", cells.size, 0.0, _names(model, cells), text)]
    trade = model.flows[empty].sum(axis=1) + model.flows[:, empty].sum(axis=0)
    if (trade != 0).any():
        text = "cells without output still buy or sell (unit of the flows)"
        odd = cells[trade != 0]
        findings.append(Finding("trade_without_output", "note", odd.size, float(trade.max()), _names(model, odd), text))
    return findings


def _check_columns(model: ChainModel) -> list[Finding]:
    sums = calc_coefficients(model.flows, model.output).sum(axis=0)
    findings = []
    if (sums >= 1).any():
        cells = np.flatnonzero(sums >= 1)
        text = "cells buy as much as they make, or more: no value added is left (column sum of A)"
        findings.append(Finding("column_sum", "note", cells.size, float(sums.max()), _names(model, cells), text))
    try:
        Leontief(model)
    except InputProblem as problem:
        findings.append(Finding("not_productive", "fault", 1, float(sums.max()), (), problem.message))
    return findings


def _check_balance(model: ChainModel) -> list[Finding]:
    used = model.flows.sum(axis=1) + model.final.sum(axis=1) + model.inventories.sum(axis=1)
    gap = np.abs(used - model.output)
    if gap.max() == 0:
        return []
    large = np.flatnonzero((gap > IMBALANCE_UNITS) & (gap > IMBALANCE_SHARE * model.output))
    if large.size:
        text = "rows miss their output by more than rounding explains (unit of the flows)"
        return [Finding("imbalance", "fault", large.size, float(gap.max()), _names(model, large), text)]
    worst = np.flatnonzero(gap == gap.max())
    text = "rows differ from their output by rounding (unit of the flows)"
    return [Finding("rounding", "note", int((gap > 0).sum()), float(gap.max()), _names(model, worst), text)]


def _check_stressors(model: ChainModel) -> list[Finding]:
    findings = []
    for name, values in model.stressors.items():
        unknown = np.flatnonzero(np.isnan(values))
        if unknown.size:
            text = f"{name} is unknown, which is not zero"
            findings.append(Finding(f"unknown_{name}", "note", unknown.size, 0.0, _names(model, unknown), text))
        adrift = np.flatnonzero((model.output == 0) & (np.nan_to_num(values) != 0))
        if adrift.size:
            text = f"{name} in cells without output cannot be passed on to buyers (unit of {name})"
            worst = float(np.abs(values[adrift]).max())
            findings.append(Finding(f"adrift_{name}", "note", adrift.size, worst, _names(model, adrift), text))
        negative = np.flatnonzero(np.nan_to_num(values) < 0)
        if negative.size:
            text = f"{name} is negative (unit of {name})"
            worst = float(np.nanmin(values))
            findings.append(Finding(f"negative_{name}", "note", negative.size, worst, _names(model, negative), text))
    return findings


def _names(model: ChainModel, cells: NDArray[np.intp]) -> tuple[str, ...]:
    return tuple(" ".join(model.label(cell)) for cell in cells)
