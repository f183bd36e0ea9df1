"""The chain part beside pymrio on the same table: multipliers of all stressors, and origins of 100 purchases.

Both start from the same arrays in memory and are measured turn by turn in one process whose environment does not tie
the BLAS to an old processor. Each answer must equal the other to 1e-9. `python -m benchmarks.chain` prints the rows.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

REPEATS = 9
PURCHASES = 100
TOLERANCE = 1e-9
# Threads of a BLAS that has just worked keep spinning: let them fall asleep, so that no turn pays for the one before.
REST = 0.3
# Read by OpenBLAS when numpy is loaded; machines that export them slow down both sides, the peer most.
TIED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")

Row = dict[str, Any]


def run() -> list[Row]:
    """Measured rows: name, seconds (median), peer, peer_seconds, ratio (peer / ours), difference, equal.

    Raises: RuntimeError when the answers differ by more than 1e-9: a ratio of unequal answers says nothing.
    """
    environment = {name: value for name, value in os.environ.items() if name not in TIED}
    command = [sys.executable, "-m", "benchmarks.chain", "--measure"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    rows: list[Row] = json.loads(done.stdout)
    return rows


def measure() -> list[Row]:
    """Both sides, in this process."""
    import numpy as np
    import pandas as pd
    import pymrio

    from scharnier.chain import Leontief, calc_demand, calc_market_mix, calc_multipliers, calc_origins, calc_tiers
    from scharnier.chain import load_model as load

    started = time.perf_counter()
    model = load()
    loading = time.perf_counter() - started
    mixed = [calc_demand(model, "NLD", {sector: 1.0}, origin=False) for sector in model.sectors]
    largest = np.argsort(-model.output)[: PURCHASES - len(mixed)]
    demand = np.stack([*mixed, *np.eye(model.cells)[largest]], axis=1)

    index = pd.MultiIndex.from_product([model.regions, model.sectors], names=["region", "sector"])
    final = pd.DataFrame(
        model.final + model.inventories,
        index=index,
        columns=pd.MultiIndex.from_product([model.regions, ["final"]], names=["region", "category"]),
    )
    flows = pd.DataFrame(model.flows, index=index, columns=index)
    output = pd.DataFrame(model.output, index=index, columns=["indout"])
    names = sorted(model.stressors)
    totals = pd.DataFrame(np.stack([model.stressors[name] for name in names]), index=names, columns=index)

    def ours() -> tuple[Any, Any]:
        system = Leontief(model)
        multipliers = calc_multipliers(system, model.stressors)
        return np.stack([multipliers[name] for name in names]), calc_origins(system, demand)

    def ours_with_tiers() -> tuple[Any, Any]:
        system = Leontief(model)
        multipliers = calc_multipliers(system, model.stressors)
        return np.stack([multipliers[name] for name in names]), calc_tiers(system, demand).sum(axis=0)

    def peer_all() -> tuple[Any, Any]:
        extension = pymrio.Extension("stressors", F=totals.copy())
        system = pymrio.IOSystem(Z=flows.copy(), Y=final.copy(), x=output.copy())
        system.stressors = extension
        system.calc_all()
        share = system.stressors.S.loc["value_added"].to_numpy()
        return system.stressors.M.loc[names].to_numpy(), share[:, None] * (system.L.to_numpy() @ demand)

    def peer_least() -> tuple[Any, Any]:
        coefficients = pymrio.calc_A(flows, output)
        inverse = pymrio.calc_L(coefficients)
        intensities = pymrio.calc_S(totals, output)
        multipliers = pymrio.calc_M(intensities, inverse)
        share = intensities.loc["value_added"].to_numpy()
        return multipliers.to_numpy(), share[:, None] * (inverse.to_numpy() @ demand)

    contestants: dict[str, Callable[[], tuple[Any, Any]]] = {
        "ours": ours,
        "ours with tiers": ours_with_tiers,
        "pymrio calc_all": peer_all,
        "pymrio calc_A, calc_L, calc_S, calc_M": peer_least,
    }
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    answers: dict[str, tuple[Any, Any]] = {}
    for _ in range(REPEATS):
        for name, contestant in contestants.items():
            time.sleep(REST)
            started = time.perf_counter()
            answers[name] = contestant()
            seconds[name].append(time.perf_counter() - started)
    calc_market_mix.cache_clear()
    started = time.perf_counter()
    calc_market_mix(model)
    mixing = time.perf_counter() - started

    task = f"multipliers of {len(names)} stressors and origins of {PURCHASES} purchases, {model.cells} cells"
    rows: list[Row] = []
    for ours_name in ("ours", "ours with tiers"):
        for peer in ("pymrio calc_all", "pymrio calc_A, calc_L, calc_S, calc_M"):
            difference = max(
                float(np.abs(mine - theirs).max())
                for mine, theirs in zip(answers[ours_name], answers[peer], strict=True)
            )
            if not difference <= TOLERANCE:
                raise RuntimeError(f"{ours_name} and {peer} differ by {difference:g}")
            mine, theirs = statistics.median(seconds[ours_name]), statistics.median(seconds[peer])
            rows.append(
                {
                    "name": task + (", four tiers" if "tiers" in ours_name else ""),
                    "seconds": mine,
                    "peer": f"{peer} ({pymrio.__version__})",
                    "peer_seconds": theirs,
                    "ratio": theirs / mine,
                    "difference": difference,
                    "equal": True,
                }
            )
    rows.append({"name": "load the starter model, first time", "seconds": loading})
    rows.append({"name": "sourcing mix of all regions and products", "seconds": mixing})
    return rows


def main() -> None:
    """Print the rows: as JSON for `run` (`--measure`), else as a table."""
    if "--measure" in sys.argv:
        print(json.dumps(measure()))
        return
    for row in run():
        peer = (
            f"  {row['ratio']:.1f} x faster than {row['peer']}, equal to {row['difference']:.0e}"
            if "peer" in row
            else ""
        )
        print(f"{row['seconds']:.4f} s  {row['name']}{peer}")


if __name__ == "__main__":
    main()
