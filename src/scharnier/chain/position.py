"""How far from final use, and how far from the first input: the place of a cell in the chain.

Antras, Chor, Fally & Hillberry (2012), "Measuring the Upstreamness of Production and Trade Flows", American Economic
Review 102(3); Antras & Chor (2018), "On the Measurement of Upstreamness and Downstreamness in Global Value Chains".
Both divide by the output. That is the sum of a row of the table, and we take that sum itself: a table that is rounded
to whole millions loses small sales, and a share of what is *recorded* as sold does not. In a table that balances the
two are the same. See docs/method/value-chain.md for what that changes against the published figures.
"""

import re
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.model import ChainModel
from scharnier.chain.stored import StoredModel
from scharnier.chain.system import System
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]

# How the sources that we read name the column of final use that holds changes in inventories.
INVENTORIES = re.compile(r"(?i)inventor|^invnt|^inv(en)?$|^c42$|^p\.?5m$|^p\.?52$")


def calc_upstreamness(
    model: ChainModel | StoredModel, inventory_correction: bool = True, inventories: Collection[str] | None = None
) -> Array:
    """Upstreamness U (n,): average number of steps from a cell to final use, 1 where all is sold to final users.

    U = (I - D)^-1 1 with D[i, j] = Z[i, j] / sold[i]: the share of its sales that cell i makes to cell j. What went
    into stock in the year was not sold: without the correction it counts as final use. NaN where nothing is sold.

    Args: inventories: names of the columns of final use that are changes in inventories, where a stored model calls
        them otherwise than the tables we know.
    Raises: InputProblem when such a column is asked for and not found, or cells sell to each other only.
    """
    flows, sold, _ = _take_sales(model, inventory_correction, inventories)
    some = sold > 0
    shares = flows * np.divide(1.0, sold, out=np.zeros_like(sold), where=some)[:, None]
    try:
        steps = System(shares).footprint(np.ones(sold.size))
    except InputProblem as problem:
        raise InputProblem(
            f"model {model.id} has cells whose sales never reach final use, so that no number of steps is theirs.",
            "They sell to each other only, or the columns of final use are incomplete.",
        ) from problem
    return np.where(some, steps, np.nan)


def calc_downstreamness(
    model: ChainModel | StoredModel, inventory_correction: bool = True, inventories: Collection[str] | None = None
) -> Array:
    """Downstreamness (n,): average number of steps from the first inputs to a cell, 1 where nothing is bought.

    (I - A')^-T 1 with A'[i, j] = Z[i, j] made[i] / sold[i] / made[j], `made` the sum of a row with inventories, `sold`
    without. The correction takes what comes out of stock to be used as what was made in the year. NaN for cells that
    make nothing. Arguments and errors: see `calc_upstreamness`.
    """
    flows, sold, made = _take_sales(model, inventory_correction, inventories)
    raised = np.divide(made, sold, out=np.zeros_like(sold), where=sold > 0)
    # Cell by cell from behind: what nobody makes has no inputs, and counts as one step for who buys it.
    shares = flows * raised[:, None] * np.divide(1.0, made, out=np.zeros_like(made), where=made > 0)
    return np.where(made > 0, System(shares).multipliers(np.ones(made.size)).values, np.nan)


def _take_sales(
    model: ChainModel | StoredModel, correct: bool, names: Collection[str] | None
) -> tuple[Array, Array, Array]:
    """Z (n, n), and the sums of its rows with final use: without (sold) and with (made) changes in inventories."""
    if isinstance(model, ChainModel):
        flows, final, stocks = model.flows, model.final.sum(axis=1), model.inventories.sum(axis=1)
    else:
        table = model.coefficients
        flows = (table.toarray() if model.manifest.form == "sparse" else np.asarray(table)) * model.output
        chosen = _find_inventories(model, names) if correct else np.zeros(len(model.final_labels), dtype=bool)
        final, stocks = model.final[:, ~chosen].sum(axis=1), model.final[:, chosen].sum(axis=1)
    sold: Array = flows.sum(axis=1) + final
    made: Array = sold + stocks
    return (flows, sold, made) if correct else (flows, made, made)


def _find_inventories(model: StoredModel, names: Collection[str] | None) -> NDArray[np.bool_]:
    categories = [category for _, category in model.final_labels]
    if names is None:
        found = np.array([bool(INVENTORIES.search(category.strip())) for category in categories], dtype=bool)
    else:
        found = np.array([category in names for category in categories], dtype=bool)
    if not found.any():
        known = ", ".join(dict.fromkeys(categories)) or "none"
        raise InputProblem(
            f"model {model.id} has no column of changes in inventories that we know.",
            f"Name it (inventories=), or leave the correction out (inventory_correction=False). It has: {known}.",
        )
    return found
