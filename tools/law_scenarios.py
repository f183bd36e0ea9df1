"""`make scenarios`: where answers on real law differ from what scenarios expect. A human decides who is right."""

import sys
from pathlib import Path

from scharnier.law.scenario import compare, load_scenarios
from scharnier.norms import load_library

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "law" / "scenarios" / "real"


def main() -> int:
    """Print every difference; with --strict return 1 where there is one."""
    library = load_library()
    scenarios = load_scenarios(FOLDER, library)
    differences = [found for scenario in scenarios for found in compare(scenario, library)]
    for found in differences:
        print(found)
    print(f"{len(scenarios)} scenarios on real law, {len(differences)} differences.")
    return 1 if differences and "--strict" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
