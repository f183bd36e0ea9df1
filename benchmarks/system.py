"""Multipliers and footprints of whole tables beside pymrio and NumPy: `python -m benchmarks.system [NAME ...]`.

Made-up tables of the size and density of the large public ones (numbers drawn anew, the seed is printed) and the real
table that ships. Both sides get the same float64 table in memory and their turns alternate; ours packs it anew in each
turn, with its blocks inverted, bounds included. The peer's answer is the truth that errors and bounds are held against.
"""

import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.chain import REST, TIED

STRESSORS = 40
ROUNDING = 1e-13  # relative: the peer's own
# Name: regions, sectors, density asked of the generator (which keeps about what the name says), repeats.
TABLES = {
    "real WIOD 2011, 1,435 cells": (0, 0, 0.0, 9),
    "2,464 cells, 88% dense": (44, 56, 0.75, 5),
    "3,465 cells, 73% dense": (77, 45, 0.6, 5),
    "9,800 cells, 27% dense": (49, 200, 0.3, 3),
}
Row = dict[str, Any]


def run(names: list[str] | None = None) -> list[Row]:
    """Measured rows, each table in a process of its own. Raises: RuntimeError when a bound does not hold."""
    environment = {name: value for name, value in os.environ.items() if name not in TIED}
    rows: list[Row] = []
    for name in names or TABLES:
        seed = secrets.randbits(32)
        with tempfile.TemporaryDirectory() as folder:
            for part in ("speed", "memory"):
                command = [sys.executable, "-m", "benchmarks.system", f"--{part}", name, str(seed), folder]
                done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
                if done.returncode:
                    raise RuntimeError(done.stderr.strip())
                if part == "speed":
                    found = json.loads(done.stdout)
                else:
                    found[0]["peak_mb"] = json.loads(done.stdout)
        rows.extend(found)
    return rows


def measure(name: str, seed: int, folder: Path) -> list[Row]:
    """Both sides on one table, which is left in the folder."""
    import numpy as np
    import pandas as pd
    import pymrio

    from scharnier.chain import System

    rng = np.random.default_rng(seed)
    table, regions = _table(name, seed)
    n, repeats = len(table), TABLES[name][3]
    np.savez(folder / "table.npz", table=table, regions=regions)
    intensities = rng.lognormal(0, 2, (STRESSORS, n)) * (rng.random((STRESSORS, n)) < 0.6)
    use = rng.lognormal(0, 2, n) * (rng.random(n) < 800 / 9800)
    frame, stressors = pd.DataFrame(table), pd.DataFrame(intensities)

    def peer_multipliers() -> Any:
        return pymrio.calc_M(stressors, pymrio.calc_L(frame)).to_numpy()

    def peer_footprint() -> Any:
        return np.linalg.solve(np.eye(n) - table, use)

    work: list[tuple[str, str, Callable[[], Any], Callable[[], Any]]] = [
        (f"{STRESSORS} multipliers", f"pymrio calc_L, calc_M ({pymrio.__version__})", peer_multipliers,
         lambda: System(table, regions).multipliers(intensities)),
        ("one portfolio by origin", f"np.linalg.solve ({np.__version__})", peer_footprint,
         lambda: System(table, regions).solve(use)),
    ]  # fmt: skip
    rows = []
    for task, peer, theirs, ours in work:
        ours()  # compiles, the first time on a machine
        seconds: dict[str, list[float]] = {"ours": [], "peer": []}
        for _ in range(repeats):
            time.sleep(REST)
            started = time.perf_counter()
            truth = theirs()
            seconds["peer"].append(time.perf_counter() - started)
            time.sleep(REST)
            started = time.perf_counter()
            answer = ours()
            seconds["ours"].append(time.perf_counter() - started)
        error = np.abs(answer.values - truth)
        scale = np.where(truth == 0, 1.0, np.abs(truth))
        covered = float((error <= answer.bound * np.abs(answer.values) + ROUNDING * scale).mean())
        if covered < 1:
            raise RuntimeError(f"{name}, seed {seed}: the bound covers {covered:.6%} of the cells")
        mine, others = statistics.median(seconds["ours"]), statistics.median(seconds["peer"])
        rows.append(
            {
                "name": f"{task}, {name}",
                "seconds": mine,
                "peer": peer,
                "peer_seconds": others,
                "ratio": others / mine,
                "error": float((error / scale).max()),
                "bound": answer.max_bound,
                "covered": covered,
                "certificate_share": _certificate_share(ours),
                "method": answer.method,
                "sweeps": answer.sweeps,
                "density": float((table != 0).mean()),
                "radius": _radius(table),
                "seed": seed,
            }
        )
    return rows


def _table(name: str, seed: int) -> tuple[Any, list[str]]:
    from benchmarks.made_tables import make_table
    from scharnier.chain import load_model
    from scharnier.chain.leontief import calc_coefficients

    regions, sectors, density, _ = TABLES[name]
    if not regions:
        model = load_model()
        return calc_coefficients(model.flows, model.output), [r for r in model.regions for _ in model.sectors]
    return make_table(regions, sectors, density, seed), [f"R{r}" for r in range(regions) for _ in range(sectors)]


def _radius(table: Any) -> float:
    import numpy as np

    vector = np.ones(len(table))
    for _ in range(30):
        vector = table @ vector
        size = float(np.linalg.norm(vector))
        vector /= size
    return size


def _certificate_share(ours: Callable[[], Any]) -> float:
    """Share of the time that goes into proof: the last look at the residual, and bounds sharpened on the way.

    The looks before it are not proof but the correction itself; the extra right-hand side rides in an empty lane.
    """
    from scharnier.chain import certificate

    judge, spent = certificate._judge, [0.0]

    def timed(*given: Any) -> Any:
        started = time.perf_counter()
        result = judge(*given)
        spent[0] = time.perf_counter() - started
        return result

    certificate._judge = timed
    try:
        shares = []
        for _ in range(3):
            started = time.perf_counter()
            ours()
            whole = time.perf_counter() - started
            shares.append(spent[0] / (whole - spent[0]))
    finally:
        certificate._judge = judge
    return statistics.median(shares)


def measure_memory(folder: Path) -> float:
    """Megabytes that 40 multipliers take beyond the table, at most, once the code is compiled. NaN except on Linux."""
    import numpy as np

    from scharnier.chain import System

    rng = np.random.default_rng(0)
    warm = rng.random((600, 600)) / 700
    System(warm).multipliers(rng.random((STRESSORS, 600)))
    with np.load(folder / "table.npz") as stored:
        table, regions = stored["table"], stored["regions"].tolist()
    intensities = rng.random((STRESSORS, len(table)))
    try:
        Path("/proc/self/clear_refs").write_text("5")
        before = _status("VmRSS")
        System(table, regions).multipliers(intensities)
        return (_status("VmHWM") - before) / 1024
    except OSError:
        return float("nan")


def _status(field: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1])


def main() -> None:
    """Print the rows."""
    if "--speed" in sys.argv:
        print(json.dumps(measure(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))))
        return
    if "--memory" in sys.argv:
        print(json.dumps(measure_memory(Path(sys.argv[4]))))
        return
    print(f"load of the machine: {os.getloadavg()}")
    for row in run([name for name in TABLES if any(word in name for word in sys.argv[1:])]):
        memory = f", {row['peak_mb']:.0f} MB extra" if "peak_mb" in row else ""
        print(
            f"{row['seconds']:.4f} s  {row['name']}: {row['ratio']:.1f} x {row['peer']} ({row['peer_seconds']:.3f} s); "
            f"error {row['error']:.0e}, bound {row['bound']:.0e} covers {row['covered']:.0%}, proof "
            f"{row['certificate_share']:.0%} of the rest{memory}; {row['method']}, {row['sweeps']} sweeps, density "
            f"{row['density']:.2f}, spectral radius {row['radius']:.2f}, seed {row['seed']}"
        )
    print(f"load of the machine: {os.getloadavg()}")


if __name__ == "__main__":
    main()
