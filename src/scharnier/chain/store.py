"""The chain models that ship with Scharnier: `data/chain/<id>.yaml` (manifest), `.npz` (table), `.members.csv`."""

import csv
import hashlib
import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.sparse import csr_array

from scharnier.chain.model import ChainModel, Manifest
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError, InputProblem

STARTER = "wiod2013-2011"


def list_models(folder: Path | None = None) -> tuple[str, ...]:
    """Ids of the models in the folder (default: those that ship), in alphabetical order."""
    return tuple(sorted(path.stem for path in _folder(folder).glob("*.npz")))


def load_manifest(id: str = STARTER, folder: Path | None = None) -> Manifest:
    """The manifest alone, without the table. Raises: InputProblem for an unknown id, with the known ones."""
    known = list_models(folder)
    if id not in known:
        raise InputProblem(f"unknown chain model {id!r}.", f"Known models: {', '.join(known)}.")
    text = (_folder(folder) / f"{id}.yaml").read_text(encoding="utf-8")
    return Manifest.model_validate(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506


def load_model(id: str = STARTER, folder: Path | None = None) -> ChainModel:
    """A model with its table, checked against the hash in its manifest. Cached.

    Raises: InputProblem for an unknown id; ContentError when the table is not the one the manifest speaks of.
    """
    return _load(id, _folder(folder))


@lru_cache(maxsize=4)
def _load(id: str, folder: Path) -> ChainModel:
    manifest = load_manifest(id, folder)
    content = (folder / f"{id}.npz").read_bytes()
    listed = (folder / f"{id}.members.csv").read_bytes()
    for name, found, expected in (("npz", content, manifest.sha256), ("members.csv", listed, manifest.members_sha256)):
        if hashlib.sha256(found).hexdigest() != expected:
            raise ContentError(f"{id}.{name} does not have the hash its manifest names: rebuild or reinstall it")
    with np.load(io.BytesIO(content), allow_pickle=False) as table:
        output = table["output"].astype(np.float64)
        parts = (table["flow_values"].astype(np.float64), table["flow_columns"], table["flow_starts"])
        return ChainModel(
            id=id,
            regions=tuple(table["regions"].tolist()),
            sectors=tuple(table["sectors"].tolist()),
            flows=csr_array(parts, shape=(output.size, output.size)).toarray(),
            output=output,
            final=table["final"].astype(np.float64),
            inventories=table["inventories"].astype(np.float64),
            stressors={
                name.removeprefix("stressor_"): table[name].astype(np.float64)
                for name in table.files
                if name.startswith("stressor_")
            },
            members=_parse_members(id, listed),
            manifest=manifest,
        )


def render_table(model: ChainModel) -> bytes:
    """The model's table as the bytes of its `.npz` file; the same model always gives the same bytes.

    Flows, final use and inventories are whole numbers of the unit; a model with fractions is refused, because
    rounding them would change the table in silence.
    """
    flows = csr_array(model.flows)
    flows.sort_indices()
    columns = np.uint16 if model.cells <= np.iinfo(np.uint16).max else np.int32
    stressors = {f"stressor_{name}": values for name, values in sorted(model.stressors.items())}
    buffer = io.BytesIO()
    arrays: dict[str, NDArray[Any]] = dict(
        regions=np.array(model.regions),
        sectors=np.array(model.sectors),
        flow_values=_whole(flows.data),
        flow_columns=flows.indices.astype(columns),
        flow_starts=flows.indptr.astype(np.int32),
        output=_whole(model.output),
        final=_whole(model.final),
        inventories=_whole(model.inventories),
        **stressors,
    )
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _whole(values: NDArray[np.float64]) -> NDArray[np.int32]:
    whole = values.astype(np.int32)
    if not np.array_equal(whole, values):
        raise ContentError("the compact table holds whole numbers only; this one has fractions or does not fit")
    return whole


def _parse_members(id: str, listed: bytes) -> dict[str, tuple[tuple[str, float], ...]]:
    workers: dict[str, dict[str, float]] = {}
    for row in csv.DictReader(io.StringIO(listed.decode("utf-8"))):
        workers.setdefault(row["region"], {})[row["place"]] = float(row["workers_thousand"] or 0.0)
    members = {}
    for region, places in workers.items():
        total = sum(places.values())
        if len(places) > 1 and total <= 0:
            raise ContentError(f"{id}.members.csv: region {region} has no member with a weight")
        weights = (
            {place: count / total for place, count in places.items()} if len(places) > 1 else dict.fromkeys(places, 1.0)
        )
        members[region] = tuple(weights.items())
    return members


def _folder(folder: Path | None) -> Path:
    return content_path("chain") if folder is None else folder
