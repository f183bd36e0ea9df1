"""What kind of file this is, told from its first bytes rather than from its name."""

import zipfile
from io import BytesIO

from scharnier.sources.ledger.messages import build_problem

_MAGIC = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM\x00", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\xfd7zXZ", "xz"),
    (b"BZh", "bzip2"),
    (b"{\\rtf", "RTF"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3", "SQLite"),
)
_PACKED = {"gzip", "7-Zip", "RAR", "xz", "bzip2"}


def find_kind(data: bytes, file: str, lang: str) -> str:
    """`csv`, `xlsx` or `parquet`; an `InputProblem` that says what the file is instead."""
    if not data.strip(b" \t\r\n\x00"):
        raise build_problem("file_empty", lang, file=file)
    if data[:4] == b"PAR1":
        return "parquet"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _find_zip_kind(data, file, lang)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise build_problem("file_locked" if locked else "file_old_xls", lang, file=file)
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise build_problem("file_packed" if name in _PACKED else "file_kind", lang, file=file, kind=name)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<") and (b"<!doctype html" in head or b"<html" in head or b"<table" in head):
        raise build_problem("file_html", lang, file=file)
    if head.startswith((b"<?xml", b"<workbook")):
        raise build_problem("file_kind", lang, file=file, kind="XML")
    if head.startswith((b'{"', b"{\n", b"{\r", b"[{", b"[\n")):
        raise build_problem("file_kind", lang, file=file, kind="JSON")
    return "csv"


def _find_zip_kind(data: bytes, file: str, lang: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except Exception as error:
        raise build_problem("xlsx_damaged", lang, file=file) from error
    if any(name.lower() == "xl/workbook.xml" for name in names):
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise build_problem("file_kind", lang, file=file, kind="XLSB")
    if "content.xml" in names:
        raise build_problem("file_kind", lang, file=file, kind="OpenDocument (.ods)")
    if any(name.startswith("word/") for name in names):
        raise build_problem("file_kind", lang, file=file, kind="Word (.docx)")
    raise build_problem("file_packed", lang, file=file, kind="zip")
