"""Paths, origins and lines beside pyspa, the inverse and pandas: the same question, turn by turn in one process.

- the 1,000 best paths of one purchase, on the WIOD table that ships and on one of 2,464 cells, beside pyspa 2.4, which
  is told the value of the 1,000th: it must list every path that ours does;
- the 100,000 best paths of a portfolio, 9,800 cells, the best way from and to every cell included;
- the 10 largest origins of 800 purchase cells and 40 stressors, beside inverse and argpartition: equal in all places;
- 1,000,000 lines x 40 stressors, per line and per supplier, beside pandas.

`python -m benchmarks.paths` prints the rows; `--small` leaves out what takes minutes and gigabytes.
pyspa is under the GPL: it is measured beside, never shipped. Without it that row has no peer.
"""

import contextlib
import io
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.chain import REST, TIED, Row

REPEATS = 5


def run(*, small: bool = False) -> list[Row]:
    """Measured rows: name, seconds (median), peer, peer_seconds, ratio (peer / ours), and what was found.

    Raises: RuntimeError when answers differ: a ratio of unequal answers says nothing.
    """
    environment = {name: value for name, value in os.environ.items() if name not in TIED}
    command = [sys.executable, "-m", "benchmarks.paths", "--measure", *(["--small"] if small else [])]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError("the measurement failed; see above")
    rows: list[Row] = json.loads(done.stdout.splitlines()[-1])
    return rows


def measure(*, small: bool) -> list[Row]:
    """All of them, in this process."""
    from benchmarks.made_tables import make_table

    rows = [*measure_lines(), *measure_thousand(*wiod()), *measure_thousand(*made(make_table(44, 56, 0.88)))]
    if not small:
        table = make_table(49, 200, 0.27)
        rows += measure_many(table)
        rows += measure_origins(table)
    return rows


def wiod() -> tuple[str, Any, Any, int]:
    """Name, A, s and purchase cell: value added behind a unit of Dutch textiles."""
    from scharnier.chain import Leontief, load_model

    model = load_model()
    system = Leontief(model)
    return "WIOD 2011", system.coefficients, system.value_added_share, model.index("NLD", "c4")


def made(table: Any) -> tuple[str, Any, Any, int]:
    """The same of a made-up table: a stressor of its own and a cell drawn by lot."""
    import numpy as np

    rng = np.random.default_rng()
    n = table.shape[0]
    return "made up", table, rng.lognormal(0, 1.5, n), int(rng.integers(n))


def measure_thousand(name: str, A: Any, s: Any, cell: int) -> list[Row]:
    """The 1,000 best paths of one purchase."""
    import numpy as np

    from scharnier.chain.paths import find_paths

    n = A.shape[0]
    total = np.linalg.solve(np.eye(n) - A.T, s)
    seconds, paths = clock(lambda: find_paths(A, cell, s, 1000, total=float(total[cell])))
    task = f"1,000 best paths of one purchase, {name}, {n:,} cells"
    row: Row = {"name": task, "seconds": seconds, "coverage": paths.coverage}
    try:
        import pandas as pd
        import pyspa
    except ImportError:
        return [row]
    threshold = float(paths.values[-1])
    sheet = pd.DataFrame(
        {
            "Sector ID": np.arange(1, n + 1),
            "Name": [f"cell {i}" for i in range(n)],
            "Unit": "eur",
            "Region": "x",
            "DR_value_(eur)": s,
            "TR_value_(eur)": total,
        }
    )

    def peer() -> Any:
        with contextlib.redirect_stdout(io.StringIO()):
            return pyspa.get_spa(
                cell,
                int(paths.lengths.max()),
                A,
                sheet,
                {"value": threshold * (1 - 1e-9)},
                breakdown_remainder=False,
                zero_indexing=True,
            )

    theirs, chain = clock(peer, repeats=3)
    listed = {tuple(node.index_reference for node in pathway.nodes) for pathway in chain.pathways_list}
    missed = [cells for _, cells in paths if tuple(cells) not in listed]
    if missed:
        raise RuntimeError(f"pyspa does not list {len(missed)} of our paths, such as {missed[0]}")
    return [{**row, "peer": "pyspa 2.4", "peer_seconds": theirs, "ratio": theirs / seconds, "equal": True}]


def measure_many(A: Any) -> list[Row]:
    """The best paths of a portfolio of 800 cells."""
    import numpy as np

    from scharnier.chain import System
    from scharnier.chain.paths import find_paths

    rng = np.random.default_rng()
    n = A.shape[0]
    y = np.zeros(n)
    y[rng.choice(n, 800, replace=False)] = rng.lognormal(0, 2, 800)
    s = rng.lognormal(0, 1.5, n)
    total = float(System(A, regions=np.repeat(np.arange(49), 200).tolist()).multipliers(s).values @ y)
    rows: list[Row] = []
    for k in (1000, 100_000):
        seconds, paths = clock(lambda k=k: find_paths(A, y, s, k, total=total, checked=True))
        rows.append({"name": f"{k:,} best paths of 800 purchases, {n:,} cells", "seconds": seconds})
        rows[-1]["coverage"] = paths.coverage
    return rows


def measure_origins(A: Any) -> list[Row]:
    """The 10 largest origins of 800 purchase cells and 40 stressors."""
    import numpy as np

    from scharnier.chain.origins import find_origins

    rng = np.random.default_rng()
    n = A.shape[0]
    cells = np.sort(rng.choice(n, 800, replace=False))
    S = rng.lognormal(0, 1.5, (40, n))

    def peer() -> Any:
        inverse = np.linalg.inv(np.eye(n) - A)
        found = np.empty((800, 40, 10), np.int64)
        for place, cell in enumerate(cells):
            through = S * inverse[:, cell]
            best = np.argpartition(through, n - 10, axis=1)[:, n - 10 :]
            order = np.argsort(-np.take_along_axis(through, best, axis=1), axis=1)
            found[place] = np.take_along_axis(best, order, axis=1)
        return found

    regions = [f"R{region}" for region in range(49) for _ in range(200)]
    seconds, found = clock(lambda: find_origins(A, cells, S, regions=regions), repeats=3)
    theirs, expected = clock(peer, repeats=3, warm=False)
    different = int((found.cells != expected).sum())
    if different:
        raise RuntimeError(f"{different} of {expected.size} origins differ")
    return [
        {
            "name": f"10 largest origins of 800 cells x 40 stressors, {n:,} cells",
            "seconds": seconds,
            "peer": "inverse + argpartition",
            "peer_seconds": theirs,
            "ratio": theirs / seconds,
            "equal": True,
            "resolved": found.resolved,
        }
    ]


def measure_lines() -> list[Row]:
    """1,000,000 lines x 40 stressors, the multipliers known."""
    import numpy as np
    import pandas as pd

    from scharnier.chain.lines import calc_lines

    rng = np.random.default_rng()
    lines, n, s, suppliers = 1_000_000, 9800, 40, 5000
    used = rng.choice(n, 800, replace=False).astype(np.int32)
    cell, supplier = used[rng.integers(0, 800, lines)], rng.integers(0, suppliers, lines, dtype=np.int32)
    amount, M = rng.lognormal(3, 2, lines), rng.lognormal(0, 1, (s, n))
    frame = pd.DataFrame({"cell": cell, "supplier": supplier, "amount": amount})
    names = [f"s{i}" for i in range(s)]
    known = pd.DataFrame(M.T, columns=names).assign(cell=np.arange(n, dtype=np.int32))

    def peer_lines() -> Any:
        joined = frame.merge(known, on="cell", how="left")
        return joined[names].mul(joined["amount"], axis=0)

    def peer_both() -> Any:
        return peer_lines().groupby(frame["supplier"]).sum()

    rows: list[Row] = []
    merged, both = clock(peer_lines, repeats=3), clock(peer_both, repeats=3)
    for number in (np.float32, np.float64):
        out = np.empty((lines, s), number)
        tolerance = 1e-12 if number is np.float64 else 1e-6
        ours = clock(lambda out=out: calc_lines(cell, amount, M, out=out))
        if not np.allclose(ours[1].lines, merged[1].to_numpy(), rtol=tolerance):
            raise RuntimeError("lines differ")
        rows.append(compare(f"1,000,000 lines x 40 stressors, {out.dtype}", ours[0], merged[0], lines))
        ours = clock(lambda out=out: calc_lines(cell, amount, M, out=out, group_of_line=supplier, groups=suppliers))
        if not np.allclose(ours[1].groups, both[1].to_numpy(), rtol=1e-10):
            raise RuntimeError("sums by supplier differ")
        rows.append(compare(f"the same and by supplier, {out.dtype}", ours[0], both[0], lines))
    return rows


def compare(name: str, ours: float, theirs: float, lines: int) -> Row:
    """A row of lines beside pandas."""
    return {
        "name": f"{name} ({lines / ours / 1e6:.0f} M lines/s)",
        "seconds": ours,
        "peer": "pandas merge",
        "peer_seconds": theirs,
        "ratio": theirs / ours,
        "equal": True,
    }


def clock(work: Callable[[], Any], *, repeats: int = REPEATS, warm: bool = True) -> tuple[float, Any]:
    """Median seconds over the repeats, after one turn that does not count (`warm`), and the last answer."""
    if warm:
        work()
    seconds, answer = [], None
    for _ in range(repeats):
        answer = None
        time.sleep(REST)
        started = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds), answer


def main() -> None:
    """Print the rows: as JSON for `run` (`--measure`), else one by one."""
    small = "--small" in sys.argv
    if "--measure" in sys.argv:
        print(json.dumps(measure(small=small)))
        return
    for row in run(small=small):
        peer = f"  {row['ratio']:.1f} x {row['peer']} ({row['peer_seconds']:.3f} s)" if "peer" in row else ""
        coverage = f"  covers {row['coverage']:.0%}" if "coverage" in row else ""
        resolved = f"  {row['resolved']} cells solved again" if "resolved" in row else ""
        print(f"{row['seconds']:.4f} s  {row['name']}{peer}{coverage}{resolved}")


if __name__ == "__main__":
    main()
