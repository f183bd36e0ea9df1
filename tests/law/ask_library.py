"""A Library with the real norms and two laws that do not exist, so that no real law can break a test of a rule."""

from pathlib import Path

from scharnier.norms import Library, load_library
from scharnier.norms.law_load import load_laws

ASKS = Path(__file__).parent / "fixtures" / "asks"


def load_two() -> Library:
    """The shipped norms, themes and sources beside the synthetic laws `test_a` and `test_b`."""
    real, shelf = load_library(), load_laws(ASKS)
    assert shelf.findings == []
    return Library(
        release="synthetic",
        norms=real.norms | {norm.id: norm for norm in shelf.norms},
        themes=real.themes,
        groups=real.groups,
        relations=real.relations,
        links=(),
        references=real.references,
        laws=shelf.laws,
    )
