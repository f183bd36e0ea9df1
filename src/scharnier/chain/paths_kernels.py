"""Passes over a whole table for the search of paths, compiled by numba: one for dense tables, one for packed rows.

A table T (m, n) is gone through row by row, as it lies in memory. Where that is A, a row is a seller; where it is the
transpose of A, a row is a buyer; so both passes are needed in both directions and both readings give the same answer.
All numbers are >= 0. Nothing here checks its arguments.
"""

import numpy as np

from scharnier.chain.compiled import njit

BLOCK = 64  # packed numbers looked at together
STEP = 16  # columns that are read or skipped together: two lines of the cache
RUN = 128  # columns looked at together
SMALLEST = 1e-290  # a value below it has lost digits: it counts as nothing


@njit(cache=True, nogil=True, error_model="numpy")
def _raise_line(line, best, top):  # type: ignore[no-untyped-def]
    """max(top, max_j line[j] best[j]): first whether anything is higher, which takes whole vectors at once."""
    higher = 0
    for j in range(line.size):
        higher += line[j] * best[j] > top
    if higher:
        for j in range(line.size):
            top = max(top, line[j] * best[j])
    return top


@njit(cache=True, nogil=True, error_model="numpy")
def raise_dense(table, best, firsts, lasts, start, stop):  # type: ignore[no-untyped-def]
    """best[i] = max(best[i], max_j T[i, j] best[j]) for the rows start <= i < stop, in place.

    Looks at the columns in the runs firsts[r] <= j < lasts[r].
    """
    for i in range(start, stop):
        line, top = table[i], best[i]
        for run in range(firsts.size):
            first, last = firsts[run], lasts[run]
            top = _raise_line(line[first:last], best[first:last], top)
        best[i] = top


@njit(cache=True, nogil=True, error_model="numpy")
def raise_few(table, best, places, start, stop):  # type: ignore[no-untyped-def]
    """As `raise_dense`, looking at the columns in `places` (unsigned) one by one: quicker where they are few."""
    for i in range(start, stop):
        line, top = table[i], best[i]
        higher = 0
        for p in range(places.size):
            higher += line[places[p]] * best[places[p]] > top
        if higher:
            for p in range(places.size):
                top = max(top, line[places[p]] * best[places[p]])
        best[i] = top


@njit(cache=True, nogil=True, error_model="numpy")
def raise_packed(values, columns, starts, best, start, stop):  # type: ignore[no-untyped-def]
    """As `raise_dense`, of packed rows: T[i, columns[p]] = values[p] for starts[i] <= p < starts[i + 1]."""
    for i in range(start, stop):
        top = best[i]
        for first in range(starts[i], starts[i + 1], BLOCK):
            last = min(first + BLOCK, starts[i + 1])
            line, where = values[first:last], columns[first:last]
            higher = 0
            for p in range(line.size):
                higher += line[p] * best[where[p]] > top
            if higher:
                for p in range(line.size):
                    top = max(top, line[p] * best[where[p]])
        best[i] = top


@njit(cache=True, nogil=True, error_model="numpy")
def spread_dense(table, best, used, rows, start, stop):  # type: ignore[no-untyped-def]
    """best[j] = max(best[j], T[i, j] best[i]) for the rows i = rows[start:stop]; used[i] is what was used."""
    for place in range(start, stop):
        i = rows[place]
        line, factor = table[i], best[i]
        used[i] = factor
        if factor > 0.0:
            for j in range(line.size):
                value = line[j] * factor
                best[j] = value if value > best[j] else best[j]


@njit(cache=True, nogil=True, error_model="numpy")
def spread_packed(values, columns, starts, best, used, rows, start, stop):  # type: ignore[no-untyped-def]
    """As `spread_dense`, of packed rows."""
    for place in range(start, stop):
        i = rows[place]
        factor = best[i]
        used[i] = factor
        if factor > 0.0:
            line, where = values[starts[i] : starts[i + 1]], columns[starts[i] : starts[i + 1]]
            for p in range(line.size):
                j = where[p]
                value = line[p] * factor
                if value > best[j]:
                    best[j] = value


@njit(cache=True, nogil=True, error_model="numpy")
def _keep_largest(sizes, parts, weights, rows, columns, keep):  # type: ignore[no-untyped-def]
    """Keep what is at least the `keep`-th largest; of equal ones no more than fit. Returns (size, least, dropped)."""
    size = sizes
    least = np.partition(weights[:size], size - keep)[size - keep] * (1.0 - 1e-9)
    room = max(weights.size // 2, keep)
    larger = 0
    for p in range(size):
        if weights[p] > least * (1.0 + 2e-9):
            larger += 1
    equal = room - larger
    kept = 0
    dropped = False
    for p in range(size):
        if weights[p] >= least:
            if weights[p] <= least * (1.0 + 2e-9):
                if equal == 0:
                    dropped = True
                    continue
                equal -= 1
            parts[kept], weights[kept], rows[kept], columns[kept] = parts[p], weights[p], rows[p], columns[p]
            kept += 1
    return kept, least, dropped


@njit(cache=True, nogil=True, error_model="numpy")
def select_dense(table, left, right, rows, firsts, lasts, start, stop, keep, floor):  # type: ignore[no-untyped-def]
    """The `keep` (and some more) largest left[i] T[i, j] right[j] of at least `floor` > 0.

    Looks at the rows i = rows[start:stop] and the columns in the runs firsts[r] <= j < lasts[r], no longer than RUN.

    Returns (T values, products, rows, columns, least, dropped): all products >= least are there, except, if `dropped`,
    some of those that equal it.
    """
    room = 4 * keep + 16 * RUN
    parts, weights = np.empty(room), np.empty(room)
    found, places = np.empty(room, np.int32), np.empty(room, np.int32)
    size, least, dropped = 0, floor, False
    for p in range(start, stop):
        i = rows[p]
        factor = left[i]
        for run in range(firsts.size):
            first, last = firsts[run], lasts[run]
            line, other = table[i, first:last], right[first:last]
            enough = least * (1.0 - 1e-12) / factor
            hits = 0
            for j in range(line.size):
                hits += line[j] * other[j] >= enough
            if hits == 0:
                continue
            for j in range(line.size):
                weight = factor * (line[j] * other[j])
                if weight >= least:
                    parts[size], weights[size], found[size], places[size] = line[j], weight, i, first + j
                    size += 1
            if size > room - RUN:
                size, least, lost = _keep_largest(size, parts, weights, found, places, keep)
                dropped = dropped or lost
    return parts[:size].copy(), weights[:size].copy(), found[:size].copy(), places[:size].copy(), least, dropped


@njit(cache=True, nogil=True, error_model="numpy")
def select_packed(values, columns, starts, left, right, rows, start, stop, keep, floor):  # type: ignore[no-untyped-def]
    """As `select_dense`, of packed rows and all columns."""
    room = 4 * keep + 16 * RUN
    parts, weights = np.empty(room), np.empty(room)
    found, places = np.empty(room, np.int32), np.empty(room, np.int32)
    size, least, dropped = 0, floor, False
    for q in range(start, stop):
        i = rows[q]
        factor = left[i]
        for first in range(starts[i], starts[i + 1], BLOCK):
            last = min(first + BLOCK, starts[i + 1])
            line, where = values[first:last], columns[first:last]
            enough = least * (1.0 - 1e-12) / factor
            hits = 0
            for p in range(line.size):
                hits += line[p] * right[where[p]] >= enough
            if hits == 0:
                continue
            for p in range(line.size):
                weight = factor * (line[p] * right[where[p]])
                if weight >= least:
                    parts[size], weights[size], found[size], places[size] = line[p], weight, i, where[p]
                    size += 1
            if size > room - RUN:
                size, least, lost = _keep_largest(size, parts, weights, found, places, keep)
                dropped = dropped or lost
    return parts[:size].copy(), weights[:size].copy(), found[:size].copy(), places[:size].copy(), least, dropped


@njit(cache=True, nogil=True, error_model="numpy")
def odd_dense(table, start, stop):  # type: ignore[no-untyped-def]
    """The first row start <= i < stop with a number that is negative, NaN or beyond 1e300; -1 if there is none."""
    for i in range(start, stop):
        odd = 0
        for j in range(table.shape[1]):
            odd += not (table[i, j] >= 0.0 and table[i, j] <= 1e300)
        if odd:
            return i
    return -1


@njit(cache=True, nogil=True, error_model="numpy")
def odd_packed(values, columns, starts, start, stop):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """As `odd_dense`, of packed rows."""
    for i in range(start, stop):
        odd = 0
        for p in range(starts[i], starts[i + 1]):
            odd += not (values[p] >= 0.0 and values[p] <= 1e300)
        if odd:
            return i
    return -1
