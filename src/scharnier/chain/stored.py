"""A value-chain model as a folder on disk: opened in milliseconds, mapped into memory, never copied.

`<store>/<id>/` holds a manifest (`manifest.json` and its hash), the coefficients A, the output x, the final use Y and
the satellites as `.npy` files, and their labels as CSV. See docs/method/models.md for the format.
"""

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from scipy import sparse

from scharnier.chain.manifest import SatelliteNote, StoredManifest
from scharnier.chain.stored_files import ADD_AGAIN, fault, hash_file, map_files
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes

if TYPE_CHECKING:
    from scharnier.chain.tiles import Tiles

MANIFEST = "manifest.json"
SEAL = "manifest.json.sha256"
ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
MOST_MANIFEST = 64 << 20

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Satellite:
    """Stressors that go with production, such as emissions.

    Attributes:
        note: name, title and years.
        rows: k labels, (name, unit, year), the year empty where it is that of the table.
        totals: F (k, n) in the unit of each row; NaN is unknown. Mapped from disk.
        final: F_Y (k, m), what final use causes by itself (fuel burned at home); None where the source has none.
    """

    note: SatelliteNote
    rows: tuple[tuple[str, str, str], ...]
    totals: Array
    final: Array | None


@dataclass(frozen=True, eq=False)
class StoredModel:
    """A model that lies on disk, of n cells (region x industry or product) and m columns of final use.

    What is read is mapped, so opening costs no memory and no time; a page is read when a number in it is used.
    All files are opened at once: a model that is replaced on disk meanwhile stays the one that was opened (on Windows
    it cannot be replaced). Every array is read-only. Compared by identity.

    Attributes:
        files: the content by file name, mapped arrays and the bytes of tables, as `map_files` gives it.
    """

    folder: Path
    manifest: StoredManifest
    files: Mapping[str, Any] = field(repr=False)

    @property
    def id(self) -> str:
        """The name of the model."""
        return self.manifest.id

    @cached_property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """The (region, sector) of each of the n cells."""
        return tuple((row[0], row[1]) for row in self._table("cells.csv", ("region", "sector"), self.manifest.cells))

    @property
    def regions(self) -> list[str]:
        """The region of each of the n cells."""
        return [region for region, _ in self.labels]

    @property
    def sectors(self) -> list[str]:
        """The industry or product of each of the n cells."""
        return [sector for _, sector in self.labels]

    @cached_property
    def final_labels(self) -> tuple[tuple[str, str], ...]:
        """The (region, category) of each of the m columns of final use."""
        rows = self._table("final.csv", ("region", "category"), self.manifest.final_columns)
        return tuple((row[0], row[1]) for row in rows)

    @cached_property
    def coefficients(self) -> Any:
        """A (n, n) float64, column = buyer: what it buys for a unit of its output. NumPy array, or SciPy CSR array
        where the manifest says `form: sparse`; both lie on the mapped files."""
        return self._coefficients("A", "A_values", np.float64)

    @cached_property
    def coefficients32(self) -> Any:
        """A (n, n) rounded to float32, in the same form."""
        return self._coefficients("A32", "A_values32", np.float32)

    @cached_property
    def output(self) -> Array:
        """x (n,) gross output, unit of the manifest."""
        return self._floats("x", (self.manifest.cells,))

    @cached_property
    def final(self) -> Array:
        """Y (n, m) final use, unit of the manifest."""
        return self._floats("Y", (self.manifest.cells, self.manifest.final_columns))

    @cached_property
    def tiles(self) -> "Tiles | None":
        """A packed for the solver, or None where it was not packed. Imports Numba."""
        if "tiles_order.npy" not in self.manifest.files:
            return None

        from scharnier.chain.tiles import Tiles

        if any(f"tiles_{field.name}.npy" not in self.manifest.files for field in fields(Tiles)):
            return None  # packed by an older release in another way: the solver packs the coefficients itself
        return Tiles(*(self._load(f"tiles_{field.name}") for field in fields(Tiles)))

    def satellite(self, name: str) -> Satellite:
        """A satellite by name. Raises: InputProblem when the model has no such satellite, with those it has."""
        notes = {note.name: note for note in self.manifest.satellites}
        if name not in notes:
            known = f"It has: {', '.join(notes)}." if notes else "It has none."
            raise InputProblem(f"model {self.id} has no satellite {name!r}.", known)
        note = notes[name]
        rows = self._table(f"satellite_{name}.csv", ("name", "unit", "year"), note.rows)
        totals = self._floats(f"satellite_{name}", (note.rows, self.manifest.cells))
        final = None
        if note.has_final:
            final = self._floats(f"satellite_{name}_final", (note.rows, self.manifest.final_columns))
        return Satellite(note, tuple((row[0], row[1], row[2]) for row in rows), totals, final)

    def intensities(self, name: str, rows: Sequence[int] | None = None) -> Array:
        """S (k, n): totals of a satellite (all rows or those named by place) per unit of output; 0 without output."""
        totals = self.satellite(name).totals
        chosen = totals if rows is None else totals[np.asarray(rows, dtype=np.intp)]
        made = self.output != 0
        return np.divide(chosen, self.output, out=np.zeros(chosen.shape), where=made)

    def _coefficients(self, dense: str, values: str, kind: type) -> Any:
        n = self.manifest.cells
        if self.manifest.form == "dense":
            return self._array(dense, (n, n), kind)
        parts = (self._load(values), self._load("A_columns"), self._load("A_starts"))
        if parts[0].dtype != kind or parts[2].shape != (n + 1,) or parts[0].shape != parts[1].shape:
            raise self._damaged(f"{values}.npy", "its parts do not fit together")
        return sparse.csr_array(parts, shape=(n, n), copy=False)

    def _floats(self, name: str, shape: tuple[int, ...]) -> Array:
        array: Array = self._array(name, shape, np.float64)
        return array

    def _array(self, name: str, shape: tuple[int, ...], kind: type) -> Any:
        array = self._load(name)
        if array.shape != shape or array.dtype != kind:
            raise self._damaged(f"{name}.npy", f"it holds {array.dtype} {array.shape}, expected {shape}")
        return array

    def _load(self, name: str) -> Any:
        file = f"{name}.npy"
        if file not in self.files:
            raise self._damaged(file, "the manifest does not name it")
        return self.files[file]

    def _table(self, file: str, header: tuple[str, ...], rows: int) -> list[list[str]]:
        try:
            text = self.files[file].decode("utf-8")
        except (KeyError, UnicodeDecodeError) as cause:
            raise self._damaged(file, f"it cannot be read ({cause})") from cause
        table = list(csv.reader(io.StringIO(text)))
        if not table or tuple(table[0][: len(header)]) != header or len(table) != rows + 1:
            raise self._damaged(file, f"it should have {rows} rows under {','.join(header)}")
        if any(len(row) != len(table[0]) for row in table):
            raise self._damaged(file, "a row has too few or too many fields")
        return table[1:]

    def _damaged(self, file: str, why: str) -> InputProblem:
        return InputProblem(f"model {self.id} is damaged: {why}.", ADD_AGAIN, str(self.folder / file))


def open_model(path: Path | str) -> StoredModel:
    """The model in a folder. Checks the hash of the manifest and the size of every file, not the hashes of the arrays
    (`verify_model` does that): a file that is missing or cut short is seen at once.

    Raises: InputProblem when the folder is no model, of a newer format, or damaged.
    """
    folder = Path(path)
    for _ in range(100):
        before = _identity(folder)
        try:
            manifest = load_stored_manifest(folder)
            model = StoredModel(folder, manifest, map_files(folder, manifest))
        except InputProblem:
            if _identity(folder) == before:
                raise
            continue  # another run put a new model in its place while we read
        if _identity(folder) == before:
            return model
    raise fault(folder, "other runs keep replacing the model.")


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells one folder of a name from the next; None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def load_stored_manifest(folder: Path) -> StoredManifest:
    """The manifest of a model folder, held against its hash. Raises: InputProblem as `open_model`."""
    try:
        content, seal = load_bytes(folder / MANIFEST, MOST_MANIFEST), load_bytes(folder / SEAL, 1000)
    except (OSError, ValueError) as cause:
        reason = getattr(cause, "strerror", None) or str(cause)
        raise InputProblem(
            f"no chain model here ({reason}).", "A model is a folder made by scharnier model add.", str(folder)
        ) from cause
    if hashlib.sha256(content).hexdigest().encode() != seal.strip():
        raise fault(folder / MANIFEST, "the manifest does not have the hash that was written with it.")
    try:
        return StoredManifest.model_validate_json(content)
    except ValidationError as cause:
        first = cause.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise fault(folder / MANIFEST, f"the manifest cannot be used: {where}: {first['msg']}.") from cause


def verify_model(model: StoredModel) -> list[InputProblem]:
    """The faults of the files against the hashes in the manifest; empty when every byte is as it was written."""
    problems = []
    for name, mark in model.manifest.files.items():
        path = model.folder / name
        try:
            found = hash_file(path)
        except OSError as cause:
            problems.append(fault(path, f"model {model.id} is damaged: {cause.strerror}."))
            continue
        if found != mark.sha256:
            problems.append(fault(path, f"model {model.id} is damaged: the file does not have the hash it should."))
    return problems


def list_stored(store: Path) -> tuple[str, ...]:
    """Ids of the models in a store, in alphabetical order; empty where there is no such folder.

    A model that may not be read is among them, so that it is named rather than passed over.

    Raises: InputProblem when the store itself may not be read.
    """
    try:
        entries = sorted(store.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as cause:
        raise InputProblem(
            f"the folder of your models cannot be read ({cause.strerror}).", "Use --store.", str(store)
        ) from cause
    return tuple(entry.name for entry in entries if ID.fullmatch(entry.name) and _may_be_model(entry))


def _may_be_model(folder: Path) -> bool:
    try:
        return (folder / MANIFEST).is_file()
    except PermissionError:
        return True
