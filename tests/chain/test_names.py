"""What `scharnier.chain` offers: every name is there, the table in its docstring names them, and Numba waits."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import scharnier.chain as chain


@pytest.mark.parametrize("name", chain.__all__)
def test_every_name_is_there_and_is_told_what_it_is(name: str) -> None:
    found = getattr(chain, name)
    assert isinstance(found, str) or (found.__doc__ or "").strip()
    assert name in dir(chain)


def test_the_table_names_what_is_there() -> None:
    rows = [row.split("|") for row in (chain.__doc__ or "").splitlines() if row.startswith("| ")][1:]
    named = {name for row in rows for name in re.findall(r"\w+", row[2])}
    assert named <= set(chain.__all__)
    assert {"System", "find_moves", "compare_years", "calc_spread", "compare_multipliers", "open_model"} <= named


def test_the_pages_it_names_exist(repository: Path) -> None:
    rows = [row.split("|") for row in (chain.__doc__ or "").splitlines() if row.startswith("| ")][1:]
    for row in rows:
        assert (repository / "docs" / "method" / f"{row[3].strip()}.md").is_file(), row


def test_importing_it_does_not_wait_for_numba() -> None:
    code = (
        "import sys, scharnier.chain as c; assert 'numba' not in sys.modules\n"
        "from scharnier.chain import find_paths, System\n"
        "assert find_paths.__module__ == 'scharnier.chain.paths' and c.find_paths is find_paths"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_is_not_there_is_said_as_python_says_it() -> None:
    with pytest.raises(AttributeError, match="no attribute 'find_path'"):
        _ = chain.find_path
