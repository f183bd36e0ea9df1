"""Scharnier: open software that makes responsible business conduct work."""

__version__: str


def __getattr__(name: str) -> str:
    """The version, looked up when asked for: reading the metadata of the package takes longer than most answers."""
    if name == "__version__":
        from importlib.metadata import version

        return version("scharnier")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
