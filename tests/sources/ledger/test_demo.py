"""The demo ledger and the synthetic ledgers: built the same every time, and read without a remark."""

import hashlib
import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import yaml

from scharnier.kernel.content import content_path
from scharnier.sources.ledger import read_ledger

DEMO = content_path("demo/gemeente-voorbeelddam-2025.csv")


def load_script(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def test_demo_ledger_is_what_its_script_builds(repository: Path) -> None:
    script = load_script(repository / "tools" / "demo_ledger.py")
    lines = script.build_lines(script.load_catalogue())
    assert script.render_csv(lines) == DEMO.read_bytes()
    assert script.render_manifest(DEMO.read_bytes(), lines) == DEMO.with_suffix(".yaml").read_text(encoding="utf-8")


def test_demo_ledger_reads_without_a_remark() -> None:
    ledger = read_ledger(DEMO)
    manifest = yaml.safe_load(DEMO.with_suffix(".yaml").read_text(encoding="utf-8"))
    assert ledger.sha256 == manifest["sha256"] == hashlib.sha256(DEMO.read_bytes()).hexdigest()
    assert len(ledger) == manifest["lines"] >= 2400
    assert 60_000_000_00 <= ledger.total_cents <= 90_000_000_00
    assert ledger.notices == []
    assert not ledger.problem.any()
    assert (ledger.first_on, ledger.last_on) >= (date(2025, 1, 1), date(2025, 12, 1))
    assert 20 <= (ledger.cents < 0).sum() <= 100
    assert (ledger.code_scheme, ledger.currency) == ("cpv", "EUR")
    assert manifest["fictional"] is True
    assert DEMO.stat().st_size <= 400_000


@pytest.mark.parametrize(
    "category",
    ["Werkkleding", "Catering", "Hardware", "Medische handschoenen en beschermingsmiddelen", "Zonnepanelen",
     "Koffie en thee", "Bestrating en natuursteen", "Meubilair", "Diversen"],
)  # fmt: skip
def test_demo_ledger_has_what_a_demonstration_needs(category: str) -> None:
    assert category in read_ledger(DEMO).text["category"].dictionary.to_pylist()


def test_synthetic_ledger(repository: Path, tmp_path: Path) -> None:
    script = load_script(repository / "benchmarks" / "ledger.py")
    for name in ("a.csv", "b.csv"):
        script.write_ledger(tmp_path / name, lines=3_000, seed=7, tail=4_000)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    ledger = read_ledger(tmp_path / "a.csv")
    assert len(ledger) == 3_000
    assert not ledger.problem.any()
    assert ledger.columns["amount"] == "Netto bedrag (EUR)"
    assert np.count_nonzero(ledger.cents < 0) > 10
    assert len(ledger.text["description"].dictionary) > 1_000
