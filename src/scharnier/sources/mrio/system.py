"""From a system of pymrio to the parts of a model: the same numbers, in the same order, with nothing guessed."""

import re
from pathlib import PurePath
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.stored_write import ModelParts, SatellitePart, solve_output
from scharnier.kernel.errors import InputProblem

# What pandas makes of an empty field (and `Unnamed: 0` of an empty heading).
EMPTY = ("nan", "None", "")


def convert_system(system: Any, id: str, facts: dict[str, Any], path: PurePath) -> ModelParts:
    """The parts of a pymrio `IOSystem`. Where it has flows (Z) they are taken, else its coefficients (A).

    Satellites with totals keep them; those with coefficients only (S) become totals by multiplying with output, and
    the changes say so. Raises: InputProblem when rows and columns do not carry the same cells.
    """
    given: Literal["A", "Z"] = "Z" if system.Z is not None else "A"
    table = system.Z if given == "Z" else system.A
    if table is None or system.Y is None:
        raise InputProblem("has no flows or coefficients, or no final use.", "Is the archive complete?", str(path))
    labels = [(str(region), str(sector)) for region, sector in table.index]
    if list(table.columns) != list(table.index) or list(system.Y.index) != list(table.index):
        raise InputProblem("rows and columns do not carry the same cells in the same order.", "", str(path))
    final_labels = [_pair(column) for column in system.Y.columns]
    values, final = _numbers(table, "the table", path), _numbers(system.Y, "final use", path)
    changes = list(facts.get("changes", []))
    output = None
    if system.x is not None and list(system.x.index) == list(table.index):
        output = _numbers(system.x, "output", path).reshape(-1)
    elif given == "A":
        output = solve_output(values, final)
        changes.append("the source gives no output: it is solved from the coefficients and final use")
    made = output if output is not None else values.sum(axis=1) + final.sum(axis=1)
    satellites: list[SatellitePart] = []
    for extension in system.get_extensions(data=True):
        part = _convert_extension(extension, system, made, changes, {part.name for part in satellites}, path)
        if part is not None:
            satellites.append(part)
    units = _units(system.unit)
    return ModelParts(
        id=id,
        labels=labels,
        final_labels=final_labels,
        table=values,
        given=given,
        output=output,
        final=final,
        satellites=satellites,
        facts={**facts, "changes": changes, **({"unit": "; ".join(units)} if units else {})},
    )


def _convert_extension(
    extension: Any, system: Any, output: Any, changes: list[str], taken: set[str], path: PurePath
) -> SatellitePart | None:
    totals = extension.F if extension.F is not None else getattr(extension, "S", None)
    title = str(extension.name)
    if totals is None:
        changes.append(f"satellite {title} holds no totals and was left out")
        return None
    table = system.Z if system.Z is not None else system.A
    if list(totals.columns) != list(table.columns):
        changes.append(f"satellite {title} does not carry the cells of the table and was left out")
        return None
    values = _numbers(totals, f"satellite {title}", path)
    if extension.F is None:
        values = values * output
        changes.append(f"satellite {title}: the source gives it per unit of output; totals are that times output")
    final = getattr(extension, "F_Y", None)
    if final is not None and (list(final.index) != list(totals.index) or len(final.columns) != len(system.Y.columns)):
        changes.append(f"satellite {title}: what final use causes by itself does not fit and was left out")
        final = None
    units = _row_units(extension.unit, list(totals.index))
    rows = [(_join(entry), unit, "") for entry, unit in zip(totals.index, units, strict=True)]
    return SatellitePart(
        name=_slug(title, taken),
        title=title,
        rows=rows,
        totals=values,
        final=None if final is None else _numbers(final, f"satellite {title}, by final use", path),
    )


def _numbers(frame: Any, name: str, path: PurePath) -> NDArray[np.float64]:
    """The numbers of a frame; InputProblem where pandas left words, because a field is none."""
    try:
        result: NDArray[np.float64] = frame.to_numpy(dtype=np.float64)
    except (TypeError, ValueError) as cause:
        raise InputProblem(
            f"{name} holds something that is not a number ({cause}).",
            "Is the file complete and unchanged as published?",
            str(path),
        ) from cause
    return result


def _row_units(unit: Any, rows: list[Any]) -> list[str]:
    """The unit of each row; empty where the source does not say."""
    if unit is None or len(unit) != len(rows):
        return [""] * len(rows)
    if unit.shape[1] == 0:  # the unit was read as a part of the label
        return [_text(entry[-1]) if isinstance(entry, tuple) else "" for entry in unit.index]
    if list(unit.index) != rows:
        return [""] * len(rows)
    return [_text(value) for value in unit.iloc[:, 0]]


def _units(unit: Any) -> list[str]:
    if unit is None or not unit.shape[1]:
        return []
    return sorted({_text(value) for value in unit.iloc[:, 0]} - {""})


def _pair(column: Any) -> tuple[str, str]:
    if isinstance(column, tuple):
        return str(column[0]), " | ".join(str(part) for part in column[1:])
    return "", str(column)


def _join(entry: Any) -> str:
    parts = entry if isinstance(entry, tuple) else (entry,)
    return " | ".join(text for part in parts if (text := _text(part)))


def _text(value: Any) -> str:
    text = str(value).strip().strip("'")
    return "" if text in EMPTY or text.startswith("Unnamed: ") else text


def _slug(title: str, taken: set[str]) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") or "satellite"
    found, count = name, 1
    while found in taken:
        count += 1
        found = f"{name}_{count}"
    return found
