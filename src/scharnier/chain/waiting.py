"""Let numba's threads sleep soon when they wait for each other.

By default those of GNU OpenMP keep a processor busy for milliseconds before they sleep. On a machine with other work
that takes the time away from the very thread they wait for: sweeps were four times slower. The library reads its
settings once, when it is loaded, so it is loaded here; a choice made in the environment is left alone, and so is the
environment. Where another package has loaded it before, nothing changes but speed. Why: docs/decisions/0011.
"""

import os
from contextlib import suppress
from importlib import import_module

SETTING = "GOMP_SPINCOUNT"
ROUNDS = "2000"  # some microseconds: about as long as a wait takes when nothing else runs


def load_openmp() -> None:
    """Load numba's OpenMP layer, if there is one, with short waits."""
    if {SETTING, "OMP_WAIT_POLICY"} & set(os.environ):
        return
    os.environ[SETTING] = ROUNDS
    try:
        with suppress(ImportError):
            import_module("numba.np.ufunc.omppool")
    finally:
        del os.environ[SETTING]


load_openmp()
