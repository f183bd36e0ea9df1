"""Finish the example dossiers after an edit: the hashes of their evidence and their log. With --check only compare.

The dossiers are written by hand, in two languages, under src/scharnier/data/demo/dossiers. What cannot be written by
hand is made here: `sha256` in evidence.yaml, and a log of one line, so that `scharnier dossier verify` agrees.
"""

import hashlib
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from scharnier.diligence.dossier.read import list_faults

FOLDER = Path(__file__).resolve().parent.parent / "src/scharnier/data/demo/dossiers"
ON = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
FILE_AND_HASH = re.compile(r'(file: )([^,\s]+)(,\s*sha256: )"?[0-9a-f]*"?')
LOG, SALT = "log.jsonl", "persons.salt"


def set_hashes(folder: Path) -> str:
    """The text of evidence.yaml with the hash of each file as it is now."""

    def with_hash(found: re.Match[str]) -> str:
        content = (folder / "evidence" / found[2]).read_bytes()
        return f'{found[1]}{found[2]}{found[3]}"{hashlib.sha256(content).hexdigest()}"'

    return FILE_AND_HASH.sub(with_hash, (folder / "evidence.yaml").read_text(encoding="utf-8"))


def main() -> int:
    """Finish the dossiers; with --check return 1 where one is not finished, or has a fault."""
    checking, wrong = "--check" in sys.argv, 0
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        proofs = folder / "evidence.yaml"
        text = set_hashes(folder)
        if text != proofs.read_text(encoding="utf-8"):
            if checking:
                print(f"{folder.name}: the hashes are not those of the files; run tools/demo_dossiers.py")
                wrong = 1
            else:
                proofs.write_text(text, encoding="utf-8")
        for fault in list_faults(folder, ON):
            print(fault)
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main())
