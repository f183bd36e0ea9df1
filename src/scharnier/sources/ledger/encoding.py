"""From bytes to UTF-8: which encoding a text file has, and the text without what no reader can use."""

import codecs
from dataclasses import dataclass

from scharnier.sources.ledger.messages import build_problem
from scharnier.sources.ledger.model import Notice

_CHUNK = 1 << 22
_CP1252_HOLES = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # undefined in CP1252; a file that has them is Latin-1


@dataclass(frozen=True)
class DecodedText:
    """A text file as UTF-8 bytes, the name of the encoding it had, and what was wrong with it."""

    data: bytes
    encoding: str
    notices: list[Notice]


def parse_encoding(data: bytes, file: str, lang: str) -> DecodedText:
    """Find the encoding (byte order mark, NUL pattern, validity as UTF-8) and recode to UTF-8 without NUL bytes."""
    notices: list[Notice] = []
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text, name = _recode(data, "utf-16"), "UTF-16"
    elif (order := _find_bare_utf16(data)) is not None:
        text, name = _recode(data, order), "UTF-16"
    elif data.startswith(codecs.BOM_UTF8):
        text, name = data[3:], "UTF-8"
    else:
        text, name = data, "UTF-8"
    if name == "UTF-8" and not _is_utf8(text):
        if _is_damaged_utf8(text):
            repaired = text.decode("utf-8", errors="replace")
            notices.append(Notice("bytes_damaged", {"count": repaired.count("�")}))
            text = repaired.encode()
        else:
            name = "Latin-1" if any(bytes([hole]) in text for hole in _CP1252_HOLES) else "CP1252"
            text = _recode(text, name)
    nul = text.count(0)
    if nul:
        if nul > len(text) // 10:
            raise build_problem("file_binary", lang, file=file)
        line = text.count(b"\n", 0, text.index(0)) + 1
        notices.append(Notice("nul_bytes", {"count": nul, "line": line}))
        text = text.replace(b"\0", b"")
    if _is_binary(text):
        raise build_problem("file_binary", lang, file=file)
    # A byte order mark that was itself recoded once ("ï»¿") is no part of the first header.
    for stray in ("\ufeff".encode(), "ï»¿".encode()):
        text = text.removeprefix(stray)
    return DecodedText(text, name, notices)


def _recode(data: bytes, encoding: str) -> bytes:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    parts = [decoder.decode(data[at : at + _CHUNK]).encode() for at in range(0, len(data), _CHUNK)]
    parts.append(decoder.decode(b"", final=True).encode("utf-8", errors="replace"))
    return b"".join(parts)


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), _CHUNK):
            decoder.decode(data[at : at + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(data: bytes) -> bool:
    """UTF-8 with a few bad bytes, rather than another encoding: most characters beyond ASCII decode well."""
    text = data[: 8 * _CHUNK].decode("utf-8", errors="replace")
    bad = text.count("�")
    beyond = len(text) - len(text.encode("ascii", errors="ignore"))
    return bad * 10 <= beyond


def _find_bare_utf16(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: in Western text nearly every second byte is NUL."""
    head = data[:4096]
    half = len(head) // 2
    if half < 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _is_binary(text: bytes) -> bool:
    head = text[:65536]
    control = sum(head.count(code) for code in range(32) if code not in (9, 10, 11, 12, 13, 26, 27))
    return control * 20 > len(head)
