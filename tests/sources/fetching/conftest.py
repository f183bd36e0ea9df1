"""A server on this machine that plays TED and TenderNed. No answer of the real services was seen: these are ours, made
after what their descriptions (`source.yaml`) say, with faults that networks and servers have."""

import gzip
import http.server
import io
import json
import re
import tarfile
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

import scharnier.sources
from scharnier.sources._runtime.arrivals import Arrivals
from scharnier.sources._runtime.description import load_description
from scharnier.sources._runtime.harvest import Harvest, harvest
from scharnier.sources._runtime.polite import Polite
from scharnier.sources.ted_api.notices import TedNotices

SOURCES = Path(scharnier.sources.__file__).parent
PAGE = 7  # notices a page, so that there are several


def notice(number: int, on: date, text: str = "Werkkleding") -> bytes:
    """A small contract notice in eForms, ours."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:CustomizationID>eforms-sdk-1.13</cbc:CustomizationID>
 <cbc:ID schemeName="notice-id">00000000-0000-4000-8000-{number:012d}</cbc:ID>
 <cbc:IssueDate>{on}+01:00</cbc:IssueDate>
 <cbc:NoticeTypeCode listName="competition">cn-standard</cbc:NoticeTypeCode>
 <cbc:NoticeLanguageCode>NLD</cbc:NoticeLanguageCode>
 <cac:ProcurementProject><cbc:Name languageID="NLD">{text} {number}</cbc:Name>
  <cac:MainCommodityClassification><cbc:ItemClassificationCode listName="cpv">18110000</cbc:ItemClassificationCode>
  </cac:MainCommodityClassification></cac:ProcurementProject>
</ContractNotice>
""".encode()


@dataclass
class Site:
    """What the server holds and how it behaves. `ways` gives, for a part of an address, one behaviour a question."""

    notices: dict[int, tuple[date, bytes]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    ways: dict[str, list[str]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    tags: bool = True
    at_once: int = 0
    most_at_once: int = 0
    struck: Callable[[int], None] = lambda _count: None
    total: int | None = None
    port: int = 0
    lock: Any = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fill(self, count: int, first: date = date(2026, 11, 2), year_offset: int = 0) -> "Site":
        for index in range(count):
            number = 700001 + index + year_offset
            on = first + timedelta(days=index % 7)
            self.notices[number] = (on, notice(number, on))
        return self

    def settings(self, folder: Path, source: str, **limits: Any) -> Path:
        """The shipped description, with this server in place of the publisher, and no pauses."""
        text = (SOURCES / source / "source.yaml").read_text(encoding="utf-8")
        content = yaml.safe_load(text)
        content["addresses"] = {
            name: re.sub(r"^https://[^/]+", self.url, value) for name, value in content["addresses"].items()
        }
        content["limits"] |= {"interval": 0, "page_size": PAGE} | limits
        path = folder / f"{source}.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    def way(self, path: str) -> str:
        for part, ways in self.ways.items():
            if part in path and ways:
                return ways.pop(0) if len(ways) > 1 or not ways[0].endswith("*") else ways[0].rstrip("*")
        return "plain"


def package(notices: dict[int, tuple[date, bytes]]) -> bytes:
    """A tar.gz with one XML a notice in one folder, as a day's package."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for number, (_, content) in notices.items():
            entry = tarfile.TarInfo(f"20261102_211/{number:08d}_2026.xml")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return target.getvalue()


def _handler(site: Site) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self.serve("GET", None)

        def do_POST(self) -> None:
            self.serve("POST", json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def serve(self, verb: str, body: Any) -> None:
            with site.lock:
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
                site.asked.append((verb, self.path))
                site.bodies.append(body)
                site.headers.append({name.lower(): value for name, value in self.headers.items()})
                count = len(site.asked)
            try:
                site.struck(count)
                self.answer(body)
            except (BrokenPipeError, ConnectionResetError):
                pass

        def answer(self, body: Any) -> None:
            way = site.way(self.path)
            number, _, more = way.partition(" ")
            if number.isdigit():
                said = {"202": {"x-amzn-waf-action": "challenge"}, "429": {"Retry-After": more} if more else {}}
                said["302"] = {"Location": more}
                text = json.dumps({"message": "the query is\nnot understood"}).encode() if number == "400" else b""
                return self.send(int(number), text, said.get(number, {}))
            content, headers = self.find(body)
            if content is None:
                return self.send(404, b"", {})
            if way == "html":
                return self.send(200, b"<!DOCTYPE html><html><body>Under maintenance</body></html>", {})
            if way == "empty":
                return self.send(200, b"", {})
            if way == "cut":  # whole by its length, but not by its content
                return self.send(200, content[: len(content) // 2], {})
            if way == "gzip":
                return self.send(200, gzip.compress(content), {"Content-Encoding": "gzip"})
            if way == "gzip cut":
                return self.send(200, gzip.compress(content)[:-9], {"Content-Encoding": "gzip"})
            if way == "redirect":
                return self.send(302, b"", {"Location": "http://example.org/elsewhere"})
            tag = f'"{abs(hash(content))}"'
            if site.tags:
                headers = {"ETag": tag, "Last-Modified": "Mon, 02 Nov 2026 08:00:00 GMT", **headers}
                if self.headers.get("If-None-Match") == tag:
                    return self.send(304, b"", {})
            if asked := re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", "")):
                whole, content = len(content), content[int(asked[1]) :]
                headers = {"Content-Range": f"bytes {asked[1]}-{whole - 1}/{whole}", **headers}
                return self.send(206, content, headers)
            return self.send(200, content, headers, short=way == "break", long=way == "long")

        def send(
            self, status: int, content: bytes, headers: dict[str, str], *, short: bool = False, long: bool = False
        ) -> None:
            self.send_response(status)
            sent = content[: len(content) // 2] if short else content
            for name, value in {**headers, "Content-Length": str(len(content) + 100 * long)}.items():
                self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            with site.lock:  # before the last byte: the next question may come at once after it
                site.at_once -= 1
            self.wfile.write(sent)
            self.close_connection = True

        def find(self, body: Any) -> tuple[bytes | None, dict[str, str]]:
            parts = urllib.parse.urlsplit(self.path)
            asked = {name: values[-1] for name, values in urllib.parse.parse_qs(parts.query).items()}
            if parts.path == "/v3/notices/search":
                return json.dumps(search(site, body)).encode(), {"Content-Type": "application/json"}
            if found := re.fullmatch(r"/en/notice/(\d+)-2026/xml", parts.path):
                return site.notices.get(int(found[1]), (None, None))[1], {"Content-Type": "application/xml"}
            if parts.path.endswith("/v2/publicaties"):
                return json.dumps(listing(site, asked)).encode(), {}
            if found := re.fullmatch(r".*/publicaties/(\d+)/public-xml", parts.path):
                if site.ways.get("account") and "Authorization" not in self.headers:
                    self.send(401, b"", {"WWW-Authenticate": "Basic"})
                    raise BrokenPipeError
                return site.notices.get(int(found[1]), (None, None))[1], {}
            return site.files.get(parts.path), {}

    return Handler


def search(site: Site, body: Any) -> dict[str, Any]:
    """A page of the search of TED, in iteration."""
    assert set(body) <= {"query", "fields", "limit", "scope", "paginationMode", "iterationNextToken"}
    assert body["limit"] <= 250
    assert body["fields"]
    since, until = re.findall(r"publication-date[<>]=(\d{8})", body["query"])
    fits = [n for n, (on, _) in sorted(site.notices.items()) if since <= f"{on:%Y%m%d}" <= until]
    start = int(body.get("iterationNextToken", "from 0").split()[1])
    shown = fits[start : start + body["limit"]]
    rows = [
        {
            "publication-number": f"{number:08d}-2026" if number % 2 else f"{number}-2026",
            "publication-date": f"{site.notices[number][0]}Z" if number % 3 else f"{site.notices[number][0]}+01:00",
            "links": {"xml": {"MUL": f"{site.url}/en/notice/{number}-2026/xml"}},
        }
        for number in shown
    ]
    return {
        "notices": rows,
        "totalNoticeCount": len(fits) if site.total is None else site.total,
        "iterationNextToken": f"from {start + len(shown)}" if shown else None,
        "timedOut": False,
    }


def listing(site: Site, asked: dict[str, str]) -> dict[str, Any]:
    """A page of the list of TenderNed."""
    since, until = asked.get("publicatieDatumVanaf", ""), asked.get("publicatieDatumTot", "9")
    if site.ways.get("ignores"):
        since, until = "", "9"
    fits = [n for n, (on, _) in sorted(site.notices.items()) if since <= on.isoformat() <= until]
    page, size = int(asked["page"]), int(asked["size"])
    shown = fits[page * size : (page + 1) * size]
    rows = [{"publicatieId": str(n), "publicatieDatum": site.notices[n][0].isoformat()} for n in shown]
    pages = -(-len(fits) // size)
    return {
        "content": rows,
        "totalElements": len(fits),
        "totalPages": pages,
        "number": page,
        "last": page + 1 >= pages,
    }


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(site)) as server:
        site.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield site
        finally:
            server.shutdown()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as running:
        yield running


WEEK = (date(2026, 11, 2), date(2026, 11, 8))


def fetch_ted(
    site: Site, tmp_path: Path, days: tuple[date, date] = WEEK, **options: Any
) -> tuple[Harvest, list[float]]:
    """One run into `tmp_path/out`, and the pauses it took."""
    limits = {name: options.pop(name) for name in ("interval", "attempts") if name in options}
    described = load_description(site.settings(tmp_path, "ted_api", **limits))
    pauses: list[float] = []
    arrivals = Arrivals(tmp_path / "out", lambda: "2026-11-20T10:00:00+00:00")
    source = TedNotices(described, options.pop("countries", ()), options.pop("cpv", ()))
    polite = Polite(described.limits.pace(), "scharnier/test", pauses.append, lambda: 0.0)
    given = {"since": days[0], "until": days[1], "today": date(2026, 11, 20), "most": 1000} | options
    with arrivals.writing():
        return harvest(source, arrivals, polite, **given), pauses


@pytest.fixture
def run() -> Any:
    return fetch_ted
