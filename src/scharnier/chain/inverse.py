"""The inverse of a block I - A_JJ.

Gauss-Jordan without a search for pivots: a productive block needs none, and then every step adds numbers of one sign,
so that what is zero stays zero and nothing turns negative. A pivot that is not positive proves that the block is not
productive.
"""

import numpy as np

from scharnier.chain.compiled import njit


@njit(cache=True, error_model="numpy")
def invert(a):
    """Replace a (m, m), float64, by its inverse. False when a pivot is not positive: then a is spoilt.

    Gauss-Jordan, four pivots at once: their rows are settled among themselves, then taken off all others in one pass.
    """
    size = a.shape[0]
    lead = np.empty((4, size), np.float64)
    for first in range(0, size, 4):
        stop = min(first + 4, size)
        for k in range(first, stop):
            pivot = a[k, k]
            if not pivot > 0.0:
                return False
            a[k, k] = 1.0
            for c in range(size):
                a[k, c] /= pivot
            for r in range(first, stop):
                if r != k:
                    factor = a[r, k]
                    a[r, k] = 0.0
                    for c in range(size):
                        a[r, c] -= factor * a[k, c]
        lead[:] = 0.0
        lead[: stop - first] = a[first:stop]
        p, q, s, t = lead[0], lead[1], lead[2], lead[3]
        f = np.zeros(4, np.float64)
        for r in range(size):
            if first <= r < stop:
                continue
            for k in range(first, stop):
                f[k - first] = a[r, k]
                a[r, k] = 0.0
            f0, f1, f2, f3 = f[0], f[1], f[2], f[3]
            line = a[r]
            for c in range(size):
                line[c] -= f0 * p[c] + f1 * q[c] + f2 * s[c] + f3 * t[c]
    return True
