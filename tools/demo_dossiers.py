"""Finish the example dossiers after an edit: the hashes of their evidence and their log. With --check only compare.

The dossiers are written by hand, in two languages, under src/scharnier/data/demo/dossiers. What cannot be written by
hand is made here: `sha256` in evidence.yaml, and a log of one line, so that `scharnier dossier verify` agrees.
"""

import hashlib
import re
import shutil
import sys
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from scharnier.diligence.dossier.read import list_faults
from scharnier.diligence.dossier.record import record_edits
from scharnier.diligence.dossier.verify import verify

FOLDER = Path(__file__).resolve().parent.parent / "src/scharnier/data/demo/dossiers"
ON = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
WHO_AND_WHY = {"nl": ("scharnier", "Voorbeeld om van te leren"), "en": ("scharnier", "Example to learn from")}
FILE_AND_HASH = re.compile(r'(file: )([^,\s]+)(,\s*sha256: )"?[0-9a-f]*"?')
MADE = ("evidence.yaml", "log.jsonl", "persons.salt")


def set_hashes(folder: Path) -> str:
    """The text of evidence.yaml with the hash of each file as it is now."""

    def with_hash(found: re.Match[str]) -> str:
        content = (folder / "evidence" / found[2]).read_bytes()
        return f'{found[1]}{found[2]}{found[3]}"{hashlib.sha256(content).hexdigest()}"'

    return FILE_AND_HASH.sub(with_hash, (folder / "evidence.yaml").read_text(encoding="utf-8"))


def finish(folder: Path) -> list[str]:
    """Make the hashes and the log of a dossier anew, and give what is wrong with it."""
    (folder / "evidence.yaml").write_text(set_hashes(folder), encoding="utf-8")
    (folder / "log.jsonl").unlink(missing_ok=True)
    # Not secret: the persons are invented, and the log must come out the same each time.
    (folder / "persons.salt").write_text(hashlib.sha256(b"fiction").hexdigest(), encoding="ascii")
    lang = "nl" if folder.name.endswith("-nl") else "en"
    record_edits(folder, *WHO_AND_WHY[lang], AT)
    found = verify(folder)
    return [str(fault) for fault in (*list_faults(folder, ON), *found.faults, *found.unrecorded)]


def main() -> int:
    """Finish the dossiers; with --check return 1 where one is not finished, or has a fault."""
    wrong = []
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        with ExitStack() as stack:
            work = folder
            if "--check" in sys.argv:
                work = Path(stack.enter_context(TemporaryDirectory())) / folder.name
                shutil.copytree(folder, work)
            wrong += finish(work)
            differ = [name for name in MADE if (work / name).read_bytes() != _bytes(folder / name)]
            if differ:
                wrong.append(f"{folder.name}: {', '.join(differ)}: run tools/demo_dossiers.py")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


if __name__ == "__main__":
    sys.exit(main())
