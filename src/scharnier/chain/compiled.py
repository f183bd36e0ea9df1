"""Compile loops with Numba and keep the machine code for the next run, where there is a place to keep it."""

from collections.abc import Callable
from typing import Any

import numba

__all__ = ["njit"]


def njit(*, cache: bool = True, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """As `numba.njit(cache=True, ...)`. Where nothing can be kept, the loop is compiled in every run: slower to start.

    Numba keeps machine code beside the program or in the user's cache folder, and raises RuntimeError where neither
    can be written: a program that the administrator installed, run by an account without a home.
    """

    def compile_(loop: Callable[..., Any]) -> Any:
        if cache:
            try:
                return numba.njit(cache=True, **options)(loop)
            except RuntimeError:  # "cannot cache function ...: no locator available"
                pass
        return numba.njit(**options)(loop)

    return compile_
