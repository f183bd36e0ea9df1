"""The whole job on a large and a small ledger, beside what pandas needs for a part of it on the same file.

The peer reads the file, parses the amounts, sums them by category and by supplier, joins an industry to each line by
its category and writes the lines back: what an analyst's usual script does, without classifying, chain, risk or
report. Each side runs in a process of its own, turn by turn; time is that of the work without start-up and imports,
memory the largest resident size of the process.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.chain import TIED
from benchmarks.ledger import write_ledger

Row = dict[str, Any]
LARGE, SMALL = 1_000_000, 3_000
REPEATS = {LARGE: 3, SMALL: 5}


def run() -> list[Row]:
    """Measured rows: name, lines, seconds (median), peak_mb, and for the large ledger peer, peer_seconds, ratio."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for lines in (SMALL, LARGE):
            path = Path(folder) / f"ledger-{lines}.csv"
            write_ledger(path, lines, seed=7)
            sides = ["all"] if lines == SMALL else ["no-pdf", "pandas"]
            measured: dict[str, list[Row]] = {side: [] for side in sides}
            for turn in range(REPEATS[lines]):
                for side in sides:
                    measured[side].append(_turn(side, path, Path(folder) / f"out-{side}-{turn}"))
            rows.append(_row(lines, sides[0], measured))
    return rows


def _row(lines: int, ours: str, measured: dict[str, list[Row]]) -> Row:
    row: Row = {
        "name": f"assess {lines:,} lines, {'every output' if ours == 'all' else 'every output but the PDF'}",
        "lines": lines,
        "seconds": statistics.median(turn["seconds"] for turn in measured[ours]),
        "start_up": statistics.median(turn["start_up"] for turn in measured[ours]),
        "peak_mb": max(turn["peak_mb"] for turn in measured[ours]),
        "stages": measured[ours][0]["stages"],
    }
    if "pandas" in measured:
        row["peer"] = "pandas: read, parse amounts, two sums, join, write"
        row["peer_seconds"] = statistics.median(turn["seconds"] for turn in measured["pandas"])
        row["peer_peak_mb"] = max(turn["peak_mb"] for turn in measured["pandas"])
        pairs = zip(measured[ours], measured["pandas"], strict=True)
        row["ratio"] = statistics.median(peer["seconds"] / own["seconds"] for own, peer in pairs)
        totals = {turn["cents"] for side in measured.values() for turn in side}
        if len(totals) != 1:
            raise RuntimeError(f"the sides disagree on the total of the ledger: {totals}")
    return row


def _turn(side: str, path: Path, out: Path) -> Row:
    environment = {name: value for name, value in os.environ.items() if name not in TIED}
    command = [sys.executable, "-m", "benchmarks.assess", side, str(path), str(out)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    answer: Row = json.loads(done.stdout)
    return answer


def measure(side: str, path: Path, out: Path) -> Row:
    """One side, in this process."""
    started = time.perf_counter()
    work = _pandas if side == "pandas" else _scharnier
    ready = work(path, out, pdf=side == "all")
    start_up = time.perf_counter() - started
    started = time.perf_counter()
    cents, stages = ready()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "start_up": start_up, "peak_mb": peak, "cents": cents, "stages": stages}


def _scharnier(path: Path, out: Path, *, pdf: bool) -> Any:
    from scharnier.analytics.assess import Options, assess
    from scharnier.report.output import output_files
    from scharnier.report.write import write_outputs

    def work() -> tuple[int, dict[str, float]]:
        stages: dict[str, float] = {}
        last = [time.perf_counter(), "start"]

        def tell(stage: str, _share: float) -> None:
            now = time.perf_counter()
            stages[str(last[1])] = round(stages.get(str(last[1]), 0.0) + now - float(last[0]), 2)
            last[:] = [now, stage]

        result = assess(path, Options(assessed_on=date(2026, 11, 20)), tell)
        tell("report", 0)
        files, _ = output_files(result.assessment, result.lines, pdf=pdf)
        tell("write", 0)
        write_outputs(out, files)
        tell("end", 0)
        return round(result.assessment.input.total * 100), stages

    return work


def _pandas(path: Path, out: Path, *, pdf: bool) -> Any:  # noqa: ARG001 - one signature for both sides
    import pandas as pd

    def work() -> tuple[int, dict[str, float]]:
        frame = pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig")
        amount = frame["Netto bedrag (EUR)"].str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
        frame["cents"] = (amount.astype(float) * 100).round().astype("int64")
        by_category = frame.groupby("Inkoopcategorie")["cents"].sum().reset_index()
        frame.groupby("Leverancier")["cents"].sum()
        by_category["industry"] = "c30"
        joined = frame.merge(by_category[["Inkoopcategorie", "industry"]], on="Inkoopcategorie", how="left")
        out.mkdir()
        joined.to_csv(out / "lines.csv", index=False)
        return int(frame["cents"].sum()), {}

    return work


if __name__ == "__main__":
    if len(sys.argv) == 4:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        print(json.dumps(run(), indent=1))
