"""The content that ships with Scharnier: where it lies and under which release."""

from importlib.resources import files
from pathlib import Path


def content_path(name: str) -> Path:
    """The path of a shipped file or folder; `name` counts from `scharnier/data`, as in `codes/countries.csv`."""
    return Path(str(files("scharnier") / "data" / name))


def content_release(body: str) -> str:
    """The release name of a body of content (`codes`, `risk`), as written in the file RELEASE of its folder."""
    return content_path(f"{body}/RELEASE").read_text(encoding="utf-8").strip()
