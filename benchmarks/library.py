"""The Library: load it in a fresh process, load it again, search it; beside plain `yaml.safe_load` of the same files.

Cold is what a command pays: the imports and the load together, in a process of its own.
"""

import json
import statistics
import subprocess
import sys
from typing import Any

REPEATS = 5
QUERIES = ("dwangarbeid verbod", "monitoring every five years", "geldt de csddd voor mij", "art. 8(3)", "klimatplan")
COLD = "from scharnier.norms import load_library; load_library()"
WARM = "from scharnier.norms import load_library as load; load(); load.cache_clear()"
FIRST = "from scharnier.norms import load_library; library = load_library()"
# The peer reads only the law files, and builds plain dicts: no lines, no checks, no records.
PEER = """
import yaml
from scharnier.kernel.content import content_path
def load():
    for path in content_path("norms/law").glob("*.yaml"):
        yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.{loader})
"""


def run() -> list[dict[str, Any]]:
    """Rows with name and seconds (median), and the peer of the same run where there is one."""
    slow = _measure(PEER.format(loader="CSafeLoader"), "load()")  # `safe_load` of PyYAML, with its parser in C
    cold = _measure("", COLD)
    law = _measure(
        "from scharnier.kernel.content import content_path; from scharnier.norms.law_load import load_laws",
        'load_laws(content_path("norms/law"))',
    )
    return [
        {"name": "the Library, cold: imports and load in a fresh process", "seconds": cold},
        {"name": "the Library, loaded again", "seconds": _measure(WARM, "load()")},
        {
            "name": "its law files: parsed, checked, as records",
            "seconds": law,
            "peer": "yaml.load, CSafeLoader",
            "peer_seconds": slow,
            "ratio": slow / law,
        },
        {"name": "first search: build the index", "seconds": _measure(FIRST, f"library.search({QUERIES[0]!r})")},
        {"name": "a search after that (mean of five)", "seconds": _searches()},
    ]


def _searches() -> float:
    before = f"{FIRST}; library.search('')"
    return _measure(before, f"[library.search(text) for text in {QUERIES!r}]") / len(QUERIES)


def _measure(before: str, code: str) -> float:
    """The median of some fresh processes: seconds of `code` after `before`."""
    script = f"import json, time\n{before}\na = time.perf_counter()\n{code}\nprint(json.dumps(time.perf_counter() - a))"
    taken = [json.loads(subprocess.check_output([sys.executable, "-c", script])) for _ in range(REPEATS)]
    return statistics.median(taken)


if __name__ == "__main__":
    for row in run():
        print(row)
