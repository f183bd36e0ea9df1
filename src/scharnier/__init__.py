"""Scharnier: open software that makes responsible business conduct work."""

from importlib.metadata import version

__version__ = version("scharnier")
