"""lines.csv: what happened to every line of the ledger, and why."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scharnier.analytics.exposure import Exposures, Unit
from scharnier.analytics.purchases import TEXT_ROLES, Meaning, Purchases, dictionary
from scharnier.analytics.texts import text
from scharnier.sources.ledger import PROBLEMS, Ledger


def reason_of(ledger: Ledger, purchases: Purchases) -> tuple[NDArray[np.int64], list[str]]:
    """For each line the number of the reason why it is unassessed (0 where it is assessed), and the reasons.

    A problem of the line itself comes before what its text means.
    """
    reasons = [""]
    numbers: dict[str, int] = {"": 0}

    def number(reason: str) -> int:
        if reason not in numbers:
            numbers[reason] = len(reasons)
            reasons.append(reason)
        return numbers[reason]

    of_meaning = np.array([number("" if m.weights else m.reason or "unrecognised") for m in purchases.meanings])
    of_problem = np.array([number(problem) if rank else 0 for rank, problem in enumerate(PROBLEMS)])
    by_text = of_meaning[purchases.meaning] if len(of_meaning) else np.zeros(len(ledger.rows), dtype=np.int64)
    return np.where(ledger.problem > 0, of_problem[ledger.problem], by_text).astype(np.int64), reasons


def lines_table(
    ledger: Ledger, purchases: Purchases, exposures: Exposures, reason: NDArray[np.int64], reasons: list[str], lang: str
) -> pa.Table:
    """One row for each line of the ledger, in the order of the file. Texts are dictionaries: nothing is spelled out."""
    meaning = purchases.meaning
    profile = exposures.line_profile
    cells = [_cell(exposures, number) for number in range(len(exposures.profiles))]
    columns: dict[str, pa.Array] = {
        "row": pa.array(ledger.rows),
        "status": dictionary(["assessed", "unassessed"], (reason > 0).astype(np.int64)),
        "amount": pa.array(ledger.cents / 100),
        "reason": dictionary(reasons, reason),
        "reason_label": dictionary([text(f"reason_{r}", lang) if r else "" for r in reasons], reason),
    }
    for role in (*TEXT_ROLES, "supplier", "code"):
        if role in ledger.text:
            columns[role] = ledger.text[role]
    columns |= {
        "industry": dictionary([_industry(m) for m in purchases.meanings], meaning),
        "product": dictionary([m.product for m in purchases.meanings], meaning),
        "cpv": dictionary([m.cpv for m in purchases.meanings], meaning),
        "confidence": pa.array(np.array([m.confidence for m in purchases.meanings] or [0.0])[meaning].round(3)),
        "method": dictionary([m.method for m in purchases.meanings], meaning),
        "because": dictionary([m.because for m in purchases.meanings], meaning),
        "chain_cell": dictionary([*[cell for cell, _ in cells], None], np.where(profile < 0, len(cells), profile)),
        "origin_basis": dictionary([*[basis for _, basis in cells], None], np.where(profile < 0, len(cells), profile)),
    }
    return pa.table(columns)


def _industry(meaning: Meaning) -> str | None:
    """`c4`, or `c4 60% + c5 40%` where a line is spread over industries."""
    if len(meaning.weights) <= 1:
        return meaning.weights[0][0] if meaning.weights else None
    return " + ".join(f"{code} {weight:.0%}" for code, weight in meaning.weights)


def _cell(exposures: Exposures, profile: int) -> tuple[str, str]:
    units = [exposures.units[unit] for unit, _ in exposures.profiles[profile].units]
    cell = " + ".join(f"{unit.origin or unit.region}/{unit.sector}" for unit in units)
    bases = (_basis(exposures.units[unit], exposures.assumed[unit]) for unit, _ in exposures.profiles[profile].units)
    return cell, "; ".join(dict.fromkeys(bases))


def _basis(unit: Unit, assumed: frozenset[str]) -> str:
    """Where the money was taken to go, and what the model could not follow."""
    mix = "sourcing mix of the world" if "no_use" in assumed else f"sourcing mix of {unit.region}"
    if "no_output" in assumed:
        return f"origin stated, but the model has no {unit.sector} made there: {mix}"
    return "origin stated" if unit.origin else mix
