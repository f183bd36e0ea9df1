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
    """A store with `own` and `later`: two countries and the rest of the world, with sectors that they do not explain.

    `later` has its cells in another order, and no figure for the hours in Chinese cloth.
    """
    store = tmp_path_factory.mktemp("own")
    labels = [(region, sector) for region in ("NL", "CN", "RoW") for sector in ("Cloth", "Rice", "Work done")]
    n = len(labels)
    rows = [("Hours", "1000 h", ""), ("Hours, women", "1000 h", "")]
    for name, year, seed in (("own", 2000, 7), ("later", 2010, 8)):
        rng = np.random.default_rng(seed)
        facts = {
            "title": "Made-up table", "source": "test", "edition": "1", "year": year, "publisher": "nobody",
            "licence": "CC0-1.0", "licence_confidence": "verified", "attribution": "", "url": "",
            "price_basis": "basic prices", "unit": "million EUR",
        }  # fmt: skip
        flows, final, hours = rng.random((n, n)), rng.random((n, 1)) * n, rng.random((2, n))
        order = list(range(n))
        if name == "later":
            order.reverse()
            hours[0, order.index(3)] = np.nan
        named = [labels[cell] for cell in order]
        satellite = SatellitePart("work", "Work", rows, hours, None)
        write_model(store, ModelParts(name, named, [("NL", "all")], flows, "Z", None, final, [satellite], facts, []))
    return store


@pytest.fixture(scope="session")
def wiod_store(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Path:
    """A store with the WIOD tables of 1995 and 2008 as a user adds them."""
    store = tmp_path_factory.mktemp("wiod")
    for year in (1995, 2008):
        write_model(store, read_wiod2013(shared_data / f"mrio/wiod2013/wiot2013_{year}.npz"))
    return store
