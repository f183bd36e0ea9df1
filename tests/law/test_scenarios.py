"""Scenarios on synthetic law block; those on real law are shown to a human, who decides."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scharnier.kernel.errors import ContentError
from scharnier.law.scenario import compare, load_scenarios
from scharnier.norms import Library, load_library

HERE = Path(__file__).parent / "scenarios"
NAMES = sorted(path.stem for path in (HERE / "synthetic").glob("*.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_on_synthetic_law(name: str, synthetic: Library) -> None:
    scenario = next(one for one in load_scenarios(HERE / "synthetic", synthetic) if one.name == name)
    assert [str(difference) for difference in compare(scenario, synthetic)] == []


# The cases the fact base decided (and their kin on synthetic law): whoever changes the law, changes these knowingly.
VECTORS = sorted(path.stem for path in (HERE / "real").glob("*.yaml") if (HERE / "synthetic" / path.name).exists())


@pytest.mark.parametrize("name", VECTORS)
def test_a_vector_of_the_fact_base_holds_on_real_law(name: str) -> None:
    library = load_library()
    scenario = next(one for one in load_scenarios(HERE / "real", library) if one.name == name)
    assert [str(difference) for difference in compare(scenario, library)] == []


def test_there_are_scenarios_of_both_kinds() -> None:
    assert len(NAMES) > 30
    assert len(list((HERE / "real").glob("*.yaml"))) > 15


def test_scenarios_on_real_law_can_be_asked(record_property: Callable[[str, object], None]) -> None:
    """Differences do not fail this test: `make scenarios` shows them, and a human decides who is right."""
    library = load_library()
    differences = [found for one in load_scenarios(HERE / "real", library) for found in compare(one, library)]
    record_property("differences", [str(found) for found in differences])


def test_a_scenario_with_a_slip_is_refused(tmp_path: Path, synthetic: Library) -> None:
    (tmp_path / "x.yaml").write_text("why: x\nprofile: {}\nasked: {2029-08-01: {csddd: {verdikt: met}}}\n")
    with pytest.raises(ContentError, match=r"x\.yaml"):
        load_scenarios(tmp_path, synthetic)


def test_a_difference_is_found(tmp_path: Path, synthetic: Library) -> None:
    (tmp_path / "x.yaml").write_text("why: x\nprofile: {}\nasked: {2029-08-01: {csddd: {verdict: met}}}\n")
    scenario = load_scenarios(tmp_path, synthetic)[0]
    assert [str(found) for found in compare(scenario, synthetic)] == [
        "x, 2029-08-01, csddd: verdict is unknown, expected met"
    ]
