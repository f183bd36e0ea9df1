"""How the coefficients of a stored model lie on disk: square or without zeros, twice, and packed for the solver."""

from dataclasses import fields
from pathlib import Path
from typing import Any, Literal

import numpy as np
from scipy import sparse

# Above this share of coefficients that are not zero the plain square array is the smaller one.
SPARSE_BELOW = 0.5
PACK_FROM = 400  # cells; below this a direct solution is instant


def is_sparse(table: Any) -> bool:
    """Whether the table is one of SciPy's sparse kinds."""
    return bool(sparse.issparse(table))


def write_coefficients(work: Path, table: Any, regions: list[str]) -> tuple[Literal["dense", "sparse"], int]:
    """Write A (n, n), dense or SciPy sparse, into the folder; its form, and the number of entries that are not zero."""
    n = table.shape[0]
    entries = int(table.count_nonzero()) if is_sparse(table) else int(np.count_nonzero(table))
    packed = table
    if entries >= SPARSE_BELOW * n * n:
        dense = table.toarray() if is_sparse(table) else np.ascontiguousarray(table, dtype=np.float64)
        np.save(work / "A.npy", dense)
        with np.errstate(over="ignore"):
            np.save(work / "A32.npy", dense.astype(np.float32))
        form: Literal["dense", "sparse"] = "dense"
    else:
        rows = sparse.csr_array(table, dtype=np.float64)
        rows.sum_duplicates()
        rows.eliminate_zeros()
        index = np.int32 if rows.nnz < np.iinfo(np.int32).max else np.int64
        np.save(work / "A_values.npy", rows.data)
        with np.errstate(over="ignore"):
            np.save(work / "A_values32.npy", rows.data.astype(np.float32))
        np.save(work / "A_columns.npy", rows.indices.astype(index, copy=False))
        np.save(work / "A_starts.npy", rows.indptr.astype(index, copy=False))
        form = "sparse"
    if n >= PACK_FROM and form == "sparse":
        _write_tiles(work, packed, regions)
    return form, entries


def _write_tiles(work: Path, table: Any, regions: list[str]) -> None:
    """The table packed for the solver; left out where it holds what tiles cannot (negative coefficients)."""
    from scharnier.chain.tiles import OddTable, Tiles, pack_table

    try:
        tiles = pack_table(table, regions)
    except OddTable:
        return
    for part in fields(Tiles):
        np.save(work / f"tiles_{part.name}.npy", getattr(tiles, part.name))
