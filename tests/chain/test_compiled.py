"""Loops also run where their machine code cannot be kept."""

from collections.abc import Callable

import numba
import pytest

from scharnier.chain.compiled import njit


@pytest.fixture
def loop() -> Callable[[int], int]:
    """A function of no file, so that Numba finds no place for its machine code."""
    made: dict[str, Callable[[int], int]] = {}
    exec(compile("def add(n):\n    return n + 1\n", "/no/such/folder/loop.py", "exec"), made)
    return made["add"]


def test_numba_itself_stops_where_it_cannot_keep_code(loop: Callable[[int], int]) -> None:
    with pytest.raises(RuntimeError, match="cannot cache"):
        numba.njit(cache=True)(loop)


def test_a_loop_is_compiled_where_its_code_cannot_be_kept(loop: Callable[[int], int]) -> None:
    assert njit(error_model="numpy")(loop)(1) == 2
