"""The files of a stored model: mapped into memory, hashed, and what is said when one is not as it was written."""

import hashlib
from pathlib import Path
from typing import Any, Literal

import numpy as np

from scharnier.chain.manifest import StoredManifest
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes

ADD_AGAIN = "Add the model again with scharnier model add."
MOST_LABELS = 256 << 20
PIECE = 8 << 20


def map_files(folder: Path, manifest: StoredManifest) -> dict[str, Any]:
    """Every file that the manifest names, by name: `.npy` mapped, others as bytes.

    Raises: InputProblem when one is missing, has another size than the manifest says, or is no array.
    """
    found: dict[str, Any] = {}
    for name, mark in manifest.files.items():
        path = folder / name
        try:
            size = path.stat().st_size
            if size != mark.size:
                what = f"the file has {size} bytes and should have {mark.size}"
                raise fault(path, f"model {manifest.id} is damaged: {what}.")
            if path.suffix == ".npy":
                # Tiles copy-on-write and not read-only: compiled code then needs one form for memory and disk.
                mode: Literal["r", "c"] = "c" if name.startswith("tiles_") else "r"
                found[name] = np.load(path, mmap_mode=mode, allow_pickle=False).view(np.ndarray)
            else:
                found[name] = load_bytes(path, MOST_LABELS)
        except FileNotFoundError as cause:
            raise fault(path, f"model {manifest.id} is damaged: the file is missing.") from cause
        except (OSError, ValueError, EOFError) as cause:
            raise fault(path, f"model {manifest.id} is damaged: it cannot be read ({cause}).") from cause
    return found


def hash_file(path: Path) -> str:
    """SHA-256 of a file of any size, in pieces."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def fault(path: Path, message: str) -> InputProblem:
    """What is wrong with a file of a model, with the remedy for all of them."""
    return InputProblem(message, ADD_AGAIN, str(path))
