"""A due diligence statement (Annex II) or simplified declaration (Annex III), checked and ready to be sent."""

from scharnier.eudr.statement.document import Statement
from scharnier.eudr.statement.findings import load_statement_codes
from scharnier.eudr.statement.make import REQUEST, Made, make_statement

__all__ = ["REQUEST", "Made", "Statement", "load_statement_codes", "make_statement"]
