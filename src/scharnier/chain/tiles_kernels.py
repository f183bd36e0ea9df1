"""The loops that pack a table into tiles, compiled by numba."""

import numpy as np
from numba import prange

from scharnier.chain.compiled import njit


@njit(parallel=True, cache=True, error_model="numpy")
def count_dense(table, order, edges, starts, least, most):
    """Entries per column and tile in starts[1:], and whether each is in range."""
    n, blocks = order.size, edges.size - 1
    wrong = np.zeros(blocks, np.int64)
    for i in prange(blocks):
        count = np.zeros(n, np.int64)
        fault = np.int64(0)
        for r in range(edges[i], edges[i + 1]):
            row = table[order[r]]
            for c in range(n):
                v = row[c]
                used = np.int64(v != 0.0)
                count[c] += used
                fault += used - np.int64((v >= least) & (v <= most))
        wrong[i] = fault
        for j in range(blocks):
            base = blocks * edges[j] + i * (edges[j + 1] - edges[j]) + 1
            for c in range(edges[j + 1] - edges[j]):
                starts[base + c] = count[order[edges[j] + c]]
    return wrong.sum() == 0


@njit(parallel=True, cache=True, error_model="numpy")
def fill_dense(table, order, edges, starts, rows, high, low):
    """Write the tiles. Each is first turned, eight rows at a time, so that a column is contiguous."""
    blocks = edges.size - 1
    largest = np.max(edges[1:] - edges[:-1])
    for j in prange(blocks):
        columns = order[edges[j] : edges[j + 1]].copy()
        turned = np.zeros((columns.size, largest + 8), np.float64)
        used = np.empty(largest + 8, np.uint8)
        for i in range(blocks):
            sellers = order[edges[i] : edges[i + 1]]
            whole = sellers.size - sellers.size % 8
            for r in range(0, whole, 8):
                t0, t1, t2, t3 = table[sellers[r]], table[sellers[r + 1]], table[sellers[r + 2]], table[sellers[r + 3]]
                t4, t5, t6 = table[sellers[r + 4]], table[sellers[r + 5]], table[sellers[r + 6]]
                t7 = table[sellers[r + 7]]
                for c in range(columns.size):
                    k = columns[c]
                    line = turned[c]
                    line[r], line[r + 1], line[r + 2], line[r + 3] = t0[k], t1[k], t2[k], t3[k]
                    line[r + 4], line[r + 5], line[r + 6], line[r + 7] = t4[k], t5[k], t6[k], t7[k]
            for r in range(whole, sellers.size):
                for c in range(columns.size):
                    turned[c, r] = table[sellers[r], columns[c]]
            base = blocks * edges[j] + i * columns.size
            for c in range(columns.size):
                line = turned[c]
                count = np.int64(0)
                for r in range(sellers.size):  # without a branch: write the row, step on if it is used
                    used[count] = r
                    count += np.int64(line[r] > 0.0)
                p = starts[base + c]
                for m in range(count):
                    v = line[np.int64(used[m])]
                    h = np.float32(v)
                    rows[p + m], high[p + m], low[p + m] = used[m], h, np.float32(v - np.float64(h))


@njit(parallel=True, cache=True, error_model="numpy")
def count_straight(table, order, edges, starts, least, most):
    """`count_dense` for the rows of a transposed table: each is a column of the packing already."""
    blocks = edges.size - 1
    wrong = np.zeros(blocks, np.int64)
    for j in prange(blocks):
        size = edges[j + 1] - edges[j]
        line = np.empty(order.size, np.float64)
        fault = np.int64(0)
        for c in range(size):
            _take_row(table[order[edges[j] + c]], order, line)
            for i in range(blocks):
                count, good = np.int64(0), np.int64(0)
                for v in line[edges[i] : edges[i + 1]]:
                    count += np.int64(v != 0.0)
                    good += np.int64((v >= least) & (v <= most))
                fault += count - good
                starts[blocks * edges[j] + i * size + c + 1] = count
        wrong[j] = fault
    return wrong.sum() == 0


@njit(parallel=True, cache=True, error_model="numpy")
def fill_straight(table, order, edges, starts, rows, high, low):
    """`fill_dense` for the rows of a transposed table."""
    blocks = edges.size - 1
    largest = np.max(edges[1:] - edges[:-1])
    for j in prange(blocks):
        size = edges[j + 1] - edges[j]
        line = np.empty(order.size, np.float64)
        used = np.empty(largest + 1, np.uint8)
        kept = np.empty(largest + 1, np.float64)
        for c in range(size):
            _take_row(table[order[edges[j] + c]], order, line)
            for i in range(blocks):
                tile = line[edges[i] : edges[i + 1]]
                count = np.int64(0)
                for r in range(tile.size):
                    used[count], kept[count] = r, tile[r]
                    count += np.int64(tile[r] > 0.0)
                p = starts[blocks * edges[j] + i * size + c]
                rows[p : p + count] = used[:count]
                for m in range(count):
                    h = np.float32(kept[m])
                    high[p + m], low[p + m] = h, np.float32(kept[m] - np.float64(h))


@njit(cache=True, error_model="numpy")
def _take_row(source, order, line):
    for r in range(order.size):
        line[r] = source[np.uint64(order[r])]


@njit(cache=True, error_model="numpy")
def count_columns(indptr, places, order, edges, starts):
    blocks = edges.size - 1
    for j in range(blocks):
        size = edges[j + 1] - edges[j]
        for c in range(size):
            column = order[edges[j] + c]
            for p in range(indptr[column], indptr[column + 1]):
                i = np.searchsorted(edges, places[p], side="right") - 1
                starts[blocks * edges[j] + i * size + c + 1] += 1


@njit(cache=True, error_model="numpy")
def fill_columns(values, indptr, places, order, edges, starts, rows, high, low):
    blocks = edges.size - 1
    put = starts[:-1].copy()
    for j in range(blocks):
        size = edges[j + 1] - edges[j]
        for c in range(size):
            column = order[edges[j] + c]
            for p in range(indptr[column], indptr[column + 1]):
                i = np.searchsorted(edges, places[p], side="right") - 1
                k = blocks * edges[j] + i * size + c
                to = put[k]
                v = values[p]
                rows[to] = places[p] - edges[i]
                high[to] = np.float32(v)
                low[to] = np.float32(v - np.float64(np.float32(v)))
                put[k] = to + 1
