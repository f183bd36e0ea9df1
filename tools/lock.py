"""Write constraints.txt: the versions of everything in the environment, as names and versions only."""

from importlib.metadata import distributions
from pathlib import Path

SKIP = {"scharnier", "pip", "setuptools", "wheel"}


def main() -> None:
    """Overwrite constraints.txt beside pyproject.toml."""
    pins = sorted({f"{d.metadata['Name'].lower()}=={d.version}" for d in distributions()} - SKIP)
    pins = [pin for pin in pins if pin.split("==")[0] not in SKIP]
    target = Path(__file__).resolve().parent.parent / "constraints.txt"
    head = "# The versions Scharnier is tested with. Written by tools/lock.py; names no package index.\n"
    target.write_text(head + "\n".join(pins) + "\n", encoding="utf-8")
    print(f"{target.name}: {len(pins)} pins")


if __name__ == "__main__":
    main()
