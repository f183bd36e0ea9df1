"""Write, or with --check compare, the tables of keys in the pages on the files of a dossier.

What a key is, is said in data/diligence/dossier_files.yaml; what may stand there, and whether it must, by the models.
"""

import sys
from pathlib import Path
from typing import Any

from scharnier.diligence.dossier import base, deeds, parties
from scharnier.diligence.dossier.dossier import Head
from scharnier.diligence.dossier.faults import HEAD
from scharnier.diligence.dossier.kinds import KINDS, REFERENCES
from scharnier.diligence.dossier.words import File, load_files

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {"en": DOCS / "dossier-files.md", "nl": DOCS / "nl" / "dossier-bestanden.md"}
MARK = {
    "en": "<!-- From here on made by tools/dossier_pages.py, from data/diligence/dossier_files.yaml. -->",
    "nl": "<!-- Vanaf hier gemaakt door tools/dossier_pages.py, uit data/diligence/dossier_files.yaml. -->",
}
WORDS = {
    "head": {"en": "| key | may hold | what |", "nl": "| sleutel | wat er mag staan | wat het is |"},
    "needed": {"en": " (needed)", "nl": " (nodig)"},
    "list": {"en": "list of: ", "nl": "lijst van: "},
    "id": {"en": "id", "nl": "id"},
    "from": {"en": "id from `{kind}`", "nl": "id uit `{kind}`"},
    "date": {"en": "day", "nl": "dag"},
    "boolean": {"en": "`true` or `false`", "nl": "`true` of `false`"},
    "keys": {"en": "keys below", "nl": "sleutels hieronder"},
    "between": {"en": "{kind} from {least} to {most}", "nl": "{kind} van {least} tot {most}"},
    "least": {"en": "{kind}, {least} or more", "nl": "{kind}, {least} of meer"},
    "integer": {"en": "whole number", "nl": "geheel getal"},
    "number": {"en": "number", "nl": "getal"},
    base.LINE: {"en": "text on one line", "nl": "tekst op één regel"},
    base.LONG: {"en": "text", "nl": "tekst"},
    base.ID: {"en": "id", "nl": "id"},
    base.COUNTRY: {"en": "country, three capitals (`NLD`)", "nl": "land, drie hoofdletters (`NLD`)"},
    base.THEME: {"en": "theme of the Library", "nl": "thema uit de Library"},
    base.NORM: {"en": "norm of the Library", "nl": "norm uit de Library"},
    base.LANGUAGE: {"en": "language code (`nl`)", "nl": "taalcode (`nl`)"},
    deeds.CHECK: {"en": "item of the OECD checklist", "nl": "punt van de OESO-checklist"},
    deeds.SHA256: {"en": "64 hexadecimal digits", "nl": "64 hexadecimale cijfers"},
    parties.LEI: {"en": "LEI", "nl": "LEI"},
    parties.KVK: {"en": "8 digits in quotes", "nl": "8 cijfers tussen aanhalingstekens"},
    parties.OS_ID: {"en": "OS ID", "nl": "OS ID"},
    "text": {"en": "id", "nl": "id"},
}


def main() -> int:
    """Write the pages; with --check return 1 when one differs."""
    wrong = 0
    for lang, page in PAGES.items():
        text = page.read_text(encoding="utf-8")
        made = text.partition(MARK[lang])[0] + MARK[lang] + "\n\n" + render(lang)
        if "--check" not in sys.argv:
            page.write_text(made, encoding="utf-8")
        elif made != text:
            print(f"{page.name} and the models differ: run tools/dossier_pages.py.")
            wrong = 1
    return wrong


def render(lang: str) -> str:
    """The tables of all files."""
    return "\n".join(_render_file(file, lang) for file in load_files().values())


def _render_file(file: File, lang: str) -> str:
    model = Head if file.kind == HEAD else KINDS[file.kind]
    schema = model.model_json_schema()
    lines = [f"## {file.kind}", "", file.text[lang], "", WORDS["head"][lang], "|---|---|---|"]
    for key in file.keys:
        needed = WORDS["needed"][lang] if key.needed else ""
        words = key.text[lang].replace("|", "\\|")
        lines.append(f"| `{key.name}`{needed} | {_holds(file.kind, key.name, schema, lang)} | {words} |")
    if file.example:
        lines += ["", "```yaml", file.example[lang].rstrip(), "```"]
    return "\n".join(lines) + "\n"


def _holds(kind: str, name: str, whole: Any, lang: str) -> str:
    """What may stand under a key, in words."""
    found = whole
    for part in name.split("."):
        found = _follow(found, whole)["properties"][part]
    to = {**REFERENCES.get(kind, {}), "evidence": "evidence"}.get(name)
    if kind == HEAD and name == "organisation":
        to = "organisations"
    return _tell(found, whole, to, lang)


def _follow(found: Any, whole: Any) -> Any:
    """The schema itself, without what leads to it: a reference, a list, or nothing being allowed too."""
    while True:
        if "anyOf" in found:
            found = next(one for one in found["anyOf"] if one.get("type") != "null")
        elif "$ref" in found:
            found = whole["$defs"][found["$ref"].rpartition("/")[2]]
        elif found.get("type") == "array":
            found = found["items"]
        else:
            return found


def _tell(found: Any, whole: Any, to: str | None, lang: str) -> str:
    if "anyOf" in found:
        return _tell(next(one for one in found["anyOf"] if one.get("type") != "null"), whole, to, lang)
    if found.get("type") == "array":
        return WORDS["list"][lang] + _tell(found["items"], whole, to, lang)
    found = _follow(found, whole)
    if to is not None:
        return WORDS["from"][lang].format(kind=to)
    if "enum" in found or "const" in found:
        return ", ".join(f"`{value}`" for value in found.get("enum", [found.get("const")]))
    kind = found["type"]
    if kind == "object":
        return WORDS["keys"][lang]
    if kind in ("integer", "number"):
        least, most = found.get("minimum"), found.get("maximum")
        form = "between" if most is not None and most < 1000 else "least" if least is not None else None
        return WORDS[form][lang].format(kind=WORDS[kind][lang], least=least, most=most) if form else WORDS[kind][lang]
    return WORDS[found.get("pattern", found.get("format", kind if kind == "boolean" else "text"))][lang]


if __name__ == "__main__":
    sys.exit(main())
