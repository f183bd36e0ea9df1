"""Titles and main CPV codes of TED notices (old TED_EXPORT schemas R2.0.8 and R2.0.9)."""

import tarfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("EN", "NL")
_TITLES = ("TITLE", "TITLE_CONTRACT")


@dataclass(frozen=True)
class Title:
    """The title of a notice in one of its original languages, with the main CPV code its buyer gave."""

    notice: str
    lang: str
    text: str
    cpv: str


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def parse_notice(notice: str, content: bytes) -> list[Title]:
    """The titles of one notice in Dutch and English, not those that are translations of the CPV label."""
    root = ET.fromstring(content)  # noqa: S314 (published files with a known hash, read at build time only)
    titles = []
    for section in root.iter():
        if _name(section) != "FORM_SECTION":
            continue
        for form in section:
            if form.get("LG") not in LANGUAGES or form.get("CATEGORY") == "TRANSLATION":
                continue
            text = next((" ".join("".join(e.itertext()).split()) for e in form.iter() if _name(e) in _TITLES), "")
            cpv = next((e.get("CODE") or "" for e in form.iter() if _name(e) == "CPV_CODE"), "")
            if text and cpv:
                titles.append(Title(notice, str(form.get("LG")).lower(), text, cpv))
    return titles


def read_titles(archive: Path) -> Iterator[Title]:
    """The titles of all notices in a tar archive, in the order of their names; a text and division pair once."""
    seen: set[tuple[str, str]] = set()
    with tarfile.open(archive) as tar:
        for member in sorted((m for m in tar.getmembers() if m.name.endswith(".xml")), key=lambda m: m.name):
            content = tar.extractfile(member)
            if content is None:
                continue
            for title in parse_notice(Path(member.name).stem, content.read()):
                key = (title.text.casefold(), title.cpv[:2])
                if key not in seen:
                    seen.add(key)
                    yield title
