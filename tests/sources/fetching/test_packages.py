"""Packages of TED, and TenderNed by publication and by the year, from a server that plays them."""

import io
import json
import tarfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.arrivals import Arrivals
from scharnier.sources._runtime.description import load_description
from scharnier.sources._runtime.harvest import Harvest, harvest
from scharnier.sources._runtime.polite import Account, Polite
from scharnier.sources.notices.load import import_notices
from scharnier.sources.ted_api.packages import TedPackages
from scharnier.sources.tenderned.datasets import Datasets
from scharnier.sources.tenderned.publications import Publications

TODAY = date(2026, 11, 20)
CALENDAR = "/en/release-calendar/-/download/file/CSV/2026"
PAGE = "/cms/nl/aanbesteden-in-cijfers/datasets-aanbestedingen"


def run(site: Any, tmp_path: Path, make: Any, since: date, until: date, **options: Any) -> Harvest:
    described = load_description(
        site.settings(tmp_path, "ted_api" if make is TedPackages else "tenderned", **options.pop("limits", {}))
    )
    arrivals = Arrivals(tmp_path / "out", lambda: "2026-11-20T10:00:00+00:00")
    polite = Polite(
        described.limits.pace(), "scharnier/test", lambda _: None, lambda: 0.0, account=options.pop("account", None)
    )
    source = make(described, *options.pop("given", ()))
    with arrivals.writing():
        return harvest(source, arrivals, polite, since=since, until=until, today=TODAY, most=100, **options)


def names(tmp_path: Path) -> list[str]:
    out = tmp_path / "out"
    return sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file() and "_fetch" not in p.parts)


def daily(site: Any, package: Any) -> None:
    site.fill(10)
    site.files = {CALENDAR: "\ufeffOJS,Publication date\n211,02/11/2026\n212,03/11/2026\n224,20/11/2026\n".encode()}
    site.files["/packages/daily/202600211"] = package(site.notices)
    site.files["/packages/daily/202600212"] = package({})


def the_package(site: Any) -> Any:
    import sys

    return sys.modules[type(site).__module__].package


def test_daily_packages_are_found_by_the_calendar_and_read(site: Any, tmp_path: Path) -> None:
    daily(site, the_package(site))
    done = run(site, tmp_path, TedPackages, date(2026, 11, 1), TODAY, given=("daily", TODAY))
    assert (done.listed, done.new, done.failed) == (2, 2, 0)  # the package of today is not final
    assert names(tmp_path) == [
        "ted/packages/ted-2026-11-02-202600211.tar.gz",
        "ted/packages/ted-2026-11-03-202600212.tar.gz",
    ]
    assert import_notices(tmp_path / "out", tmp_path / "x.parquet").rows == 10
    before = len(site.asked)
    done = run(site, tmp_path, TedPackages, date(2026, 11, 1), TODAY, given=("daily", TODAY))
    assert (done.new, done.known) == (0, 2)
    assert len(site.asked) == before + 1  # the calendar


def test_a_package_that_breaks_off_is_carried_on_with(site: Any, tmp_path: Path) -> None:
    daily(site, the_package(site))
    site.ways = {"/packages/daily/202600211": ["break", "503", "plain"]}
    done = run(site, tmp_path, TedPackages, date(2026, 11, 1), date(2026, 11, 2), given=("daily", TODAY))
    assert (done.new, done.failed) == (1, 0)
    assert (tmp_path / "out" / names(tmp_path)[0]).read_bytes() == site.files["/packages/daily/202600211"]


@pytest.mark.parametrize(
    ("way", "said"), [("html", "a web page came"), ("404", "does not exist"), ("cut", "the archive is damaged")]
)
def test_no_package(site: Any, tmp_path: Path, way: str, said: str) -> None:
    daily(site, the_package(site))
    site.ways = {"/packages/daily/202600211": [f"{way}*"]}
    done = run(site, tmp_path, TedPackages, date(2026, 11, 1), date(2026, 11, 3), given=("daily", TODAY))
    assert (done.new, done.failed) == (1, 1)
    assert said in done.faults[0]
    assert list((tmp_path / "out/_fetch/parts").iterdir()) == []


def test_what_was_pasted_from_two_contents_is_not_taken(site: Any, tmp_path: Path) -> None:
    """TED gives no mark of the content of a package; the checksum inside the archive tells."""
    daily(site, the_package(site))
    site.tags = False
    path, first = "/packages/daily/202600211", site.files["/packages/daily/202600211"]
    site.ways = {path: ["break", "plain"]}
    days = (date(2026, 11, 1), date(2026, 11, 2))
    site.files[CALENDAR] = b"OJS,Publication date\n211,02/11/2026\n"
    asked = len(site.asked)

    def change(count: int) -> None:
        if count == asked + 3:
            site.files[path] = first[: len(first) // 2] + bytes(len(first) - len(first) // 2)

    site.struck = change
    done = run(site, tmp_path, TedPackages, *days, given=("daily", TODAY))
    assert (done.new, done.failed) == (0, 1)
    assert "the archive is damaged" in done.faults[0]
    assert names(tmp_path) == []
    site.struck = lambda _count: None
    site.files[path] = first
    assert run(site, tmp_path, TedPackages, *days, given=("daily", TODAY)).new == 1
    assert (tmp_path / "out" / names(tmp_path)[0]).read_bytes() == first


def test_a_package_without_a_mark_is_carried_on_with(site: Any, tmp_path: Path) -> None:
    daily(site, the_package(site))
    site.tags = False
    site.ways = {"/packages/daily/202600211": ["break", "plain"]}
    done = run(site, tmp_path, TedPackages, date(2026, 11, 1), date(2026, 11, 2), given=("daily", TODAY))
    assert (done.new, done.failed) == (1, 0)
    half = len(site.files["/packages/daily/202600211"]) // 2
    assert site.headers[-1]["range"] == f"bytes={half}-"


@pytest.mark.parametrize("way", ["429", "429 5"])
def test_a_package_that_is_refused_for_now(site: Any, tmp_path: Path, way: str) -> None:
    daily(site, the_package(site))
    site.ways = {"/packages/daily/202600211": [f"{way}*"]}
    with pytest.raises(InputProblem, match="we ask too much"):
        run(site, tmp_path, TedPackages, date(2026, 11, 1), date(2026, 11, 3), given=("daily", TODAY))
    assert sum("202600211" in path for _, path in site.asked) == (1 if way == "429" else 3)


def test_monthly_packages_of_months_that_are_over(site: Any, tmp_path: Path) -> None:
    site.fill(10)
    flat = the_package(site)(site.notices)
    target = io.BytesIO()  # the other layout that was reported: the days as archives in the month
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, content in (("10/20261001_190.tar.gz", flat), ("10/20261002_191.tar.gz", flat[:-30])):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    empty = the_package(site)({})
    site.files = {"/packages/monthly/2026-8": flat, "/packages/monthly/2026-9": empty}
    site.files["/packages/monthly/2026-10"] = target.getvalue()
    done = run(site, tmp_path, TedPackages, date(2026, 8, 15), TODAY, given=("monthly", TODAY))
    assert (done.new, done.failed) == (3, 0)
    assert names(tmp_path)[0] == "ted/packages/ted-2026-08.tar.gz"
    read = import_notices(tmp_path / "out", tmp_path / "x.parquet")
    assert read.rows >= 20  # ten flat, ten in the whole day, and what the day that was cut still gives
    assert read.issues["unreadable"] == 1


@pytest.mark.parametrize("text", [b"OJS;Date\n1;2", b"OJS,Publication date\nx,02/11/2026", b"<html>"])
def test_a_calendar_that_changed(site: Any, tmp_path: Path, text: bytes) -> None:
    site.files = {CALENDAR: text}
    with pytest.raises(
        InputProblem, match=r"calendar of 2026 reads otherwise|a web page came in place of the calendar|no answer"
    ):
        run(site, tmp_path, TedPackages, date(2026, 11, 1), TODAY, given=("daily", TODAY))


def test_publications_of_tenderned(site: Any, tmp_path: Path) -> None:
    site.fill(19)
    done = run(site, tmp_path, Publications, date(2026, 11, 2), date(2026, 11, 8), given=(("18110000-3",),))
    assert (done.listed, done.new, done.failed) == (19, 19, 0)
    assert names(tmp_path)[0] == "tenderned/2026-11/700001.xml"
    lists = [path for _, path in site.asked if "/v2/publicaties?" in path]
    assert lists[0].endswith(
        "?page=0&size=7&publicatieDatumVanaf=2026-11-02&publicatieDatumTot=2026-11-08&cpvCodes=18110000-3"
    )
    assert len(lists) == 3
    assert run(site, tmp_path, Publications, date(2026, 11, 2), date(2026, 11, 8), given=(("18110000-3",),)).listed == 0


def test_an_account_is_shown_to_its_host_only_and_never_written(site: Any, tmp_path: Path) -> None:
    site.fill(3)
    site.ways = {"account": ["asks"]}
    with pytest.raises(InputProblem, match="the server asks for an account"):
        run(site, tmp_path, Publications, date(2026, 11, 2), date(2026, 11, 8))
    given = Account(f"127.0.0.1:{site.port}", "me", "my secret")
    assert "secret" not in repr(given)
    assert run(site, tmp_path, Publications, date(2026, 11, 2), date(2026, 11, 8), account=given).new == 3
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert b"secret" not in written
    assert b"bWU6" not in written
    site.ways = {"/v2/publicaties": [f"302 http://localhost:{site.port}/papi/x/v2/publicaties?page=0&size=1", "plain"]}
    shown = Polite(load_description(tmp_path / "tenderned.yaml").limits.pace(), "x", lambda _: None, lambda: 0.0)
    shown.account = given
    shown.ask(f"{site.url}/papi/tenderned-rs-tns/v2/publicaties?page=0&size=1")
    assert ["authorization" in one for one in site.headers[-2:]] == [True, False]  # it does not follow elsewhere
    other = Polite(load_description(tmp_path / "tenderned.yaml").limits.pace(), "x", lambda _: None, lambda: 0.0)
    other.account = Account("example.org", "me", "my secret")
    other.ask(f"{site.url}/papi/tenderned-rs-tns/v2/publicaties?page=0&size=1")
    assert "authorization" not in site.headers[-1]


def test_a_service_that_passes_over_the_question(site: Any, tmp_path: Path) -> None:
    site.fill(9)
    site.ways = {"ignores": ["dates"]}
    with pytest.raises(InputProblem, match="gives 2026-11-02, which was not asked for"):
        run(site, tmp_path, Publications, date(2026, 11, 5), date(2026, 11, 8))
    assert names(tmp_path) == []


def test_more_than_the_list_can_give(site: Any, tmp_path: Path) -> None:
    site.fill(30)
    with pytest.raises(InputProblem, match=r"more publications than the list can give \(14 and more\)"):
        run(site, tmp_path, Publications, date(2026, 11, 2), date(2026, 11, 8), limits={"most_pages": 2})


def test_parts_of_cpv_codes_are_refused(site: Any, tmp_path: Path) -> None:
    described = load_description(site.settings(tmp_path, "tenderned"))
    with pytest.raises(InputProblem, match="takes no part of a CPV code"):
        Publications(described, ("18*",))


def releases(year: int, count: int) -> bytes:
    rows = [
        {
            "ocid": f"ocds-x-{year}-{index}",
            "id": f"{year}-{index}",
            "date": f"{year}-02-01T00:00:00Z",
            "tag": ["tender"],
            "tender": {"id": "1", "title": "Werkkleding"},
        }
        for index in range(count)
    ]
    return json.dumps({"uri": "x", "version": "1.1", "releases": rows}).encode()


def links(site: Any, *paths: str) -> None:
    anchors = "".join(f'<li><a class="x" href="{path}">JSON</a></li>' for path in paths)
    site.files[PAGE] = f"<!DOCTYPE html><html><body><article>{anchors}</article></body></html>".encode()


def test_yearly_data_sets_and_a_newer_one_of_a_year(site: Any, tmp_path: Path) -> None:
    folder = "/cms/sites/default/files"
    old, half, full = (
        f"{folder}/2023-04/2017.json",
        f"{folder}/2026-07/Dataset_Tenderned-2026-01-01-2026-06-30.json",
        f"{folder}/2027-01/Dataset_Tenderned-2026-01-01-2026-12-31.json",
    )
    site.files |= {old: releases(2017, 2), half: releases(2026, 3), full: releases(2026, 5)}
    links(site, old, half, "https://elsewhere.example/2019.json", f"{folder}/2026-07/lees.xlsx")
    done = run(site, tmp_path, Datasets, date(2016, 1, 1), TODAY)
    assert (done.new, done.failed) == (2, 0)
    assert names(tmp_path) == ["tenderned/2017.json", "tenderned/Dataset_Tenderned-2026-01-01-2026-06-30.json"]
    assert import_notices(tmp_path / "out", tmp_path / "x.parquet").rows == 5
    links(site, old, full)
    site.ways = {"2026-12-31": ["gzip"]}
    done = run(site, tmp_path, Datasets, date(2016, 1, 1), TODAY)
    assert (done.known, done.changed) == (1, 1)
    assert len(names(tmp_path)) == 2
    assert [p.name.partition("-")[2] for p in (tmp_path / "out/_fetch/superseded").iterdir()] == [
        "Dataset_Tenderned-2026-01-01-2026-06-30.json"
    ]
    assert import_notices(tmp_path / "out", tmp_path / "y.parquet").rows == 7  # nothing counts twice
    assert run(site, tmp_path, Datasets, date(2016, 1, 1), TODAY).known == 2


def test_a_data_set_that_ends_too_early(site: Any, tmp_path: Path) -> None:
    path = "/cms/sites/default/files/2023-04/2017.json"
    site.files[path] = releases(2017, 2)
    links(site, path)
    for way in ("cut", "gzip cut"):
        site.ways = {"2017.json": [way, "plain"]}
        done = run(site, tmp_path, Datasets, date(2016, 1, 1), TODAY)
        assert (done.new, done.failed) == (0, 1)
    assert names(tmp_path) == []
    assert run(site, tmp_path, Datasets, date(2016, 1, 1), TODAY).new == 1


def test_a_page_without_data_sets(site: Any, tmp_path: Path) -> None:
    links(site, "/cms/nl/over")
    with pytest.raises(InputProblem, match="the page with data sets links to none"):
        run(site, tmp_path, Datasets, date(2016, 1, 1), TODAY)
