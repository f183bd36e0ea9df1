"""Where models that were added lie, and where downloads wait: the one place that reads the environment for it."""

import os
from pathlib import Path


def model_store(given: Path | None = None) -> Path:
    """The folder of the user's models: what was given, else SCHARNIER_MODELS, else the data folder of the user."""
    if given is not None:
        return given
    named = os.environ.get("SCHARNIER_MODELS")
    return Path(named) if named else _user_folder("XDG_DATA_HOME", ".local/share") / "models"


def download_folder(given: Path | None = None) -> Path:
    """The folder where files are fetched to: what was given, else the cache folder of the user."""
    return given if given is not None else _user_folder("XDG_CACHE_HOME", ".cache") / "downloads"


def _user_folder(variable: str, usual: str) -> Path:
    named = os.environ.get(variable, "")
    # The standard says that a path that is not absolute is to be ignored.
    base = Path(named) if Path(named).is_absolute() else Path.home() / usual
    return base / "scharnier"
