"""The user's purchases: a ledger export in whatever shape bookkeeping gave it, read into one `Ledger`."""

from scharnier.sources.ledger.columns import CODE_SCHEMES, ROLES, TEXT_ROLES
from scharnier.sources.ledger.messages import render_problem
from scharnier.sources.ledger.model import PROBLEMS, ColumnTaken, Ledger, Notice
from scharnier.sources.ledger.read import describe_columns, read_ledger
from scharnier.sources.ledger.texts import LABEL_SEPARATOR

__all__ = [
    "CODE_SCHEMES",
    "LABEL_SEPARATOR",
    "PROBLEMS",
    "ROLES",
    "TEXT_ROLES",
    "ColumnTaken",
    "Ledger",
    "Notice",
    "describe_columns",
    "read_ledger",
    "render_problem",
]
