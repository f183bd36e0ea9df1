"""The golden pairs of the rules on a dossier: run this file to write them anew, and read the difference.

Each `tests/golden/dossier/<module>/in.yaml` holds cases by name: a day, and records by kind. `out.json` beside it holds
what the rule of that module says of each.
"""

import json
import sys
from importlib import import_module
from typing import Any

from scharnier.diligence.rules.judging import Case
from scharnier.norms import load_library
from scharnier.norms.marked_yaml import load_marked

try:
    from .made import GOLDEN, make_dossier
except ImportError:  # run as a script
    from made import GOLDEN, make_dossier  # type: ignore[no-redef]


def list_pairs() -> list[str]:
    """The modules that have a pair."""
    return sorted(path.parent.name for path in GOLDEN.glob("*/in.yaml"))


def answer(module: str) -> dict[str, Any]:
    """For each case what the rule says, in both languages."""
    rule = import_module(f"scharnier.diligence.rules.{module}")
    given = load_marked((GOLDEN / module / "in.yaml").read_text(encoding="utf-8")).value
    found: dict[str, Any] = {}
    for name, case in given.items():
        dossier = make_dossier(case)
        english, dutch = (list(rule.judge(Case(dossier, case["on"], load_library(), lang))) for lang in ("en", "nl"))
        found[name] = [
            {
                "rule": one.rule,
                "subject": one.subject,
                "verdict": one.outcome.verdict.value,
                "because": one.outcome.reason,
                "because_nl": other.outcome.reason,
                "provisions": list(one.outcome.rests_on),
                "missing": list(one.outcome.lacked),
            }
            for one, other in zip(english, dutch, strict=True)
        ]
    return found


if __name__ == "__main__":
    for each in sys.argv[1:] or list_pairs():
        text = json.dumps(answer(each), ensure_ascii=False, indent=2)
        (GOLDEN / each / "out.json").write_text(text + "\n", encoding="utf-8")
