"""Models on disk beside pymrio: the archive of a publisher, read once and stored, then opened for 40 multipliers.

Two archives in the layout of EXIOBASE 3 (zip of text): the real WIOD table of 2011, and a made-up one of 9,800 cells
with 27% of its coefficients not zero, its numbers drawn anew each time. `python -m benchmarks.models` prints the rows;
with `--cells 2464` the made-up table is smaller. Both sides start from files that the system has just read.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

TIED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
STRESSORS = 40
REPEATS = 3
OPENINGS = 20
TOLERANCE = 1e-8
SECTORS = 200
DENSITY = 0.27

Row = dict[str, Any]


def run(cells: int = 9800) -> list[Row]:
    """Measured rows: name, seconds (median), peer, peer_seconds, ratio (peer / ours), difference.

    Raises: RuntimeError when the answers differ by more than 1e-8 of the largest multiplier of a stressor.
    """
    environment = {name: value for name, value in os.environ.items() if name not in TIED}
    command = [sys.executable, "-m", "benchmarks.models", "--measure", str(cells)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError("the measurement failed; see above")
    rows: list[Row] = json.loads(done.stdout.splitlines()[-1])
    return rows


def measure(cells: int) -> list[Row]:
    """Both tables, in this process."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="scharnier-models-") as work:
        for name, make in (("WIOD 2011, 1,435 cells", make_wiod), (f"made up, {cells:,} cells", make_random)):
            folder = Path(work) / name.split()[0]
            archive = write_archive(folder, *make(cells))
            rows += measure_one(name, archive, folder)
    return rows


def make_wiod(_: int) -> tuple[Any, ...]:
    """Labels, A, Y and 40 stressors of random size on the starter model."""
    import numpy as np

    from scharnier.chain import load_model
    from scharnier.chain.leontief import calc_coefficients

    model = load_model()
    labels = [(region, sector) for region in model.regions for sector in model.sectors]
    final = model.final + model.inventories
    totals = np.random.default_rng().random((STRESSORS, model.cells)) * model.output
    return labels, calc_coefficients(model.flows, model.output), final, totals, model.output


def make_random(cells: int) -> tuple[Any, ...]:
    """Regions of 200 sectors that buy mostly at home; column sums between 0.3 and 0.75."""
    import numpy as np

    random = np.random.default_rng()
    sectors = min(SECTORS, cells)
    regions = cells // sectors
    n = regions * sectors
    home = np.kron(np.eye(regions, dtype=np.float32), np.ones((sectors, sectors), dtype=np.float32))
    chance = np.where(home > 0, 0.8, DENSITY - 0.53 / regions)
    table = random.lognormal(0, 2.5, (n, n)) * (random.random((n, n)) < chance)
    table *= np.where(home > 0, 1.0, 0.3 / regions)
    table *= random.uniform(0.3, 0.75, n) / np.maximum(table.sum(axis=0), 1e-12)
    labels = [(f"R{r:02d}", f"Sector number {s:03d}") for r in range(regions) for s in range(sectors)]
    output = random.lognormal(5, 2, n)
    final = np.zeros((n, regions))
    final[:, 0] = output - table @ output
    return labels, table, final, random.random((STRESSORS, n)) * output, output


def write_archive(
    folder: Path, labels: list[tuple[str, str]], table: Any, final: Any, totals: Any, output: Any
) -> Path:
    """An archive as EXIOBASE 3 publishes them: tab-separated text, packed."""
    folder.mkdir()
    regions = list(dict.fromkeys(region for region, _ in labels))
    uses = [(region, "final use") for region in regions]
    names = [(f"stressor {i}",) for i in range(totals.shape[0])]
    archive = folder / "IOT_2011_ixi.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, rows, columns, values, heads in (
            ("A.txt", labels, labels, table, ("region", "sector")),
            ("Y.txt", labels, uses, final, ("region", "category")),
            ("x.txt", labels, None, output[:, None], ("region", "sector")),
            ("satellite/F.txt", names, labels, totals, ("region", "sector")),
        ):
            with packed.open(name, "w", force_zip64=True) as file:
                file.write(heading(len(rows[0]), columns, heads).encode())
                for label, line in zip(rows, values, strict=True):
                    file.write(("\t".join((*label, *map(repr, line.tolist()))) + "\n").encode())
        packed.writestr("unit.txt", "region\tsector\tunit\n" + "".join(f"{r}\t{s}\tM.EUR\n" for r, s in labels))
        packed.writestr("satellite/unit.txt", "stressor\tunit\n" + "".join(f"{name}\tkg\n" for (name,) in names))
        about = {"description": "made up, 2011", "name": "IO", "system": "ixi", "version": "v3", "history": []}
        packed.writestr("metadata.json", json.dumps(about))
        packed.writestr("file_parameters.json", json.dumps(parameters("IOSystem", A=2, Y=2, x=2, unit=2)))
        satellite = parameters("Extension", F=1, unit=1) | {"name": "satellite"}
        packed.writestr("satellite/file_parameters.json", json.dumps(satellite))
    return archive


def heading(index: int, columns: list[tuple[str, str]] | None, heads: tuple[str, str]) -> str:
    """The heading rows: two where the columns are pairs, one for a single column."""
    if columns is None:
        return "region\tsector\tindout\n"
    first = ["\t".join(("region", *[""] * (index - 1), *(pair[0] for pair in columns)))]
    second = ["\t".join((heads[1], *[""] * (index - 1), *(pair[1] for pair in columns)))]
    third = ["\t".join(("region", "sector", *[""] * len(columns)))] if index == 2 else []
    return "\n".join([*first, *second, *third]) + "\n"


def parameters(kind: str, **index_columns: int) -> dict[str, Any]:
    """What pymrio needs to know of the text files."""
    single = {"x", "unit"}
    files = {
        name: {"name": f"{name}.txt", "nr_index_col": str(count), "nr_header": "1" if name in single else "2"}
        for name, count in index_columns.items()
    }
    return {"files": files, "systemtype": kind}


def measure_one(name: str, archive: Path, folder: Path) -> list[Row]:
    """First reading, opening, and both ways to 40 multipliers."""
    import numpy as np
    import pymrio

    from scharnier.chain import System
    from scharnier.chain.stored import open_model
    from scharnier.chain.stored_check import check_stored
    from scharnier.chain.stored_write import write_model
    from scharnier.sources.mrio.read import read_model

    def peer() -> Any:
        system = pymrio.parse_exiobase3(archive)
        intensities = pymrio.calc_S(system.satellite.F, system.x)
        return pymrio.calc_M(intensities, pymrio.calc_L(system.A)).to_numpy()

    def load_only() -> Any:
        return pymrio.parse_exiobase3(archive)

    started = time.perf_counter()
    parts = read_model(archive, "exiobase3", "bench")
    reading = time.perf_counter() - started
    started = time.perf_counter()
    stored = write_model(folder / "store", parts)
    writing = time.perf_counter() - started
    del parts
    path = stored.folder
    started = time.perf_counter()
    findings = check_stored(stored)
    checking = time.perf_counter() - started
    if any(finding.level == "fault" for finding in findings):
        raise RuntimeError(f"the table has faults: {[finding.text for finding in findings]}")

    def ours() -> Any:
        system = System.open(path)
        return system.multipliers(open_model(path).intensities("satellite")).values

    def opening() -> None:
        model = open_model(path)
        _ = (model.labels, model.coefficients, model.output, model.final, model.satellite("satellite"))

    ours()  # compiled code is made once per machine
    seconds: dict[str, list[float]] = {}
    answers: dict[str, Any] = {}
    for key, contestant in (("ours", ours), ("peer", peer), ("load", load_only)):
        for _ in range(REPEATS):
            time.sleep(0.3)
            started = time.perf_counter()
            answers[key] = contestant()
            seconds.setdefault(key, []).append(time.perf_counter() - started)
        if key == "load":
            answers.pop("load")
    for _ in range(OPENINGS):
        started = time.perf_counter()
        opening()
        seconds.setdefault("open", []).append(time.perf_counter() - started)
    scale = np.abs(answers["peer"]).max(axis=1, keepdims=True)
    difference = float((np.abs(answers["ours"] - answers["peer"]) / scale).max())
    if not difference <= TOLERANCE:
        raise RuntimeError(f"{name}: the answers differ by {difference:g}")
    middle = {key: statistics.median(values) for key, values in seconds.items()}
    version = pymrio.__version__
    return [
        {
            "name": f"archive to 40 multipliers, second time; {name}",
            "seconds": middle["ours"],
            "peer": f"pymrio {version}, load and calc_L, calc_M",
            "peer_seconds": middle["peer"],
            "ratio": middle["peer"] / middle["ours"],
            "difference": difference,
        },
        {
            "name": f"first time: archive read, stored with hashes; {name}",
            "seconds": reading + writing,
            "peer": f"pymrio {version}, load alone",
            "peer_seconds": middle["load"],
            "ratio": middle["load"] / (reading + writing),
        },
        {"name": f"open a stored model, labels and all arrays mapped; {name}", "seconds": middle["open"]},
        {"name": f"check a stored model, every byte; {name}", "seconds": checking},
    ]


def main() -> None:
    """Print the rows: as JSON for `run` (`--measure`), else as lines."""
    if "--measure" in sys.argv:
        print(json.dumps(measure(int(sys.argv[-1]))))
        return
    cells = int(sys.argv[sys.argv.index("--cells") + 1]) if "--cells" in sys.argv else 9800
    for row in run(cells):
        peer = f"  {row['ratio']:.1f} x: {row['peer']} {row['peer_seconds']:.2f} s" if "peer" in row else ""
        print(f"{row['seconds']:.4f} s  {row['name']}{peer}")


if __name__ == "__main__":
    main()
