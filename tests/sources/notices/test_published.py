"""The notices of the reference data: all are read, a second method gives the same rows, two schemas the same facts."""

import gzip
import io
import json
import re
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.notices import load_samples
from benchmarks.notices_peers import read_by_xpath, without_hidden

from scharnier.procurement.notice import Notice
from scharnier.sources._runtime.fields import load_fields, spell_path
from scharnier.sources._runtime.trie import compile_trie, read_rows
from scharnier.sources._runtime.xml import parse_xml
from scharnier.sources.notices import read_notice
from scharnier.sources.notices.describe import render_page
from scharnier.sources.notices.load import import_notices
from scharnier.sources.notices.rows import choose_amount, list_cpv

# What the two schemas say differently, and why (docs/method/notices.md): field, notice.
EXPLAINED = {
    ("nature", "18-151256-001"), ("nature", "18-156915-001"), ("nature", "18-536293-001"), ("nature", "19-111211-001"),
    ("nature", "21-363118-001"), ("contract", "22-086633-001"), ("legal basis", "21-010961-001"),
}  # fmt: skip
FIELDS: dict[str, Callable[[Notice], Any]] = {
    "buyer": lambda n: [buyer.name for buyer in n.buyers],
    "country": lambda n: [buyer.country for buyer in n.buyers],
    "main CPV": lambda n: list_cpv(n)[:1],
    "all CPV": lambda n: set(list_cpv(n)),
    "value": lambda n: choose_amount(n).amount if choose_amount(n) else None,  # type: ignore[union-attr]
    "currency": lambda n: choose_amount(n).currency if choose_amount(n) else None,  # type: ignore[union-attr]
    "estimates": lambda n: sorted((a.kind, a.amount, a.currency) for a in n.amounts if "estimate" in a.kind),
    "dispatch": lambda n: n.dispatched_on,
    "publication": lambda n: n.published_on,
    "deadline": lambda n: n.deadline_on,
    "contract": lambda n: n.contract_on,
    "lots": lambda n: n.n_lots,
    "nature": lambda n: n.nature,
    "legal basis": lambda n: n.legal_basis,
    "form": lambda n: n.form,
    "language": lambda n: n.languages[:1],
    "framework": lambda n: bool(n.framework),
    "dynamic purchasing": lambda n: bool(n.dynamic_purchasing),
    "tenders": lambda n: n.n_tenders,
    "winners": lambda n: set(n.winner_countries),
}


def pairs(shared: Path) -> Iterator[tuple[str, Notice, Notice]]:
    found: dict[str, dict[str, Notice]] = {}
    with tarfile.open(shared / "procurement" / "ted_to_eforms_pairs_dev.tar.xz") as archive:
        for member in archive:
            if member.isfile():
                schema, name = member.name.split("/")[-2:]
                file = archive.extractfile(member)
                assert file
                notice, _ = read_notice(file.read(), name)
                assert notice is not None
                found.setdefault(name.removesuffix("-EXP.xml"), {})[schema] = notice
    yield from ((name, both["ted-xml"], both["eforms-xml"]) for name, both in sorted(found.items()) if len(both) == 2)


@pytest.mark.shared
def test_the_same_notice_in_two_schemas_says_the_same(shared_data: Path, repository: Path) -> None:
    agree: Counter[str] = Counter()
    differ = set()
    count = 0
    for name, legacy, eforms in pairs(shared_data):
        count += 1
        for field, take in FIELDS.items():
            if take(legacy) == take(eforms):
                agree[field] += 1
            else:
                differ.add((field, name))
    assert count >= 50
    assert differ == EXPLAINED
    page = (repository / "docs/method/notices.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| ([\w ]+) \| (\d+ of \d+) \|", page, re.MULTILINE))
    assert table == {field: f"{agree[field]} of {count}" for field in FIELDS}


@pytest.mark.shared
def test_the_trie_reads_what_xpath_reads(shared_data: Path) -> None:
    trie, samples = compile_trie("eforms"), load_samples(shared_data)
    assert len(samples) > 170
    for data in samples:
        assert without_hidden(read_rows(parse_xml(data, keep_blanks=False), trie)) == read_by_xpath(data)


@pytest.mark.shared
def test_every_notice_of_the_reference_data_is_read(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "procurement"
    for name, read in (
        ("eforms_sdk_1.15.1_examples.tar.xz", 92),
        ("eforms_norway_dev.tar.xz", 69),
        ("eforms_real", 14),
        ("ted_xml_nl_samples", 40),
        ("ted_xml_2014_2022_dev.tar.xz", 2582),
        ("ocds_official_fictional_1.1.tar.xz", 9),
        ("ocds_uk_releases_dev.jsonl.gz", 268),
    ):
        done = import_notices(folder / name, tmp_path / "x.parquet")
        assert (done.read, done.failed) == (read, 0), name
        assert done.files == done.read + done.skipped
        codes = set(done.issues) - {"skipped", "no-release-id", "missing-buyer-country", "differing-twin"}
        if name.startswith("ted"):
            assert codes <= {"with-vat", "twin-lots"}, name


@pytest.mark.shared
def test_the_index_of_the_legacy_notices_says_the_same(shared_data: Path) -> None:
    """Made by others with expressions of their own: number, day, language, country, type of buyer and CPV agree."""
    import csv

    with gzip.open(
        shared_data / "procurement" / "ted_xml_index_dev.csv.gz", "rt", encoding="utf-8", newline=""
    ) as file:
        index = {row["notice"]: row for row in csv.DictReader(file)}
    seen = 0
    agree: Counter[str] = Counter()
    with tarfile.open(shared_data / "procurement" / "ted_xml_2014_2022_dev.tar.xz") as archive:
        for number, member in enumerate(archive):
            if member.isfile() and number % 5 == 0:
                file_of = archive.extractfile(member)
                assert isinstance(file_of, io.BufferedIOBase)
                notice, _ = read_notice(file_of.read(), member.name)
                assert notice is not None
                row = index[Path(member.name).stem]
                assert notice.id == row["notice"]
                assert notice.languages[0] == row["lang"].split(",")[0].strip().lower()[:2] or not row["lang"]
                assert str(notice.published_on).replace("-", "") == row["pub"].replace("-", "")
                assert notice.buyers[0].type_coded == row["authority_type"]
                main_of_index = row["cpv"].split("|")[0].split(";")[0].strip()
                agree["cpv"] += main_of_index in list_cpv(notice)
                agree["country"] += notice.buyers[0].country == row["country"].replace("UK", "GB")
                seen += 1
    assert seen > 400
    assert agree["country"] == seen
    assert agree["cpv"] >= seen - 1  # one notice bears another main code in its coded data than in its form


@pytest.mark.shared
def test_the_paths_are_those_of_the_sdk(shared_data: Path) -> None:
    """Every field with the number of a business term has the path that the field repository gives it."""
    with gzip.open(shared_data / "procurement" / "eforms_sdk_1.15.1_fields.json.gz") as file:
        fields = json.load(file)["fields"]

    def bare(path: str) -> str:
        return re.sub(r"\[[^\]]*(?:\[[^\]]*\][^\]]*)*\]", "", path)

    known = {bare(field["xpathAbsolute"]) for field in fields}
    schema = load_fields("eforms")

    def absolute(group: str) -> str:
        within = schema.groups[group]
        path = spell_path(schema, within.path)
        return f"/{path}" if not within.within else f"{absolute(within.within)}/{path}"

    missing = [
        (field.group, field.key, path)
        for field in schema.fields
        for version, path in field.paths
        if not version.startswith("0.5") and bare(f"{absolute(field.group)}/{spell_path(schema, path)}") not in known
    ]
    assert missing == []


def test_the_page_of_the_fields_is_made_from_the_files(repository: Path) -> None:
    assert (repository / "docs/method/notices-fields.md").read_text(encoding="utf-8") == render_page()
