"""Write a model to a store in one step: who looks sees the whole old model or the whole new one, never half."""

import csv
import errno
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from scharnier.chain.manifest import Concordance, FileMark, Note, SatelliteNote, StoredManifest
from scharnier.chain.stored import ID, MANIFEST, SEAL, StoredModel, open_model
from scharnier.chain.stored_arrays import is_sparse, write_coefficients
from scharnier.chain.stored_files import hash_file, map_files
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.folders import mend_beside, put_in_place, sync, workspace_beside

Array = NDArray[np.float64]
# What the manifest says of the model that is counted here, not told by the source.
OWN_FACTS = {
    *("id", "given", "form", "cells", "regions", "sectors", "final_columns", "entries"),
    *("satellites", "concordances", "files"),
}
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, eq=False)
class SatellitePart:
    """A satellite as read. `rows` are k (name, unit, year), `totals` F (k, n), `final` F_Y (k, m) or None."""

    name: str
    title: str
    rows: Sequence[tuple[str, str, str]]
    totals: Array
    final: Array | None = None


@dataclass(frozen=True, eq=False)
class ModelParts:
    """A model as read from its source, before it is stored. n cells, m columns of final use.

    Attributes:
        id: name in the store.
        labels: n (region, sector); final_labels: m (region, category).
        table: (n, n) coefficients A where `given` is "A", flows Z where it is "Z"; dense or SciPy sparse.
        output: x (n,), or None: then it is what is sold (Z) or solved for (A).
        final: Y (n, m).
        facts: the other fields of the manifest: title, source, edition, year, publisher, licence ...
        concordances: (of, to, header and rows) tables to go with the model, such as regions to places.
    """

    id: str
    labels: Sequence[tuple[str, str]]
    final_labels: Sequence[tuple[str, str]]
    table: Any
    given: Literal["A", "Z"]
    output: Array | None
    final: Array
    satellites: Sequence[SatellitePart] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    concordances: Sequence[tuple[str, str, Sequence[Sequence[str]]]] = ()


def write_model(
    store: Path,
    parts: ModelParts,
    *,
    replace: bool = False,
    examine: Callable[[StoredModel], object] = lambda _model: None,
) -> StoredModel:
    """Store a model as `<store>/<id>/`, opened again.

    `examine` sees the written model before it is put in place; whatever it raises keeps it out. A run that is killed or
    meets a full disk leaves what was there before. Two runs that add the same model end with one of the two, whole.

    Raises: InputProblem when the id is no plain name or taken (and not `replace`), shapes do not fit, or the store
    cannot be written.
    """
    check_name(store, parts.id, replace=replace)
    _check_shapes(parts)
    with _problems(store):
        target = store.resolve() / parts.id
        target.parent.mkdir(parents=True, exist_ok=True)
        mend_beside(target)
        _check_free(target, replace)
        with workspace_beside(target) as work:
            manifest = _fill(work, parts)
            content = manifest.model_dump_json(indent=1).encode()
            _write(work / MANIFEST, content)
            _write(work / SEAL, hashlib.sha256(content).hexdigest().encode() + b"\n")
            sync(work)
            examine(StoredModel(work, manifest, map_files(work, manifest)))
            _check_free(target, replace)
            put_in_place(work, target)
            sync(target.parent)
    return open_model(target)


def check_name(store: Path, id: str, *, replace: bool = False) -> None:
    """Raises: InputProblem when the id is no plain name, or is taken in the store (and not `replace`), or when the
    store may not be read."""
    if not ID.fullmatch(id):
        raise InputProblem(
            f"{id!r} cannot name a model.", "Use small letters, digits, dots and dashes, as in exiobase3-2019."
        )
    with _problems(store):
        _check_free(store / id, replace)


def _check_free(target: Path, replace: bool) -> None:
    if not target.exists():
        return
    if not (target / MANIFEST).is_file():
        raise InputProblem("exists and is not a model; it would be lost.", "Choose another id or store.", str(target))
    if not replace:
        raise InputProblem(
            f"there is a model {target.name} already.", "Use --replace, or --id for another name.", str(target)
        )


def calc_table(parts: ModelParts) -> tuple[Any, Array, list[Note]]:
    """A (n, n), x (n,) and what was odd. Flows of a buyer without output become zero coefficients, and a note.

    Raises: InputProblem when output is to be solved for and the table is singular.
    """
    notes: list[Note] = []
    if parts.given == "A":
        output = parts.output if parts.output is not None else solve_output(parts.table, parts.final)
        return parts.table, np.asarray(output, dtype=np.float64), notes
    table = parts.table
    if parts.output is None:
        output = np.asarray(table.sum(axis=1)).ravel() + parts.final.sum(axis=1)
    else:
        output = np.asarray(parts.output, dtype=np.float64)
    scale = np.divide(1.0, output, out=np.zeros_like(output), where=output != 0)
    bought = np.asarray(abs(table).sum(axis=0)).ravel()
    lost = np.flatnonzero((output == 0) & (bought != 0))
    if lost.size:
        where = [" ".join(parts.labels[cell]) for cell in lost[:50]]
        text = "cells without output buy in the source; a coefficient cannot hold that (unit of the flows)"
        worst = float(np.nanmax(bought[lost]))
        notes.append(
            Note(code="bought_without_output", level="note", count=lost.size, worst=worst, where=where, text=text)
        )
    return (table * scale[None, :] if not is_sparse(table) else table @ sparse.diags_array(scale)), output, notes


def solve_output(coefficients: Any, final: Array) -> Array:
    """Output x (n,) = (I - A)^-1 Y 1 that coefficients A (n, n) and final use Y (n, m) call for.

    Raises: InputProblem when I - A is singular.
    """
    dense = coefficients.toarray() if is_sparse(coefficients) else np.asarray(coefficients)
    system = np.negative(dense)
    np.fill_diagonal(system, 1.0 + system.diagonal())
    try:
        output: Array = np.linalg.solve(system, final.sum(axis=1))
    except np.linalg.LinAlgError as cause:
        raise InputProblem(
            "the source has coefficients but no output, and I - A is singular.", "Add the file with the output (x)."
        ) from cause
    return output


def _fill(work: Path, parts: ModelParts) -> StoredManifest:
    coefficients, output, notes = calc_table(parts)
    changes = list(parts.facts.get("changes", []))
    if parts.output is None:
        how = "the sum of each row" if parts.given == "Z" else "solved from the coefficients and final use"
        changes.append(f"the source gives no output: it is {how}")
    form, entries = write_coefficients(work, coefficients, [region for region, _ in parts.labels])
    np.save(work / "x.npy", output)
    np.save(work / "Y.npy", np.ascontiguousarray(parts.final, dtype=np.float64))
    _write_table(work / "cells.csv", [("region", "sector"), *parts.labels])
    _write_table(work / "final.csv", [("region", "category"), *parts.final_labels])
    satellites = [_write_satellite(work, part) for part in parts.satellites]
    concordances = []
    for of, to, rows in parts.concordances:
        name = f"concordance_{of}_{to}.csv"
        _write_table(work / name, rows)
        concordances.append(Concordance(of=of, to=to, file=name))
    files = {}
    for path in sorted(work.iterdir()):
        sync(path)
        files[path.name] = FileMark(size=path.stat().st_size, sha256=hash_file(path))
    facts = {**parts.facts, "changes": changes, "notes": [*notes, *parts.facts.get("notes", [])]}
    lacking = [
        name
        for name, fact in StoredManifest.model_fields.items()
        if fact.is_required() and name not in facts and name not in OWN_FACTS
    ]
    if lacking:
        raise InputProblem(f"{parts.id}: facts lack {', '.join(lacking)}.", "Give them; say so where one is unknown.")
    return StoredManifest(
        id=parts.id,
        given=parts.given,
        form=form,
        cells=len(parts.labels),
        regions=len({region for region, _ in parts.labels}),
        sectors=len({sector for _, sector in parts.labels}),
        final_columns=len(parts.final_labels),
        entries=entries,
        satellites=satellites,
        concordances=concordances,
        files=files,
        **facts,
    )


def _write_satellite(work: Path, part: SatellitePart) -> SatelliteNote:
    np.save(work / f"satellite_{part.name}.npy", np.ascontiguousarray(part.totals, dtype=np.float64))
    if part.final is not None:
        np.save(work / f"satellite_{part.name}_final.npy", np.ascontiguousarray(part.final, dtype=np.float64))
    _write_table(work / f"satellite_{part.name}.csv", [("name", "unit", "year"), *part.rows])
    return SatelliteNote(
        name=part.name,
        title=part.title,
        rows=len(part.rows),
        units=sorted({unit for _, unit, _ in part.rows}),
        years=sorted({year for _, _, year in part.rows if year}),
        has_final=part.final is not None,
    )


def _write_table(path: Path, rows: Sequence[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    _write(path, text.getvalue().encode())


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    sync(path)


def _check_shapes(parts: ModelParts) -> None:
    n, m = len(parts.labels), len(parts.final_labels)
    shapes: dict[str, tuple[Any, tuple[int, ...]]] = {
        "table": (parts.table.shape, (n, n)),
        "final use": (parts.final.shape, (n, m)),
    }
    if parts.output is not None:
        shapes["output"] = (parts.output.shape, (n,))
    for part in parts.satellites:
        shapes[part.name] = (part.totals.shape, (len(part.rows), n))
        if part.final is not None:
            shapes[f"{part.name} of final use"] = (part.final.shape, (len(part.rows), m))
    for name, (found, expected) in shapes.items():
        if tuple(found) != expected:
            raise InputProblem(f"{parts.id}: {name} has shape {tuple(found)}, expected {expected}.")
    if n == 0:
        raise InputProblem(f"{parts.id}: the table has no cells.")


@contextmanager
def _problems(store: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # NumPy says "x requested and y written", without a number, when a disk fills up.
        if error.errno in FULL or error.errno is None:
            what, remedy = "the disk is full; nothing was changed.", "Free some space or use --store."
        else:
            what, remedy = f"cannot be written ({error.strerror}); nothing was changed.", "Use --store."
        raise InputProblem(what, remedy, str(store)) from error
