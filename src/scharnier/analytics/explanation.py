"""The form of an explanation: a tree of figures, each with what it was made of, shown as text or JSON and checkable."""

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from scharnier.analytics.explain_words import WORDS

How = Literal["given", "rule", "sum", "ratio", "max", "mean"]
"""How a value follows from the inputs: `given` as it stands, `rule` by a method described in words, else arithmetic."""
TOLERANCE: Final = 1e-6
_LONG: Final = 60


@dataclass(frozen=True)
class Explanation:
    """A figure, in `unit`, and why it is what it is.

    `how` says which arithmetic turns the values of `inputs` into `value`, `formula` the same in words. `notes` are
    figures beside the point that a reader wants near. `sources` and `norms` are written out.
    """

    label: str
    value: float | str
    unit: str = ""
    how: How = "given"
    formula: str = ""
    inputs: tuple["Explanation", ...] = ()
    notes: tuple["Explanation", ...] = ()
    sources: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()

    def walk(self) -> Iterator["Explanation"]:
        """This figure and all below it."""
        yield self
        for part in (*self.inputs, *self.notes):
            yield from part.walk()

    def as_json(self) -> dict[str, Any]:
        """The tree as plain values; empty members are left out."""
        return {key: value for key, value in _plain(asdict(self)).items() if value not in ("", (), [])}


def find_mismatches(explanation: Explanation) -> list[str]:
    """The figures in the tree that do not follow from their inputs, in words; empty when all do."""
    return [
        f"{node.label}: {node.value} is not the {node.how} of {[part.value for part in node.inputs]}"
        for node in explanation.walk()
        if node.how not in ("given", "rule") and not _follows(node)
    ]


def _follows(node: Explanation) -> bool:
    values = [float(part.value) for part in node.inputs]
    match node.how:
        case "sum":
            expected = math.fsum(values)
        case "ratio":
            expected = values[0] / values[1]
        case "max":
            expected = max(values)
        case _:
            expected = float((2 * sum(values) + len(values)) // (2 * len(values)))
    return math.isclose(float(node.value), expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items() if part not in ("", (), [])}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def render_explanation(explanation: Explanation, lang: str) -> str:
    """The tree as indented text, in Dutch (`nl`) or English. A long formula or source is written out once."""
    return "\n".join(_lines(explanation, lang, 0, set())) + "\n"


def _lines(node: Explanation, lang: str, depth: int, told: set[str]) -> Iterator[str]:
    words, pad = WORDS["nl" if lang == "nl" else "en"], "  " * depth
    shown = format_value(node.value, node.unit, lang)
    yield f"{pad}{node.label}: {shown}" if shown else f"{pad}{node.label}"
    if node.formula and node.formula not in told:
        yield f"{pad}  = {node.formula}"
    if len(node.formula) > _LONG:
        told.add(node.formula)
    for part in (*node.inputs, *node.notes):
        yield from _lines(part, lang, depth + 1, told)
    for source in node.sources:
        yield f"{pad}  {words['source']}: {words['as_above'] if source in told else source}"
        told.update([source] if len(source) > _LONG else ())
    yield from (f"{pad}  {words['norm']}: {norm}" for norm in node.norms)


def format_value(value: float | str, unit: str, lang: str) -> str:
    """A value as a reader of the language writes it; shares as per cent, whole numbers without decimals."""
    if isinstance(value, str):
        return f"{value} {unit}".strip()
    if unit == "share":
        text = f"{value:.1%}" if abs(value) >= 0.01 or value == 0 else f"{value:.3%}"
    elif float(value).is_integer() and len(unit) != 3:
        text = f"{value:,.0f}"
    else:
        text = f"{value:,.2f}"
    if lang == "nl":
        text = text.translate(str.maketrans(",.", ".,"))
    if unit == "level":
        return f"{text} {WORDS['nl' if lang == 'nl' else 'en']['of_five']}"
    return text if unit in ("share", "rank", "risks") else f"{text} {unit}".strip()
