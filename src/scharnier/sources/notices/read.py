"""One notice, or all of a package of them, from the bytes of one file, whatever its schema."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from scharnier.procurement.notice import Issue, Notice
from scharnier.sources._runtime.xml import LARGEST, XmlFault, parse_xml
from scharnier.sources.eforms import parse as eforms
from scharnier.sources.notices.complete import check_complete
from scharnier.sources.notices.values import Values
from scharnier.sources.ocds.json import parse_json
from scharnier.sources.ocds.parse import list_releases, parse_release
from scharnier.sources.ted_legacy import parse as ted_legacy

_KNOWN = "Known are eForms, TED_EXPORT R2.0.8 and R2.0.9, and OCDS releases and records."
_BLANK = b" \t\r\n\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one document: a notice or None, and its issues."""

    notice: Notice | None
    issues: list[Issue]
    digest: str = ""
    """SHA-256 of the release the notice is made of; "" where it is made of the whole document."""


def read_notice(data: bytes, name: str, largest: int = LARGEST) -> tuple[Notice | None, list[Issue]]:
    """The notice in `data`, and what is wrong with it; None where there is none, with an issue that says why.

    Never raises for what is in the data. `name` is what the issues and `source_file` call the file, `largest` the most
    bytes that are read. Of a package of several releases the first is the notice, and an issue says so.
    """
    readings = read_notices(data, name, largest)
    first = next(readings)
    issues = first.issues
    if next(readings, None) is not None:
        what = "It holds several releases; this is the first."
        issues = [*issues, Issue(name, "", what, "Import the file to have them all.", "note", "several-notices")]
    return first.notice, issues


def read_notices(data: bytes, name: str, largest: int = LARGEST) -> Iterator[Reading]:
    """All notices in `data`, at least one reading; more than one only of a package of releases or records."""
    try:
        if data[:64].lstrip(_BLANK)[:1] in (b"{", b"["):
            yield from _read_json(data, name, largest)
        else:
            yield _read_xml(data, name, largest)
    except Exception as fault:  # noqa: BLE001  # whatever we overlooked in one document must not stop a million others
        what = f"A fault of ours, not of the file: {type(fault).__name__}: {str(fault)[:200]}."
        yield Reading(None, [Issue(name, "", what, "Please report it with the file.", "failed", "fault")])


def _read_xml(data: bytes, name: str, largest: int) -> Reading:
    values = Values(name)
    try:
        root = parse_xml(data, keep_blanks=b"TED_EXPORT" in data[:4000], largest=largest)
    except XmlFault as fault:
        values.tell("", fault.what, fault.remedy, fault.code, "failed")
        return Reading(None, values.issues)
    notice = None
    if eforms.is_eforms(root.tag):
        notice = eforms.parse_notice(root, values)
    elif ted_legacy.is_ted_legacy(root.tag):
        notice = ted_legacy.parse_notice(root, values)
    else:
        what = f"Its root element {root.tag[:120]!r} is not that of a notice."
        values.tell("", what, _KNOWN, "unknown-schema", "failed")
    if notice:
        check_complete(notice, values)
    return Reading(notice, values.issues)


def _read_json(data: bytes, name: str, largest: int) -> Iterator[Reading]:
    values = Values(name)
    try:
        releases = list(list_releases(parse_json(data, largest)))
    except XmlFault as fault:
        values.tell("", fault.what, fault.remedy, fault.code, "failed")
        yield Reading(None, values.issues)
        return
    if not releases:
        what = "It is JSON without a release or record (an object with an ocid)."
        values.tell("ocid", what, _KNOWN, "unknown-schema", "failed")
        yield Reading(None, values.issues)
    for release in releases:
        values = Values(name)
        notice = parse_release(release, values)
        if notice:
            check_complete(notice, values)
        plain = json.dumps(release, sort_keys=True, default=str).encode("utf-8", "replace")
        yield Reading(notice, values.issues, hashlib.sha256(plain).hexdigest())
