"""`scharnier law`: which law binds whom (`applies`); what laws ask, what changed, how they stand (`compare`)."""

from scharnier.cli.law import applies, compare
from scharnier.cli.law.group import app

__all__ = ["app", "applies", "compare"]
