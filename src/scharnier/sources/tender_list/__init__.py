"""The tender list of one body: our template, filled in (CSV or XLSX), or notices, as records of the annual report."""

from scharnier.sources.tender_list.notices import read_notice_records
from scharnier.sources.tender_list.read import read_tender_list

__all__ = ["read_notice_records", "read_tender_list"]
