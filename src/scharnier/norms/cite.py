"""A stable address and a citation line for everything in the Library.

An id is for ever, so the address is made of it alone: the path `id/<id>`, which any site that shows the Library can put
behind its own address, and the name `urn:scharnier:<sort>:<id>`, which needs no site at all.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.provenance import Confidence
from scharnier.norms.library import Library
from scharnier.norms.records import Norm, Reference, Text, Theme

SAFE = ":/.-_#@~"  # what stays as it is in an address
_ARTICLE = {"nl": "artikel", "en": "Article"}
_ANNEX = {"nl": "bijlage", "en": "Annex"}
_CONFIDENCE: Mapping[Confidence, Text] = {
    Confidence.VERIFIED: {"nl": "nagezien in de tekst", "en": "verified in the text"},
    Confidence.SECONDARY: {"nl": "uit tweede hand", "en": "secondary source"},
    Confidence.UNVERIFIED: {"nl": "niet nagezien", "en": "unverified"},
}
_WORDS: Mapping[str, Text] = {
    "line": {
        "nl": "{where}. {version}Bron: {source}. {sure}, stand van {checked}. Scharnier {release}, {permalink}",
        "en": "{where}. {version}Source: {source}. {sure}, as of {checked}. Scharnier {release}, {permalink}",
    },
    "own": {"nl": "eigen kennis van Scharnier", "en": "Scharnier's own knowledge"},
    "theme": {"nl": "thema van Scharnier", "en": "theme of Scharnier"},
    "from": {"nl": "Tekst vanaf {start}", "en": "Text from {start}"},
    "between": {"nl": "Tekst van {start} tot en met {end}", "en": "Text from {start} to {end}"},
    "since": {"nl": "Sinds {start}", "en": "Since {start}"},
    "deleted": {"nl": "Vervallen per {start}", "en": "Deleted from {start}"},
    "proposal": {"nl": "Geen geldend recht", "en": "Not law"},
}


@dataclass(frozen=True)
class Citation:
    """How to refer to something: its address, its name for machines and one line for a footnote."""

    id: str
    permalink: str
    urn: str
    line: str
    confidence: Confidence


def permalink(id: str, on: date | None = None) -> str:
    """The path of a thing: `id/csddd-2024:15`, on a day `id/csddd-2024:15?on=2026-11-20`."""
    return f"id/{quote(id, safe=SAFE)}" + (f"?on={on}" if on else "")


def urn(sort: str, id: str) -> str:
    """The name of a thing for machines, by its sort (`norm`, `theme`, `wording`, `source` …)."""
    return f"urn:scharnier:{sort}:{quote(id, safe=SAFE)}"


def name_provision(id: str, lang: str) -> str:
    """`artikel 2(1)(a)` for `csddd-2024:2.1.a`, `bijlage 1` for an annex; empty where the id has no number."""
    first, *rest = id.partition(":")[2].split(".")
    if first == "annex":
        return " ".join([_ANNEX[lang], ".".join(rest)]).strip()
    if not first[:1].isdigit():
        return ""
    return f"{_ARTICLE[lang]} {first}{''.join(f'({part})' for part in rest)}"


def cite(library: Library, id: str, on: date | None = None, lang: str = "nl") -> Citation:
    """How to cite a norm, theme, law or provision; with `on`, in the wording of that day.

    Raises `InputProblem` for an id that does not exist, or a law or provision that did not exist on that day.
    """
    if id in library.themes:
        return _cite_theme(library, library.themes[id], lang)
    norm = library.norm(id)
    law = library.laws.get(id.partition(":")[0])
    source, sure, checked, version = norm.source, norm.confidence, norm.checked_on, _since(norm, lang)
    if law and id in law.provisions:
        wordings = law.provisions[id].wordings
        wording = law.provisions[id].wording(on) if on else wordings[-1]
        if wording is None:
            raise _absent(id, on, [each.valid_from for each in wordings if not each.deleted])
        source, sure, checked = wording.source, wording.confidence, wording.checked_on
        word = "deleted" if wording.deleted else "between" if wording.valid_to else "from"
        version = _WORDS[word][lang].format(start=wording.valid_from, end=wording.valid_to)
    elif law:
        text = law.version(on) if on else None
        if on and text is None and not norm.proposal:
            raise _absent(id, on, [each.valid_from for each in law.versions if each.status == "law"])
        if text is not None:
            version = f"{text.title[lang]}, {_WORDS['from'][lang].lower().format(start=text.valid_from)}"
    parts = [version, _WORDS["proposal"][lang] if norm.proposal else ""]
    return Citation(
        id,
        permalink(id, on),
        urn("norm", id),
        _WORDS["line"][lang].format(
            where=_where(library, norm, lang),
            version="".join(f"{part}. " for part in parts if part),
            source=name_source(library.references[source], lang),
            sure=_CONFIDENCE[sure][lang].capitalize(),
            checked=checked,
            release=library.release,
            permalink=permalink(id, on),
        ),
        sure,
    )


def name_source(reference: Reference, lang: str) -> str:
    """Title, publisher, year and address of a source, as far as there are."""
    if reference.id == "OWN":
        return _WORDS["own"][lang]
    parts = [reference.title, reference.publisher, str(reference.year or ""), reference.url]
    return ", ".join(part for part in parts if part)


def _absent(id: str, on: date | None, starts: Sequence[date]) -> InputProblem:
    days = ", ".join(map(str, starts))
    return InputProblem(f"{id} did not exist on {on}.", f"It has a text from: {days}." if days else "")


def _cite_theme(library: Library, theme: Theme, lang: str) -> Citation:
    link = permalink(theme.id)
    where = f"{theme.title[lang]} ({_WORDS['theme'][lang]})"
    line = f"{where}. Scharnier {library.release}, {link}"
    return Citation(theme.id, link, urn("theme", theme.id), line, Confidence.UNVERIFIED)


def _where(library: Library, norm: Norm, lang: str) -> str:
    """The act or instrument, the article and the title; identical names once."""
    root = norm
    while root.parent:
        root = library.norms[root.parent]
    part = norm.id.partition(":")[2]
    number = part if re.match(r"[0-9IVX]", part) else ""
    if root.kind == "law" or norm.kind == "article":
        number = name_provision(norm.id, lang)
    title = norm.title[lang]
    if number and title.casefold().startswith(number.casefold()):
        number = ""
    law = library.laws.get(root.id)
    celex = f"CELEX {law.celex}" if law and law.celex else ""
    whole = root.title[lang] + (f" ({celex})" if celex else "")
    parts = [whole] if norm is root else [whole, number, title]
    return ", ".join(part for part in parts if part)


def _since(norm: Norm, lang: str) -> str:
    if norm.text_version and norm.parent is None and norm.kind != "law":
        return norm.text_version
    return _WORDS["since"][lang].format(start=norm.valid_from) if norm.valid_from else norm.text_version
