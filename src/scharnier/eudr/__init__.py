"""The workbench for the EU regulation on deforestation-free products: plots of land and statements."""

from scharnier.eudr.check import COMMODITIES, Checked, check_bytes, check_file
from scharnier.eudr.issues import Issue, load_codes
from scharnier.eudr.rules import Rules, load_rules

__all__ = ["COMMODITIES", "Checked", "Issue", "Rules", "check_bytes", "check_file", "load_codes", "load_rules"]
