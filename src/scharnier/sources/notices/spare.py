"""Arrow without pandas, in processes that need no more of it."""

import sys

import pyarrow as pa


def spare_pandas() -> None:
    """Only in a process of our own: Arrow asks once whether pandas is there, which loads it in most of a second."""
    if "pandas" in sys.modules:
        return
    hidden = _Hidden()
    sys.meta_path.insert(0, hidden)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(hidden)


class _Hidden:
    """A finder that finds no pandas."""

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] == "pandas":
            raise ModuleNotFoundError(name, name=name)
