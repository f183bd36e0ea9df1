"""Count the flags over a folder of notices: `python tests/procurement/flags/count_notices.py FOLDER`."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scharnier.procurement.flags.frame import WORST_FIRST
from scharnier.procurement.flags.run import INDICATORS, flag_notice
from scharnier.procurement.notice import Notice
from scharnier.sources._runtime.members import list_members, load_member
from scharnier.sources.notices.read import read_notices

LARGEST = 50_000_000
NO_NOTICES = ("codelists", "fields", "index")


def list_notices(folder: Path) -> Iterator[Notice]:
    """Every notice in the files and archives of a folder."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix not in (".xml", ".xz", ".gz") or any(w in path.name for w in NO_NOTICES):
            continue
        for member in list_members(path):
            data = load_member(member, LARGEST).data
            for reading in read_notices(data, member.name) if data else ():
                if reading.notice is not None:
                    yield reading.notice


def main(folder: Path) -> None:
    """A row for each flag: over the notices of Dutch buyers, and over all."""
    dutch: Counter[tuple[str, str]] = Counter()
    every: Counter[tuple[str, str]] = Counter()
    n = n_dutch = 0
    for notice in list_notices(folder):
        found = [(one.id, one.verdict) for one in flag_notice(notice)]
        every.update(found)
        n += 1
        if any(buyer.country == "NL" for buyer in notice.buyers):
            dutch.update(found)
            n_dutch += 1
    sys.stdout.write(f"{n_dutch} of Dutch buyers, {n} in all; {', '.join(WORST_FIRST)}\n")
    for one in INDICATORS:
        counts = [[counted[one.id, verdict] for verdict in WORST_FIRST] for counted in (dutch, every)]
        sys.stdout.write(f"{one.id} {counts[0]} {counts[1]}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
