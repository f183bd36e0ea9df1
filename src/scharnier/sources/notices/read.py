"""One notice, or all of a package of them, from the bytes of one file, whatever its schema."""

from scharnier.procurement.notice import Issue, Notice
from scharnier.sources._runtime.xml import LARGEST, XmlFault, parse_xml
from scharnier.sources.eforms import parse as eforms
from scharnier.sources.notices.values import Values
from scharnier.sources.ted_legacy import parse as ted_legacy

_KNOWN = "Known are eForms, TED_EXPORT R2.0.8 and R2.0.9, and OCDS."


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
    if eforms.is_eforms(root.tag):
        notice = eforms.parse_notice(root, values)
    elif ted_legacy.is_ted_legacy(root.tag):
        notice = ted_legacy.parse_notice(root, values)
    else:
        values.tell(
            "", f"Its root element {root.tag[:120]!r} is not that of a notice.", _KNOWN, "unknown-schema", "failed"
        )
        notice = None
    return notice, values.issues
