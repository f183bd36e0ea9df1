"""Read WIOD 2013 tables into chain models and build the starter model that ships.

Run as `python -m scharnier.sources.wiod2013.parse --from FOLDER`, where FOLDER holds the reference data.
"""

import argparse
import hashlib
import zipfile
from pathlib import Path

import numpy as np

from scharnier.chain.model import REST_OF_WORLD, ChainModel
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem
from scharnier.sources.wiod2013.describe import describe_table

MEMBERS = ("Z", "Y", "x", "countries", "industries", "final_categories", "year")
RECODED = {"RoW": REST_OF_WORLD, "ROM": "ROU"}
INVENTORIES = "c42"


def load_wiod_npz(path: Path) -> ChainModel:
    """A WIOD 2013 table as published (rounded to whole million USD) as a chain model, any year.

    Final use is summed over households, non-profit institutions, government and investment; changes in inventories
    are kept apart. The only stressor is value added: output less all purchases, so taxes less subsidies and
    transport margins are inside it. Members are the regions themselves; the rest of the world is one place, `ROW`.

    Raises: InputProblem when the file is not such a table.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            table = {name: file[name] for name in MEMBERS}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as cause:
        raise InputProblem(
            "not a WIOD 2013 table in NumPy arrays.", f"It should hold {', '.join(MEMBERS)}.", path.name
        ) from cause
    regions = tuple(RECODED.get(code, code) for code in table["countries"].tolist())
    sectors = tuple(table["industries"].tolist())
    categories = table["final_categories"].tolist()
    n = len(regions) * len(sectors)
    if (
        table["Z"].shape != (n, n)
        or table["Y"].shape != (n, len(regions) * len(categories))
        or INVENTORIES not in categories
    ):
        raise InputProblem(f"not a WIOD 2013 table: shapes {table['Z'].shape} and {table['Y'].shape}.", file=path.name)
    flows = table["Z"].astype(np.float64)
    output = table["x"].astype(np.float64)
    final = table["Y"].astype(np.float64).reshape(n, len(regions), len(categories))
    stock = categories.index(INVENTORIES)
    year = int(table["year"])
    return ChainModel(
        id=f"wiod2013-{year}",
        regions=regions,
        sectors=sectors,
        flows=flows,
        output=output,
        final=np.delete(final, stock, axis=2).sum(axis=2),
        inventories=final[:, :, stock].copy(),
        stressors={"value_added": output - flows.sum(axis=0)},
        members={region: ((region, 1.0),) for region in regions},
        manifest=describe_table(year, hashlib.sha256(path.read_bytes()).hexdigest()),
    )


def main() -> None:
    """Build the starter model from the reference data and put it among the content that ships."""
    from scharnier.sources.wiod2013.build import build_starter  # it reads tables with this module

    parser = argparse.ArgumentParser(description="Build the starter chain model from the reference data.")
    parser.add_argument("--from", dest="shared", type=Path, required=True, help="folder with the reference data")
    parser.add_argument("--year", type=int, default=2011)
    parser.add_argument("--to", type=Path, default=content_path("chain"), help="folder to write to")
    options = parser.parse_args()
    _, files = build_starter(options.shared, options.year)
    for name, content in files.items():
        (options.to / name).write_bytes(content)


if __name__ == "__main__":
    main()
