"""Best-first search of paths in the part of a table that can be on them, compiled by numba.

A path that stands at a cell may *stop* there or go on to a seller. The options of a cell are sorted by the value of the
best path they lead to, per unit that arrives; so the first option of every cell leads along its best path, and leaving
that path anywhere means taking the next option there. The heap holds such departures. Each one taken out is the start
of exactly one new path, which is the best that is left.
"""

import numpy as np

from scharnier.chain.compiled import njit

STOP = -1
SMALLEST = 1e-290  # a value below it has lost digits: it counts as nothing

FOUND, TOO_MANY = 0, 1


@njit(cache=True, nogil=True, error_model="numpy")
def sort_options(sellers, buyers, parts, ahead, ends):  # type: ignore[no-untyped-def]
    """Options by buyer, best first: (starts (n + 1,), seller or STOP, coefficient, value of the best path ahead).

    `ahead` (n,) is the value of the best path from a cell on, `ends` (n,) that of stopping there. Of options of equal
    value stopping comes first, then the seller with the lowest number.
    """
    n = ahead.size
    starts = np.zeros(n + 1, np.int64)
    for e in range(buyers.size):
        starts[buyers[e] + 1] += 1
    for j in range(n):
        starts[j + 1] += starts[j] + (1 if ends[j] > 0.0 else 0)
    fill = starts[:n].copy()
    total = starts[n]
    targets, factors, values = np.empty(total, np.int32), np.empty(total), np.empty(total)
    for j in range(n):
        if ends[j] > 0.0:
            targets[fill[j]], factors[fill[j]], values[fill[j]] = STOP, 1.0, ends[j]
            fill[j] += 1
    for e in range(buyers.size):
        p = fill[buyers[e]]
        targets[p], factors[p], values[p] = sellers[e], parts[e], parts[e] * ahead[sellers[e]]
        fill[buyers[e]] += 1
    for j in range(n):
        first, last = starts[j], starts[j + 1]
        if last - first > 1:
            order = np.argsort(targets[first:last])
            order = order[np.argsort(-values[first:last][order], kind="mergesort")]
            targets[first:last] = targets[first:last][order]
            factors[first:last] = factors[first:last][order]
            values[first:last] = values[first:last][order]
    return starts, targets, factors, values


@njit(cache=True, nogil=True, error_model="numpy")
def _rise(keys, nodes, ranks, place, key, node, rank):  # type: ignore[no-untyped-def]
    while place > 0:
        above = (place - 1) >> 2
        if keys[above] >= key:
            break
        keys[place], nodes[place], ranks[place] = keys[above], nodes[above], ranks[above]
        place = above
    keys[place], nodes[place], ranks[place] = key, node, rank


@njit(cache=True, nogil=True, error_model="numpy")
def _sink(keys, nodes, ranks, size, key, node, rank):  # type: ignore[no-untyped-def]
    place = 0
    while True:
        below = 4 * place + 1
        if below >= size:
            break
        top = below
        for other in range(below + 1, min(size, below + 4)):
            if keys[other] > keys[top]:
                top = other
        if keys[top] <= key:
            break
        keys[place], nodes[place], ranks[place] = keys[top], nodes[top], ranks[top]
        place = top
    keys[place], nodes[place], ranks[place] = key, node, rank


@njit(cache=True, nogil=True, error_model="numpy")
def _wider(old, room):  # type: ignore[no-untyped-def]
    new = np.empty(room, old.dtype)
    new[: old.size] = old
    return new


@njit(cache=True, nogil=True, error_model="numpy")
def search_paths(starts, targets, factors, values, ends, roots, weights, floor, k, extra, most):  # type: ignore[no-untyped-def]
    """The k best paths, and up to `extra` that rounding cannot tell from the k-th.

    Args: options of `sort_options`; `roots` (r,) the cells where paths start with `weights` (r,) > 0; `floor`: paths
    below it are left out; `most`: nodes allowed.

    Returns (state, nodes: cell, parent, depth; paths: last node, value; bound on all other paths; whether the search
    broke off among paths that rounding cannot tell from the k-th). A path is the chain of parents of its last node.
    """
    room = roots.size + 4 * min(k + extra, 1 << 22) + 64
    cell, parent, depth, weight = (
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.empty(room),
    )
    space = room
    keys, nodes, ranks = np.empty(space), np.empty(space, np.int32), np.empty(space, np.int32)
    last, found = np.empty(min(k + extra, 1 << 16), np.int32), np.empty(min(k + extra, 1 << 16))
    count, size, paths, deepest = 0, 0, 0, 0
    least = max(floor, SMALLEST)
    for r in range(roots.size):
        j = roots[r]
        if starts[j] == starts[j + 1]:
            continue
        key = weights[r] * values[starts[j]]
        if key >= least:
            cell[count], parent[count], depth[count], weight[count] = j, -1, 0, weights[r]
            _rise(keys, nodes, ranks, size, key, count, 0)
            count += 1
            size += 1
    lowest = np.inf
    broken = False
    state = FOUND
    while size > 0:
        slack = 1.0 + 1e-15 * (deepest + 8)
        if paths >= k and (keys[0] * slack < lowest or paths == k + extra):
            broken = keys[0] * slack >= lowest
            break
        node, rank = nodes[0], ranks[0]
        option = starts[cell[node]] + rank
        key = weight[node] * values[option + 1] if option + 1 < starts[cell[node] + 1] else 0.0
        if key >= least:
            _sink(keys, nodes, ranks, size, key, node, rank + 1)
        else:
            size -= 1
            if size > 0:
                _sink(keys, nodes, ranks, size, keys[size], nodes[size], ranks[size])
        while targets[option] != STOP:
            if count == room:
                if room >= most:
                    state = TOO_MANY
                    break
                room *= 2
                cell, parent, depth, weight = (
                    _wider(cell, room),
                    _wider(parent, room),
                    _wider(depth, room),
                    _wider(weight, room),
                )
            if size == space:
                space *= 2
                keys, nodes, ranks = _wider(keys, space), _wider(nodes, space), _wider(ranks, space)
            j = targets[option]
            cell[count], parent[count], depth[count] = j, node, depth[node] + 1
            weight[count] = weight[node] * factors[option]
            node = count
            count += 1
            option = starts[j]
            if option + 1 < starts[j + 1]:
                key = weight[node] * values[option + 1]
                if key >= least:
                    _rise(keys, nodes, ranks, size, key, node, 1)
                    size += 1
            if depth[node] > deepest:
                deepest = depth[node]
        if state != FOUND:
            break
        value = weight[node] * ends[cell[node]]
        if value >= SMALLEST:
            if paths == last.size:
                last, found = _wider(last, 2 * paths), _wider(found, 2 * paths)
            last[paths], found[paths] = node, value
            paths += 1
            lowest = min(lowest, value) if paths <= k else lowest
    bound = max(floor, keys[0] * (1.0 + 1e-15 * (deepest + 8))) if size > 0 else floor
    return (
        state,
        cell[:count].copy(),
        parent[:count].copy(),
        depth[:count].copy(),
        last[:paths],
        found[:paths],
        bound,
        broken,
    )


@njit(cache=True, nogil=True, error_model="numpy")
def lay_out(cell, parent, last, offsets):  # type: ignore[no-untyped-def]
    """The cells of the paths one after the other, each from its first cell: path r is at offsets[r]:offsets[r + 1]."""
    cells = np.empty(offsets[-1], np.int32)
    for r in range(last.size):
        node = last[r]
        for place in range(offsets[r + 1] - 1, offsets[r] - 1, -1):
            cells[place] = cell[node]
            node = parent[node]
    return cells
