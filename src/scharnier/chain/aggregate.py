"""What adding up industries or countries does to an answer: a table made coarser, and its multipliers compared.

Method page: docs/method/chain-uncertainty.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from scharnier.chain.direct import is_sparse
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]
Label = tuple[str, str]
Groups = tuple[tuple[Label, ...], Any]  # names of the groups, and G (N, n)

SHOWN: Final = 20
CLOSE: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Coarse:
    """A table made coarser: `labels` (N) of the groups, `flows` Z' (N, N), `output` x' (N,), `totals` F' (k, N),
    `use` Y' (N, m), `share` G (N, n) sparse: how much of each fine cell goes to each group."""

    labels: tuple[Label, ...]
    flows: Array
    output: Array
    totals: Array
    use: Array
    share: Any


def group_by_label(labels: Sequence[Label], sectors: Mapping[str, Mapping[str, float]]) -> Groups:
    """Groups and shares G (N, n), sparse, from a concordance of sectors: fine code -> {coarse code: weight}.

    Regions stay as they are. Weights of a fine code add up to one: nothing is lost or counted twice.

    Raises: InputProblem for sectors that the concordance does not know (with the list), or weights that do not add up.
    """
    missing = sorted({sector for _, sector in labels if sector not in sectors})
    if missing:
        more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        raise InputProblem(f"the concordance has no row for {', '.join(missing[:SHOWN])}{more}.")
    for sector in {sector for _, sector in labels}:
        weights = sectors[sector].values()
        if min(weights, default=-1.0) < 0 or abs(sum(weights) - 1.0) > CLOSE:
            raise InputProblem(f"the weights of {sector} add up to {sum(weights):.6g} and not to 1.")
    place: dict[Label, int] = {}
    entries = []
    for cell, (region, sector) in enumerate(labels):
        for coarse, weight in sectors[sector].items():
            entries.append((place.setdefault((region, coarse), len(place)), cell, weight))
    rows, columns, weights_ = zip(*entries, strict=True)
    return tuple(place), sparse.csr_array((weights_, (rows, columns)), shape=(len(place), len(labels)))


def aggregate_table(flows: Any, output: ArrayLike, totals: ArrayLike, use: ArrayLike, groups: Groups) -> Coarse:
    """Z' = G Z G', x' = G x, F' = F G', Y' = G Y: totals stay what they were.

    Args: flows (n, n) dense or sparse; output (n,); totals (k, n) of stressors; use (n, m); groups as of
        `group_by_label`, or a tuple (labels, G) of your own.
    Raises: InputProblem when shapes do not fit or G does not conserve (columns of G that do not add up to one).
    """
    labels, share = groups
    x = np.asarray(output, dtype=np.float64)
    f, y = np.atleast_2d(np.asarray(totals, dtype=np.float64)), np.asarray(use, dtype=np.float64)
    n = x.size
    if share.shape != (len(labels), n) or flows.shape != (n, n) or f.shape[1] != n or y.shape[0] != n:
        raise InputProblem(f"groups, flows, totals or use do not fit {n} cells.")
    sums = np.asarray(share.sum(axis=0)).ravel()
    if (share.data < 0).any():
        raise InputProblem("cells have negative shares in groups.")
    if not (np.abs(sums - 1.0) <= CLOSE).all():
        raise InputProblem(f"{int((np.abs(sums - 1.0) > CLOSE).sum())} cells are not shared out over groups to 1.")
    rows = share @ flows
    z = (share @ (rows.T.toarray() if is_sparse(rows) else rows.T)).T
    columns = y if y.ndim == 2 else y[:, None]
    return Coarse(labels, np.ascontiguousarray(z), share @ x, (share @ f.T).T, share @ columns, share)


@dataclass(frozen=True, eq=False)
class AggregationError:
    """How the multipliers of fine cells spread about those of the groups that hold them.

    Attributes:
        labels: of the G groups compared: coarse sectors, all regions together.
        p05, p50, p95: (k, G) of fine / coarse over the cells of a group, each weighing by its output (or spend): 0.5
            means that the coarse table says twice as much as the fine one. NaN where nothing can be compared.
        members: (G,) fine cells with weight.
        total_fine, total_coarse: (k,) of the weights as spend: the footprint in both.
        left_out: (k, G) share of the weight in cells of which the coarse multiplier is zero or unknown.
    """

    labels: tuple[str, ...]
    p05: Array
    p50: Array
    p95: Array
    members: NDArray[np.int64]
    total_fine: Array
    total_coarse: Array
    left_out: Array


def compare_multipliers(
    fine: ArrayLike, coarse: ArrayLike, share: Any, groups: Sequence[str], weights: ArrayLike
) -> AggregationError:
    """Compare multipliers of a fine model with those of a coarse one, made from it or made by others.

    A fine cell is held against the mean of its groups' multipliers, weighed by `share`.

    Args:
        fine: (k, n). coarse: (k, N), in the same unit.
        share: G (N, n), dense or sparse, columns adding up to one.
        groups: (n,) the name under which each fine cell is reported, such as its coarse sector.
        weights: (n,) at least zero: output, or what was spent.
    Raises: InputProblem when shapes do not fit.
    """
    m, rough = (np.atleast_2d(np.asarray(given, dtype=np.float64)) for given in (fine, coarse))
    weight = np.asarray(weights, dtype=np.float64)
    n = m.shape[1]
    if share.shape != (rough.shape[1], n) or len(groups) != n or weight.shape != (n,) or m.shape[0] != rough.shape[0]:
        raise InputProblem(f"multipliers, groups or weights do not fit {n} fine cells.")
    if not np.isfinite(weight).all() or (weight < 0).any():
        raise InputProblem("weights below zero or unknown.", "Take output or spend.")
    laid = (share.T @ rough.T).T
    known = np.isfinite(m) & np.isfinite(laid) & (laid > 0)
    ratio = np.divide(m, laid, out=np.full_like(m, np.nan), where=known)
    names = tuple(dict.fromkeys(groups))
    number = {name: place for place, name in enumerate(names)}
    of = np.array([number[name] for name in groups])
    quantiles, left_out = np.full((3, len(m), len(names)), np.nan), np.zeros((len(m), len(names)))
    members = np.zeros(len(names), dtype=np.int64)
    for group in range(len(names)):
        mine = np.flatnonzero((of == group) & (weight > 0))
        members[group] = mine.size
        for row in range(len(m)):
            use = mine[known[row, mine]]
            total = weight[mine].sum()
            left_out[row, group] = 1.0 - weight[use].sum() / total if total > 0 else 0.0
            if use.size:
                quantiles[:, row, group] = _quantile(ratio[row, use], weight[use])
    total_fine, total_coarse = ((np.where(weight > 0, each, 0.0) * weight).sum(axis=1) for each in (m, laid))
    low, mid, high = quantiles
    return AggregationError(names, low, mid, high, members, total_fine, total_coarse, left_out)


def _quantile(values: Array, weights: Array) -> Array:
    """The weighted 5th, 50th and 95th percentile: the least value with at least that much weight at or below it."""
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order]) / weights.sum()
    at = np.minimum(np.searchsorted(below, np.array([0.05, 0.5, 0.95]) - 1e-12), len(values) - 1)
    found: Array = values[order][at]
    return found
