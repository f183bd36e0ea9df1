"""`make bench`: every benchmark, one after the other; `--write` also puts the figures in docs/method/performance.md."""

import os
import platform
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks import assess, chain, dossier, eudr, law, library, loading, models, paths, system

PAGE = Path(__file__).resolve().parent.parent / "docs" / "method" / "performance.md"
MARK = "<!-- figures: written by `make bench ARGS=--write` -->"


def main() -> None:
    """Run, print, and write if asked to."""
    print("This takes some minutes; leave the machine alone meanwhile.", file=sys.stderr)
    rows = (
        loading.run() + library.run() + chain.run() + system.run() + paths.run() + models.run() + law.run() + eudr.run()
    )
    rows += dossier.run()
    print(table(rows))
    rows += (whole := assess.run())
    print(table(whole))
    if "--write" in sys.argv:
        head = PAGE.read_text(encoding="utf-8").split(MARK)[0]
        on = datetime.now().astimezone().date()
        machine = f"{os.cpu_count()} processors, Python {platform.python_version()}, {platform.system()}, {on}"
        PAGE.write_text(f"{head}{MARK}\n\nMeasured on {machine}.\n\n{table(rows)}\n", encoding="utf-8")


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| what | seconds | peak memory | peer | peer, seconds | peer / ours |",
        "|---|---:|---:|---|---:|---:|",
    ]
    for row in rows:
        peak = f"{row['peak_mb']:,.0f} MB" if "peak_mb" in row else ""
        peer = f"{row['peer_seconds']:.3f}" if "peer_seconds" in row else ""
        ratio = f"{row['ratio']:.1f}" if "ratio" in row else ""
        name = row["name"] + (f" (start-up {row['start_up']:.1f} s apart)" if "start_up" in row else "")
        lines.append(f"| {name} | {row['seconds']:.3f} | {peak} | {row.get('peer', '')} | {peer} | {ratio} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
