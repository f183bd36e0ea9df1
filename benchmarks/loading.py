"""How long the content takes to load in a fresh process, without the imports: what every command pays first."""

import json
import statistics
import subprocess
import sys
from typing import Any

REPEATS = 3
LOADS = {
    "load the norms": "from scharnier.norms import load_library as load",
    "load the evidence": "from scharnier.risk.evidence import load_evidence as load",
    "load the chain model": "from scharnier.chain import load_model as load",
    "load the classifier": "from scharnier.codes.classify import load_classifier as load",
}


def run() -> list[dict[str, Any]]:
    """Rows with name and seconds (median)."""
    rows = []
    for name, code in LOADS.items():
        script = (
            f"import json, time; {code}; a = time.perf_counter(); load(); print(json.dumps(time.perf_counter() - a))"
        )
        taken = [json.loads(subprocess.check_output([sys.executable, "-c", script])) for _ in range(REPEATS)]
        rows.append({"name": name, "seconds": statistics.median(taken)})
    return rows
