"""The site: every link leads somewhere, nothing hostile runs, data and pages agree, the bytes are always the same."""

import csv
import io
import json
import re
import string
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

import pyarrow.parquet as pq
import pytest
from lxml import etree

from scharnier.analytics.monitor.build import build_monitor
from scharnier.analytics.monitor.replies import load_replies
from scharnier.kernel.errors import InputProblem
from scharnier.report.monitor.publish import check_chain, read_chain, write_site
from scharnier.report.monitor.site import site_files
from scharnier.report.monitor.words import load_monitor_texts

ON = date(2026, 11, 20)


class Page(HTMLParser):
    """What a page links to, the ids in it, and its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.lang = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.add(tag)
        self.links += [value for key in ("href", "src") if (value := held.get(key))]
        self.ids += [value] if (value := held.get("id")) else []
        self.lang = self.lang or held.get("lang") or "" if tag == "html" else self.lang


@pytest.fixture(scope="module")
def pages(site: dict[str, bytes]) -> dict[str, Page]:
    return {name: Page(content.decode()) for name, content in site.items() if name.endswith(".html")}


def test_every_link_leads_to_a_file_and_an_anchor_of_the_site(site: dict[str, bytes], pages: dict[str, Page]) -> None:
    assert len(pages) > 30
    for name, page in pages.items():
        for link in page.links:
            if link.startswith("https://"):
                assert link.startswith(("https://ted.europa.eu/", "https://example.org/")), link
                continue
            path, _, anchor = link.partition("#")
            target = normpath(join(dirname(name), path)) if path else name
            assert target in site, (name, link)
            assert not anchor or anchor in pages[target].ids, (name, link)


def test_pages_have_no_scripts_one_id_once_and_say_their_language(
    site: dict[str, bytes], pages: dict[str, Page]
) -> None:
    for name, page in pages.items():
        assert not page.tags & {"script", "style", "iframe", "form", "object"}, name
        assert len(page.ids) == len(set(page.ids)), name
        assert page.lang == (name.split("/")[0] if name[:2] in ("nl", "en") else page.lang)
        assert b"Content-Security-Policy" in site[name]
    text = b"".join(content for name, content in site.items() if name.endswith((".html", ".svg", ".xml")))
    assert b"<script" not in text
    assert b"&lt;script&gt;alert" in text
    assert b"javascript:" not in text


def test_both_languages_have_the_same_pages(site: dict[str, bytes]) -> None:
    nl, en = ({name[3:] for name in site if name.startswith(f"{lang}/")} for lang in ("nl", "en"))
    assert nl == en
    assert {"body/rijkswaterstaat.html", "body/rijkswaterstaat-part-2.html", "body/gemeente-voorbeelddam.html"} <= nl


def test_every_listed_procedure_stands_on_a_page_with_its_quote(site: dict[str, bytes]) -> None:
    listed = list(csv.DictReader(io.StringIO(site["data/procedures.csv"].decode())))
    assert len(listed) > 120
    bodies = "".join(content.decode() for name, content in site.items() if name.startswith("nl/body/"))
    assert bodies.count('<article class="risk"') == len(listed)
    assert "Internationale Sociale Voorwaarden gelden." in bodies
    assert "Een mens moet nagaan" in bodies
    years = site["nl/years.html"].decode()
    assert re.search(r"2021, zichtbaar: .*?body/rijkswaterstaat(-part-2)?\.html#p-100-2021", years)


def test_figures_in_csv_json_and_parquet_are_the_same_and_add_up(site: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(site["data/figures.csv"].decode())))
    told = json.loads(site["data/figures.json"])
    assert [row["figure"] for row in rows] == [one["figure"] for one in told["figures"]]
    assert len({row["figure"] for row in rows}) == len(rows)
    for row, one in zip(rows, told["figures"], strict=True):
        parts = [one[name] for name in ("yes", "no", "elsewhere", "missing")]
        assert sum(parts) == one["total"] == int(row["total"])
        assert one["denominator"] == one["yes"] + one["no"]
        for bucket, ids in one["procedures"].items():
            if (one["measure"], bucket) not in {("should", "no"), ("voluntary", "no"), ("voluntary", "missing")}:
                assert len(ids) == one[bucket]
    counts = told["notices"]
    assert counts["rows"] == counts["foreign"] + counts["nowhere"] + counts["copies"] + counts["notices"]
    table = pq.read_table(io.BytesIO(site["data/procedures.parquet"]))
    assert table.num_rows == sum(told["procedures"].values())
    should = next(one for one in told["figures"] if one["figure"] == "should/rijk")
    kept = [row for row in table.to_pylist() if row["counted"] == "yes" and row["group"] == "rijk"]
    assert sum(row["mandatory"] == "yes" for row in kept) == should["yes"]


def test_small_numbers_have_no_percentage_and_stand_by_name(site: dict[str, bytes]) -> None:
    page = site["nl/years.html"].decode()
    row = re.search(
        r"<tr[^>]*><th[^>]*>2021.*?</tr>",
        page[page.index("Het Rijk: zichtbaar in de oproep, waar ISV erin moest") :],
        re.S,
    )
    assert row
    assert "klein aantal" in row[0]
    assert "2 van 4" in row[0]
    assert "50%" not in row[0].split('data-label="Van alles')[0]
    assert "op naam" in site["nl/bodies.html"].decode()


def test_a_correction_stands_beside_the_figure(site: dict[str, bytes]) -> None:
    page = site["en/years.html"].decode()
    assert "with corrections by bodies: 3 of 4" in page
    body = site["nl/body/rijkswaterstaat.html"].decode() + site["nl/body/rijkswaterstaat-part-2.html"].decode()
    assert "Correctie van het gegeven ‘toegepast’: van ‘niet zichtbaar in de oproep’ naar ‘ja’." in body
    assert "&lt;b&gt;Coördinator&lt;/b&gt; &amp; inkoop" in body
    assert (
        "Niet alles staat erbij." in site["en/body/gemeente-voorbeelddam.html"].decode()
    )  # in the language it came in
    told = json.loads(site["data/replies.json"])["replies"]
    assert [one["id"] for one in told] == ["r-1", "r-2"]


def test_charts_stand_alone_and_have_their_data(site: dict[str, bytes]) -> None:
    names = {name.split("/")[1].split(".")[0] for name in site if name.startswith("charts/")}
    assert names == {"chain", "years", "categories", "bodies", "others"}
    for name in names:
        for lang in ("nl", "en"):
            picture = etree.fromstring(site[f"charts/{name}.{lang}.svg"])
            words = " ".join(picture.itertext())
            assert "CC BY 4.0" in words
            assert picture.get("role") == "img"
            rows = list(csv.DictReader(io.StringIO(site[f"charts/{name}.{lang}.csv"].decode())))
            told = json.loads(site[f"charts/{name}.{lang}.json"])
            assert [row["label"] for row in rows] == [one["label"] for one in told["rows"]]
            assert told["title"]
            assert f'src="https://example.org/isv/charts/{name}.{lang}.html"' in (
                site[f"charts/{name}.{lang}.html"].decode().replace("&quot;", '"')
            )


def test_no_cell_is_a_formula(site: dict[str, bytes]) -> None:
    for name, content in site.items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode())):
                assert not any(cell[:1] in ("=", "+", "@") for cell in row), name


def test_the_feed_has_every_reply_newest_first(site: dict[str, bytes]) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    for lang in ("nl", "en"):
        feed = etree.fromstring(site[f"feeds/replies.{lang}.xml"])
        entries = feed.findall(f"{atom}entry")
        assert [entry.find(f"{atom}updated").text[:10] for entry in entries] == ["2026-10-02", "2026-10-01"]
        assert entries[0].find(f"{atom}link").get("href").startswith("https://example.org/isv/")


def test_the_same_rows_in_any_order_give_the_same_bytes(
    site: dict[str, bytes], shuffled: Callable[[], Path], said: Path
) -> None:
    again = dict(site_files(build_monitor(shuffled(), ON, load_replies(said, ON)), "https://example.org/isv/"))
    assert again == site


def test_a_country_without_a_duty_still_has_a_site(made_empty: Path) -> None:
    site = dict(site_files(build_monitor(made_empty, ON)))
    assert "minstens 0" in site["nl/index.html"].decode()
    assert not any(name.startswith("charts/years") for name in site)


@pytest.fixture
def made_empty(tmp_path: Path) -> Path:
    from scharnier.analytics.notices.columns import build_schema

    pq.write_table(build_schema().empty_table(), tmp_path / "empty.parquet")
    return tmp_path / "empty.parquet"


def test_sentences_fill_in_the_same_in_both_languages() -> None:
    for key, held in load_monitor_texts().items():
        assert set(held) == {"nl", "en"}, key
        nl, en = ({name for _, name, _, _ in string.Formatter().parse(held[lang]) if name} for lang in ("nl", "en"))
        assert nl == en, key
        words = re.findall(r"\w+", held["nl"].lower())
        assert not {"jij", "jouw", "jullie", "hij", "zijn_"} & set(words), key


def test_a_site_replaces_a_site_of_ours_and_nothing_else(tmp_path: Path, site: dict[str, bytes]) -> None:
    out = tmp_path / "site"
    assert write_site(out, site.items()) == len(site)
    assert read_chain(out)
    write_site(out, list(site.items())[:4])
    assert not (out / "nl" / "data.html").exists()
    (out / "nl" / "mine.txt").write_text("keep")
    with pytest.raises(InputProblem, match=r"did not write: 'nl/mine.txt'"):
        write_site(out, site.items())
    assert (out / "nl" / "mine.txt").read_text() == "keep"


def test_a_reply_once_published_stays(tmp_path: Path, site: dict[str, bytes]) -> None:
    out = tmp_path / "site"
    marks = tuple(one["sha256"] for one in json.loads(site["data/replies.json"])["replies"])
    check_chain(out, ())  # no site yet
    write_site(out, site.items())
    check_chain(out, (*marks, "0" * 64))
    for other in ((), marks[:1], (marks[1], marks[0])):
        with pytest.raises(InputProblem, match="was changed or taken away"):
            check_chain(out, other)


def test_the_command_writes_the_site(screening: Path, said: Path, tmp_path: Path, capsys: Any) -> None:
    from typer.testing import CliRunner

    from scharnier.cli.isv import app

    out = tmp_path / "site"
    asked = ["monitor", str(screening), "--out", str(out), "--replies", str(said), "--on", "2026-11-20", "--lang", "en"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert "at least 127 procurements of central government" in done.output
    assert (out / "nl" / "index.html").is_file()
