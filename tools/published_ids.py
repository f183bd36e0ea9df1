"""Write the ids of the Library that were not published before into `norms/published_ids.txt`; `--check` only tells."""

import sys

from scharnier.kernel.content import content_path
from scharnier.norms import load_library
from scharnier.norms.published import FILE, list_ids

HEAD = (
    "# Every id that was ever published. Nothing may be taken out; `python tools/published_ids.py` adds what is new.\n"
)


def main() -> None:
    """Add what is new; with `--check`, exit 1 where something is."""
    path = content_path(f"norms/{FILE}")
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    known = {line for line in lines if line and not line.startswith("#")}
    new = [id for id in list_ids(load_library()) if id not in known]
    print(f"{len(known)} published, {len(new)} new")
    if "--check" in sys.argv:
        sys.exit(bool(new))
    path.write_text(HEAD + "".join(f"{id}\n" for id in sorted({*known, *new})), encoding="utf-8")


if __name__ == "__main__":
    main()
