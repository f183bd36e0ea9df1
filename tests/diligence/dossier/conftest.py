"""A small dossier to write in."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.dossier import Head
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.merge import Merged, merge
from scharnier.diligence.dossier.parties import Organisation
from scharnier.diligence.dossier.read import list_faults
from scharnier.diligence.dossier.store import open_store
from scharnier.diligence.dossier.verify import verify

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)


class Writing:
    """Short words for tests that write."""

    at = AT

    @staticmethod
    def impact(name: str, title: str = "Wages below a living wage", **more: Any) -> Impact:
        """An impact."""
        return Impact.model_validate(
            {"id": name, "title": title, "theme": "living_wage", "found_on": date(2026, 1, 5), **more}
        )

    @staticmethod
    def begin(folder: Path) -> Path:
        """A dossier with one impact."""
        with open_store(folder, make=True) as store:
            store.put("dossier", Head(dossier=1, id="demo", title="Demo", organisation="own"))
            store.put("organisations", Organisation(id="own", name="Own"))
            store.put("impacts", Writing.impact("IMP-1"))
            store.commit("buyer", "begin", AT)
        return folder

    @staticmethod
    def put(folder: Path, kind: str, record: Record, who: str = "buyer") -> str:
        """One record in one commit; gives the hash of its line."""
        with open_store(folder) as store:
            store.put(kind, record)
            line = store.commit(who, f"put {record.id}", AT)
        return line.hash if line else ""

    @staticmethod
    def remove(folder: Path, kind: str, name: str) -> None:
        """Take one record away."""
        with open_store(folder) as store:
            store.remove(kind, name)
            store.commit("buyer", f"remove {name}", AT)


@pytest.fixture
def writing() -> type[Writing]:
    """Short words for tests that write."""
    return Writing


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A dossier with one impact."""
    return Writing.begin(tmp_path / "dossier")


@pytest.fixture
def theirs(written: Path, tmp_path: Path) -> Path:
    """A copy of the dossier."""
    shutil.copytree(written, tmp_path / "theirs")
    return tmp_path / "theirs"


@pytest.fixture
def both(written: Path, theirs: Path, tmp_path: Path, writing: Any) -> Any:
    """Merge what both became, and look whether the result holds."""
    made: list[Path] = []

    def run(one: Path = written, other: Path = theirs) -> tuple[Path, Merged]:
        out = tmp_path / f"out-{len(made)}"
        made.append(out)
        done = merge(one, other, out, "buyer", "together", writing.at)
        found = verify(out)
        assert (found.faults, found.unrecorded, found.notes) == ([], [], [])
        assert list_faults(out, AT.date(), with_files=True) == []
        return out, done

    return run
