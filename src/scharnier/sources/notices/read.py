"""One notice, or all of a package of them, from the bytes of one file, whatever its schema."""

from collections.abc import Iterator

from scharnier.procurement.notice import Issue, Notice
from scharnier.sources._runtime.xml import LARGEST, XmlFault, parse_xml
from scharnier.sources.eforms import parse as eforms
from scharnier.sources.notices.values import Values


def read_notice(data: bytes, name: str) -> tuple[Notice | None, list[Issue]]:
    """The notice in `data`, and what is wrong with it; None where there is none, with an issue that says why.

    Never raises for what is in the data. `name` is what the issues and `source_file` call the file.
    """
    values = Values(name)
    try:
        root = parse_xml(data, keep_blanks=b"TED_EXPORT" in data[:4000], largest=LARGEST)
    except XmlFault as fault:
        values.tell("", fault.what, fault.remedy, fault.code, "failed")
        return None, values.issues
    return eforms.parse_notice(root, values), values.issues
