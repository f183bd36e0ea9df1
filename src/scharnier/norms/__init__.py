"""What is expected: load, find in time, search and check the norms."""

from scharnier.norms.finding import Finding
from scharnier.norms.library import Library
from scharnier.norms.lint import lint_library
from scharnier.norms.load import load_library, load_library_from, load_themes
from scharnier.norms.records import Group, Link, Norm, Reference, Relation, Theme
from scharnier.norms.rough_date import RoughDate, parse_rough_date
from scharnier.norms.search import Hit

__all__ = [
    "Finding",
    "Group",
    "Hit",
    "Library",
    "Link",
    "Norm",
    "Reference",
    "Relation",
    "RoughDate",
    "Theme",
    "lint_library",
    "load_library",
    "load_library_from",
    "load_themes",
    "parse_rough_date",
]
