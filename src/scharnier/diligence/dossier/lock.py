"""One writer at a time: the lock is on the folder itself and dies with the process. Who reads never waits."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.folders import lock_folder, unlock_folder

PATIENCE = 5.0  # seconds
_STEP = 0.02  # seconds


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the folder for writing. Waits `patience` seconds for another writer, then raises InputProblem."""
    for left in range(int(patience / _STEP), -1, -1):
        try:
            handle = lock_folder(folder)
            break
        except BlockingIOError:
            if not left:
                raise InputProblem(
                    "another program is writing this dossier.", "Wait until it is done and try again.", str(folder)
                ) from None
            time.sleep(_STEP)
        except OSError as error:
            raise InputProblem(
                f"the folder cannot be locked: {error.strerror}.", "Keep the dossier on a disk of this machine.",
                str(folder),
            ) from error  # fmt: skip
    try:
        yield
    finally:
        unlock_folder(handle)
