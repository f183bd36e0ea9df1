"""The glossary and the method page say what the Library holds."""

import re
from pathlib import Path

from scharnier.norms import load_library, load_themes

LIBRARY = load_library()


def test_every_key_term_has_one_row_in_the_glossary(repository: Path) -> None:
    rows = (repository / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    for norm in LIBRARY.all("term"):
        named = [row for row in rows if f"`{norm.id}`" in row]
        assert len(named) == 1, norm.id
        nl, en = (cell.strip() for cell in named[0].split("|")[1:3])
        assert (nl, en) == (norm.title["nl"], norm.title["en"])


def test_a_concept_has_one_row(repository: Path) -> None:
    text = (repository / "docs" / "glossary.md").read_text(encoding="utf-8")
    concepts = re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \| `", text, re.MULTILINE)
    assert len(concepts) == len(set(concepts)) > 40


def test_ids_in_the_docs_exist(repository: Path) -> None:
    for page in ("glossary.md", "method/norms.md"):
        text = (repository / "docs" / page).read_text(encoding="utf-8")
        for id in re.findall(r"`((?:oecd|ungp|ilo|sdg|isv|term)-?[a-z0-9-]*(?::[A-Za-z0-9_./]+))`", text):
            assert LIBRARY.norm(id)


def test_the_method_page_counts_right(repository: Path) -> None:
    text = (repository / "docs" / "method" / "norms.md").read_text(encoding="utf-8")
    in_law_files = {id for law in LIBRARY.laws.values() for id in (law.id, *law.provisions)}
    norms = [id for id in LIBRARY.norms if id not in in_law_files]
    links = [link for link in LIBRARY.links if link.source not in in_law_files]
    numbers = [len(norms), len(load_themes()), len(links)]
    assert "{} records of what is expected of organisations, {} themes and {} links".format(*numbers) in text
    assert f"`{LIBRARY.release}`" in text
    assert f"{len(LIBRARY.all('paragraph'))} paragraphs" in text
    assert f"{len(LIBRARY.all('check'))} checklist items" in text
    assert f"{len(LIBRARY.all('target'))} targets" in text
    assert f"{len(LIBRARY.all('term'))} key terms" in text
    assert f"{len(LIBRARY.all('convention')) - 10} related conventions" in text
