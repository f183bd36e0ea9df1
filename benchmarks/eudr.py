"""A million plots of land, read and checked, beside a plain loop over a sample of them with json and shapely.

The plots are four-cornered neighbours in villages that share their corners, in Ghana and Côte d'Ivoire; some villages
lie over each other, so that there is overlap to find. The file is 265 MB. The peer does less: per feature it looks at
form, range, validity and area, and asks a tree for neighbours and their shared area; it is timed on a sample and
counted up, because its work grows with the number of plots.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

PLOTS = 1_000_000
SAMPLE = 20_000
SIDE = 20  # plots along a village


def run() -> list[dict[str, Any]]:
    """Two rows: reading and checking together, and the checks alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plots.geojson"
        write_plots(path, PLOTS)
        ours = _in_process("ours", path)
        path.unlink()
        write_plots(path, SAMPLE)
        peer = _in_process("peer", path)
    read, checked = (peer[key] * PLOTS / SAMPLE for key in ("read", "check"))
    name = f"a loop with json and shapely, {SAMPLE:,} plots counted up"
    whole = ours["read"] + ours["check"]
    return [
        {
            "name": f"read and check {PLOTS:,} plots of land",
            "seconds": whole,
            "peak_mb": ours["peak_mb"],
            "peer": name,
            "peer_seconds": read + checked,
            "ratio": (read + checked) / whole,
        },
        {
            "name": f"check {PLOTS:,} plots of land, reading apart",
            "seconds": ours["check"],
            "peer": name,
            "peer_seconds": checked,
            "ratio": checked / ours["check"],
        },
    ]


def _in_process(who: str, path: Path) -> dict[str, float]:
    out = subprocess.check_output([sys.executable, "-m", "benchmarks.eudr", who, str(path)])
    taken: dict[str, float] = json.loads(out)
    return taken


def write_plots(path: Path, number: int) -> None:
    """Write a file of so many plots; the same number gives the same file."""
    rng = np.random.default_rng(1)
    grid = np.stack(np.meshgrid(np.arange(SIDE + 1.0), np.arange(SIDE + 1.0)), axis=-1)
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        for k, line in enumerate(islice(_plots(rng, grid), number)):
            file.write((",\n" if k else "") + line)
        file.write("\n]}\n")


def _plots(rng: np.random.Generator, grid: Any) -> Any:
    k = 0
    while True:
        turn = rng.random() * 1.5
        cosine, sine = np.cos(turn), np.sin(turn)
        moved = (grid + rng.uniform(-0.25, 0.25, grid.shape)) @ np.array([[cosine, sine], [-sine, cosine]])
        at = moved * 0.0015 + (-7 + rng.random() * 6, 6 + rng.random() * 3)
        text = [[f"[{x:.6f},{y:.6f}]" for x, y in row] for row in at]
        country = "CI" if at[0, 0, 0] < -3.0 else "GH"
        for r in range(SIDE):
            for c in range(SIDE):
                ring = ",".join([text[r][c], text[r][c + 1], text[r + 1][c + 1], text[r + 1][c], text[r][c]])
                yield (
                    f'{{"type":"Feature","properties":{{"ProducerName":"P{k // 1000}","ProducerCountry":"{country}",'
                    f'"ProductionPlace":"Plot {k}"}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}'
                )
                k += 1


def _ours(path: Path) -> dict[str, float]:
    from datetime import date

    from scharnier.eudr import load_rules
    from scharnier.eudr.check import check_reading
    from scharnier.eudr.read import read_plots

    rules = load_rules(date(2026, 11, 20))
    start = time.perf_counter()
    reading = read_plots(path)
    middle = time.perf_counter()
    checked = check_reading(reading, rules)
    end = time.perf_counter()
    assert checked.features == PLOTS
    assert checked.counts["overlap"]["warning"] > 0
    return {"read": middle - start, "check": end - middle}


def _peer(path: Path) -> dict[str, float]:
    import shapely
    from shapely.geometry import shape

    start = time.perf_counter()
    document = json.loads(path.read_text("utf-8"))
    middle = time.perf_counter()
    shapes, wrong = [], 0
    for feature in document["features"]:
        geometry = feature["geometry"]
        ring = geometry["coordinates"][0]
        wrong += geometry["type"] != "Polygon" or ring[0] != ring[-1] or len(ring) < 4
        wrong += any(not (-180 <= x <= 180 and -90 <= y <= 90) for x, y in ring)
        polygon = shape(geometry)
        wrong += not polygon.is_valid or polygon.area <= 0
        shapes.append(polygon)
    tree = shapely.STRtree(shapes)
    for i, polygon in enumerate(shapes):
        for j in tree.query(polygon):
            if i < j:
                wrong += polygon.intersection(shapes[j]).area > 1e-8
    return {"read": middle - start, "check": time.perf_counter() - middle, "wrong": wrong}


if __name__ == "__main__":
    taken = {"ours": _ours, "peer": _peer}[sys.argv[1]](Path(sys.argv[2]))
    taken["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(taken))
