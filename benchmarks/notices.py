"""How fast notices become typed rows: the reader here against xmltodict and lxml with XPath, with the same fields.

`python -m benchmarks.notices --from ../shared/data` reads the sample eForms notices there, cycled, from bytes in memory
on one core; every method gives the same rows (checked first) and then the same typed notices. After that it imports the
same notices from a folder with one and with two processes, and from two folders of which one is ten times as large for
the memory. Every figure is the median of several runs that take turns.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.notices_peers import Row, read_by_xmltodict, read_by_xpath, without_hidden
from scharnier.sources._runtime.members import list_members, load_member
from scharnier.sources._runtime.trie import compile_trie, read_rows
from scharnier.sources._runtime.xml import LARGEST, XmlFault, parse_xml
from scharnier.sources.eforms import parse as eforms
from scharnier.sources.notices.values import Values

SAMPLES = ("eforms_sdk_1.15.1_examples.tar.xz", "eforms_norway_dev.tar.xz", "eforms_real")
REPEATS = 7


def load_samples(shared: Path) -> list[bytes]:
    """The eForms notices of the reference data that are well formed."""
    found = []
    for name in SAMPLES:
        for given in list_members(shared / "procurement" / name):
            member = load_member(given, LARGEST)
            try:
                if member.data and eforms.is_eforms(parse_xml(member.data, keep_blanks=False).tag):
                    found.append(member.data)
            except XmlFault:
                continue
    return found


def _through(rows: Callable[[bytes], Row]) -> Callable[[bytes], Any]:
    """A method of reading rows, with the same typing after it as the reader here has."""

    def read(data: bytes) -> Any:
        return eforms.build_notice(rows(data), Values("x"))

    return read


def list_methods() -> dict[str, Callable[[bytes], Any]]:
    """Every method, from bytes to a typed notice."""
    import xmltodict

    return {
        "scharnier": lambda data: eforms.parse_notice(parse_xml(data, keep_blanks=False), Values("x")),
        "xmltodict": _through(lambda data: read_by_xmltodict(data, xmltodict.parse)),
        "lxml + XPath": _through(read_by_xpath),
    }


def check_equal(samples: list[bytes]) -> tuple[int, int]:
    """How many of the samples give the same rows with all methods, and how many there are."""
    import xmltodict

    trie, same = compile_trie("eforms"), 0
    for data in samples:
        own = without_hidden(read_rows(parse_xml(data, keep_blanks=False), trie))
        same += own == read_by_xpath(data) == read_by_xmltodict(data, xmltodict.parse)
    return same, len(samples)


def time_methods(samples: list[bytes]) -> dict[str, float]:
    """Notices a second of every method, medians of runs that take turns."""
    taken: dict[str, list[float]] = {name: [] for name in list_methods()}
    for _ in range(REPEATS):
        for name, read in list_methods().items():
            start = time.perf_counter()
            for data in samples:
                read(data)
            taken[name].append(time.perf_counter() - start)
    return {name: len(samples) / statistics.median(times) for name, times in taken.items()}


_IMPORT = """
import json, resource, sys, time
from pathlib import Path
from scharnier.sources.notices.load import import_notices
if __name__ == "__main__":
    start = time.perf_counter()
    done = import_notices(Path(sys.argv[1]), Path(sys.argv[2]), workers=int(sys.argv[3]))
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([time.perf_counter() - start, done.rows, most / 1024]))
"""


def time_import(folder: Path, workers: int) -> tuple[float, int, float]:
    """Seconds, notices and most memory in MB of an import in a process of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        script = Path(temporary, "run.py")
        script.write_text(_IMPORT, encoding="utf-8")
        command = [sys.executable, str(script), str(folder), f"{temporary}/x.parquet", str(workers)]
        seconds, rows, most = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return seconds, rows, most


def spread(samples: list[bytes], folder: Path, count: int) -> None:
    """Write so many notices into a folder, the samples over and over."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:06d}.xml").write_bytes(samples[number % len(samples)])


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="shared", type=Path, default=Path("../shared/data"))
    parser.add_argument("--files", type=int, default=48000, help="files of the large import; the small one has a tenth")
    options = parser.parse_args()
    samples = load_samples(options.shared)
    same, all_of = check_equal(samples)
    size = sum(map(len, samples)) / all_of / 1000
    print(f"{all_of} notices of {size:.0f} kB on average; same rows in {same}; {os.cpu_count()} cores")
    rates = time_methods(samples)
    for name, rate in rates.items():
        print(f"{name:<14} {rate:>8.0f} notices/s   {rates['scharnier'] / rate:>5.2f} x")
    with tempfile.TemporaryDirectory() as temporary:
        small, large = Path(temporary, "small"), Path(temporary, "large")
        spread(samples, small, options.files // 10)
        spread(samples, large, options.files)
        one = [time_import(large, 1) for _ in range(3)]
        two = [time_import(large, 2) for _ in range(3)]
        few = time_import(small, 1)
    seconds_one, seconds_two = (statistics.median(run[0] for run in runs) for runs in (one, two))
    print(f"import, 1 process  {one[0][1] / seconds_one:>6.0f} notices/s")
    print(f"import, 2 processes{two[0][1] / seconds_two:>6.0f} notices/s   {seconds_one / seconds_two:>5.2f} x")
    print(f"memory {few[2]:.0f} MB for {few[1]} files, {one[0][2]:.0f} MB for {one[0][1]}")


if __name__ == "__main__":
    main()
