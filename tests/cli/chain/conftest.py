"""Running `scharnier chain` in tests: what it says, what it answers, how it refuses; and models to run it on."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from scharnier.chain.stored_write import ModelParts, SatellitePart, write_model
from scharnier.cli.chain import app
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.wiod2013 import read_wiod2013

Run = Callable[..., Result]
Ask = Callable[..., dict[str, Any]]
Fault = Callable[..., str]


@pytest.fixture(scope="session")
def run() -> Run:
    """The command as a user types it."""
    return lambda *arguments: CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture(scope="session")
def ask(run: Run) -> Ask:
    """Its JSON."""

    def asked(*arguments: str) -> dict[str, Any]:
        done = run(*arguments, "--format", "json")
        assert done.exit_code == 0, done.output or done.exception
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return asked


@pytest.fixture(scope="session")
def fault(run: Run) -> Fault:
    """The one line with which it refuses."""

    def refused(*arguments: str) -> str:
        problem = run(*arguments).exception
        assert isinstance(problem, InputProblem), repr(problem)
        assert "\n" not in str(problem)
        return str(problem)

    return refused


@pytest.fixture(scope="session")
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with `own`: two countries and the rest of the world, with sectors that it does not explain."""
    store = tmp_path_factory.mktemp("own")
    rng = np.random.default_rng(7)
    labels = [(region, sector) for region in ("NL", "CN", "WW") for sector in ("Cloth", "Rice", "Work done")]
    n = len(labels)
    flows, final = rng.random((n, n)), rng.random((n, 1)) * n
    facts = {
        "title": "Made-up table", "source": "test", "edition": "1", "year": 2000, "publisher": "nobody",
        "licence": "CC0-1.0", "licence_confidence": "verified", "attribution": "", "url": "",
        "price_basis": "basic prices", "unit": "million EUR",
    }  # fmt: skip
    rows = [("Hours", "1000 h", ""), ("Hours, women", "1000 h", "")]
    satellite = SatellitePart("work", "Work", rows, rng.random((2, n)), None)
    write_model(store, ModelParts("own", labels, [("NL", "all")], flows, "Z", None, final, [satellite], facts, []))
    return store


@pytest.fixture(scope="session")
def wiod_store(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Path:
    """A store with the WIOD tables of 1995 and 2008 as a user adds them."""
    store = tmp_path_factory.mktemp("wiod")
    for year in (1995, 2008):
        write_model(store, read_wiod2013(shared_data / f"mrio/wiod2013/wiot2013_{year}.npz"))
    return store
