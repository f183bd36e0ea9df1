"""The mock tables that pymrio tests itself with, unpacked once."""

import tarfile
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def mocks(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of mock tables, one folder per publisher; skipped where the reference data or pymrio is absent."""
    pytest.importorskip("pymrio")
    folder = tmp_path_factory.mktemp("mocks")
    with tarfile.open(shared_data / "mrio" / "pymrio_mock_mrios.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder / "tests" / "mock_mrios"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the test alone, which the commands use."""
    monkeypatch.setenv("SCHARNIER_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "models"
