"""The only way XML from outside comes in: no DTD, no entity of its own, no network, no more bytes than allowed."""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

LARGEST = 50 * 1024 * 1024
"""Bytes of one document; the largest notices of Tenders Electronic Daily are below 20 MB."""

# Encodings in which the characters of a tag are the bytes of ASCII, so that a DTD can be seen before parsing.
_PLAIN = re.compile(rb"utf-?8|us-ascii|ascii|iso-8859-\d+|latin-?\d+|windows-12\d\d|cp12\d\d", re.IGNORECASE)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_FIRST_ELEMENT = re.compile(rb"<[A-Za-z_\x80-\xff]")
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)  # what may stand before a DTD
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}


@dataclass
class XmlFault(Exception):
    """A document that is not read. `code` is for counting, `what` and `remedy` are for people."""

    code: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}"


def build_parser(*, keep_blanks: bool = True) -> Any:
    """A hardened lxml parser; without blanks between elements it reads documents of indented elements faster."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=not keep_blanks,
    )


_KEEP, _DROP = build_parser(), build_parser(keep_blanks=False)


def parse_xml(data: bytes, *, keep_blanks: bool = True, largest: int = LARGEST) -> Any:
    """The root element of a document. Raises XmlFault, and nothing else, for what is in `data`."""
    if len(data) > largest:
        raise too_large(largest)
    data = _plain_bytes(data)
    first = _FIRST_ELEMENT.search(data)
    if not first:
        raise XmlFault("not-xml", "It is not XML: there is no element in it.", "Hand in the XML of the notice.")
    before = _BEFORE.match(data)
    if before and data.startswith(b"<!", before.end()):
        raise XmlFault(
            "dtd",
            "It declares a document type (DTD), through which a file can make a reader open other files or fill its "
            "memory; a notice never has one.",
            "Remove the DOCTYPE, or ask the publisher for the notice as published.",
        )
    try:
        root = etree.fromstring(data, _KEEP if keep_blanks else _DROP)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _explain(error, cut=not data.rstrip().endswith(b">")) from None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise XmlFault("dtd", "It declares a document type (DTD).", "Remove the DOCTYPE.")
    return root


def too_large(largest: int) -> XmlFault:
    """The fault of a document of more than `largest` bytes."""
    size = f"{largest / 1024**2:g} MB"
    return XmlFault(
        "too-large", f"It is larger than {size}, the most that is read of one notice.", "Allow more with --largest."
    )


def _plain_bytes(data: bytes) -> bytes:
    """The document in an encoding in which a DTD can be seen; raises XmlFault where it is in none that is known."""
    wide = _WIDE.get(data[:2])
    if wide and not data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        try:
            text = data.decode(wide)
        except UnicodeDecodeError as error:
            raise XmlFault(
                "encoding", f"It begins as UTF-16 but is not, at byte {error.start}.", "Save it again as UTF-8."
            ) from None
        return _DECLARATION.sub("", text, count=1).encode("utf-8", "replace")
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf")[:300])
    if declared and not _PLAIN.fullmatch(declared.group(1)):
        name = declared.group(1).decode("ascii")
        raise XmlFault("encoding", f"It says it is in {name}, which is not read here.", "Save it again as UTF-8.")
    return data


def _explain(error: Exception, cut: bool) -> XmlFault:
    if not isinstance(error, etree.XMLSyntaxError):
        return XmlFault("not-xml", f"It cannot be read as XML ({str(error)[:120]}).", "Save it again as UTF-8.")
    line, said = error.lineno or 0, str(error.msg or "").split(", line ")[0].strip()[:160]
    place = f"at line {line}" if line else "at the start"
    lowered = said.lower()
    if "proper utf-8" in lowered or "encoding" in lowered or "invalid bytes in character" in lowered:
        return XmlFault(
            "encoding",
            f"It is not in the encoding it declares ({place}).",
            "Save it again as UTF-8, or write the true encoding in the first line.",
        )
    if cut or "premature end" in lowered or "start tag expected" in lowered or "no element" in lowered or not said:
        return XmlFault(
            "truncated", f"It ends too early ({place}): part of the file is missing.", "Fetch the file again."
        )
    return XmlFault("not-xml", f"It is not well-formed XML {place}: {said}.", "Fetch the file again, or mend it there.")
