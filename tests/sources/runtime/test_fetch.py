"""Fetching against a real server on this machine that breaks off, refuses, stalls and changes its mind."""

import hashlib
import http.server
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.fetch import ATTEMPTS, Remote, fetch, fetch_json

CONTENT = bytes(range(256)) * 4000  # a megabyte


@dataclass
class Site:
    """What the server does. `script` holds one behaviour per request, the last for all that follow."""

    content: bytes = CONTENT
    tag: str | None = '"one"'
    script: list[str] = field(default_factory=lambda: ["plain"])
    asked: list[dict[str, str]] = field(default_factory=list)
    changed: Callable[[int], None] = lambda _count: None
    url: str = ""


def handler_of(site: Site) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            count = len(site.asked)
            site.asked.append({name.lower(): value for name, value in self.headers.items()})
            site.changed(count)
            way = site.script[min(count, len(site.script) - 1)]
            if way.isdigit():
                return self.refuse(int(way), {})
            if way.startswith("429 "):
                return self.refuse(429, {"Retry-After": way.split()[1]})
            start, status = 0, 200
            asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
            same = self.headers.get("If-Range") in (None, site.tag)
            if asked and same and way != "no ranges":
                start, status = int(asked[1]), 206
                if start >= len(site.content):
                    return self.refuse(416, {"Content-Range": f"bytes */{len(site.content)}"})
            body = site.content[start:]
            self.send_response(status)
            if way != "no length":
                self.send_header("Content-Length", str(len(body)))
            if site.tag:
                self.send_header("ETag", site.tag)
            if status == 206:
                first = start + (7 if way == "wrong range" else 0)
                self.send_header("Content-Range", f"bytes {first}-{len(site.content) - 1}/{len(site.content)}")
            self.end_headers()
            self.wfile.write(body[: len(body) // 3] if way == "break" else body)
            return None

        def refuse(self, code: int, headers: dict[str, str]) -> None:
            self.send_response(code)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

    return Handler


@contextmanager
def serve(site: Site) -> Iterator[Site]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site.url = f"http://127.0.0.1:{server.server_address[1]}/IOT_2009_pxp.zip"
        try:
            yield site
        finally:
            server.shutdown()


def remote(site: Site, checksum: str = f"sha256:{hashlib.sha256(CONTENT).hexdigest()}") -> Remote:
    return Remote(site.url, "IOT_2009_pxp.zip", checksum)


def run(site: Site, folder: Path, checksum: str | None = None) -> tuple[Path, list[float]]:
    """The path and the pauses that were taken."""
    pauses: list[float] = []
    found = remote(site) if checksum is None else remote(site, checksum)
    return fetch(found, folder, sleep=pauses.append), pauses


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_plain_file(tmp_path: Path) -> None:
    with serve(Site()) as site:
        path, pauses = run(site, tmp_path)
        assert path.read_bytes() == CONTENT
        assert pauses == []
        assert site.asked[0]["user-agent"].startswith("scharnier/")
        assert names(tmp_path) == ["IOT_2009_pxp.zip"]
        run(site, tmp_path)
        assert len(site.asked) == 1  # it lay there, and its checksum fits


def test_a_connection_that_keeps_breaking_is_carried_on_with(tmp_path: Path) -> None:
    with serve(Site(script=["break"] * 9 + ["plain"])) as site:
        path, pauses = run(site, tmp_path)
        assert path.read_bytes() == CONTENT
        asked = [request.get("range") for request in site.asked]
        assert asked[0] is None
        starts = [int(re.findall(r"\d+", text)[0]) for text in asked[1:] if text]
        assert starts == sorted(starts)
        assert starts[0] > len(CONTENT) // 4
        assert all(request["if-range"] == '"one"' for request in site.asked[1:])
        assert pauses == [1.0] * 9  # every attempt brought something, so patience begins anew


def test_another_run_carries_on_where_the_first_stopped(tmp_path: Path) -> None:
    with serve(Site(script=["break", "500"])) as site:
        with pytest.raises(InputProblem, match=rf"broke off {ATTEMPTS} times.*it carries on"):
            run(site, tmp_path)
        assert names(tmp_path) == ["IOT_2009_pxp.zip.part", "IOT_2009_pxp.zip.part.json"]
        have = (tmp_path / "IOT_2009_pxp.zip.part").stat().st_size
        site.script = ["plain"]
        path, _ = run(site, tmp_path)
        assert path.read_bytes() == CONTENT
        assert site.asked[-1]["range"] == f"bytes={have}-"


def test_pauses_double_and_a_server_is_given_the_time_it_asks_for(tmp_path: Path) -> None:
    with serve(Site(script=["500", "503", "500", "429 7", "plain"])) as site:
        assert run(site, tmp_path)[1] == [2.0, 4.0, 8.0, 7.0]
    with (
        serve(Site(script=["429 86400"])) as site,
        pytest.raises(InputProblem, match="asks to wait 86400 seconds"),
    ):
        run(site, tmp_path / "b")


def test_content_that_changes_in_between_is_begun_anew(tmp_path: Path) -> None:
    new = CONTENT[::-1]

    def change(count: int) -> None:
        if count == 1:
            site.content, site.tag = new, '"two"'

    site = Site(script=["break", "plain"], changed=change)
    with serve(site):
        path, _ = run(site, tmp_path, f"sha256:{hashlib.sha256(new).hexdigest()}")
        assert path.read_bytes() == new


@pytest.mark.parametrize("tag", [None, 'W/"weak"'])
def test_without_a_firm_mark_of_the_content_nothing_is_pasted(tmp_path: Path, tag: str | None) -> None:
    with serve(Site(tag=tag, script=["break", "plain"])) as site:
        assert run(site, tmp_path)[0].read_bytes() == CONTENT
        assert "range" not in site.asked[1]


def test_a_file_that_tells_whether_it_is_whole_is_carried_on_with(tmp_path: Path) -> None:
    with serve(Site(tag=None, script=["break", "plain"])) as site:
        archive = Remote(site.url, "x.tar.gz", tells=True)
        assert fetch(archive, tmp_path, sleep=lambda _: None).read_bytes() == CONTENT
        assert site.asked[1]["range"] == f"bytes={len(CONTENT) // 3}-"
        assert "if-range" not in site.asked[1]

    def longer(count: int) -> None:
        if count == 1:
            site.content = CONTENT + b"more"

    with serve(Site(tag=None, script=["break", "plain"], changed=longer)) as site:
        archive = Remote(site.url, "y.tar.gz", tells=True)
        assert fetch(archive, tmp_path, sleep=lambda _: None).read_bytes() == CONTENT + b"more"


@pytest.mark.parametrize("way", ["no ranges", "wrong range", "no length"])
def test_servers_that_do_not_do_ranges_well(tmp_path: Path, way: str) -> None:
    with serve(Site(script=["break", way, "plain"])) as site:
        assert run(site, tmp_path)[0].read_bytes() == CONTENT


def test_a_part_longer_than_the_file_is_begun_anew(tmp_path: Path) -> None:
    with serve(Site()) as site:
        (tmp_path / "IOT_2009_pxp.zip.part").write_bytes(CONTENT + b"more")
        (tmp_path / "IOT_2009_pxp.zip.part.json").write_text(
            f'{{"url": "{site.url}", "validator": "\\"one\\"", "size": null}}'
        )
        assert run(site, tmp_path)[0].read_bytes() == CONTENT
        assert [request.get("range") for request in site.asked] == [f"bytes={len(CONTENT) + 4}-", None]


def test_a_wrong_checksum_leaves_nothing(tmp_path: Path) -> None:
    with serve(Site()) as site:
        with pytest.raises(InputProblem, match="not what the publisher announces: its md5 is"):
            run(site, tmp_path, "md5:" + "0" * 32)
        assert names(tmp_path) == []
        with pytest.raises(InputProblem, match="no checksum we know"):
            run(site, tmp_path, "crc:1")
        with pytest.raises(InputProblem, match=r"it has 1024000 bytes, not 5"):
            fetch(Remote(site.url, "x.zip", "", 5), tmp_path, sleep=lambda _: None)


def test_a_file_of_that_name_that_differs_is_fetched_again(tmp_path: Path) -> None:
    (tmp_path / "IOT_2009_pxp.zip").write_bytes(b"old")
    with serve(Site()) as site:
        assert run(site, tmp_path)[0].read_bytes() == CONTENT


@pytest.mark.parametrize(("code", "said"), [("404", "does not exist"), ("403", r"is refused \(status 403\)")])
def test_refusals_are_not_repeated(tmp_path: Path, code: str, said: str) -> None:
    with serve(Site(script=[code])) as site:
        with pytest.raises(InputProblem, match=f"{said}. Fetch it in a browser"):
            run(site, tmp_path)
        assert len(site.asked) == 1


def test_nobody_there(tmp_path: Path) -> None:
    with serve(Site()) as site:
        pass
    pauses: list[float] = []
    with pytest.raises(InputProblem, match="broke off 6 times"):
        fetch(Remote(site.url, "x.zip"), tmp_path, sleep=pauses.append)
    assert pauses == [2.0, 4.0, 8.0, 16.0, 32.0]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "http://example.org/x", "x"])
def test_only_safe_addresses(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputProblem, match="not an https address"):
        fetch(Remote(url, "x"), tmp_path, sleep=lambda _: None)
    with pytest.raises(InputProblem, match="not a plain file name"):
        fetch(Remote("https://example.org/x", "../x"), tmp_path, sleep=lambda _: None)


def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("mounting a small disk needs root")
    try:
        with serve(Site()) as site, pytest.raises(InputProblem, match="the disk is full"):
            run(site, disk)
        assert "IOT_2009_pxp.zip" not in names(disk)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_json(tmp_path: Path) -> None:
    with serve(Site(content=b'{"files": []}', script=["500", "plain"])) as site:
        assert fetch_json(site.url, sleep=lambda _: None) == {"files": []}
    with serve(Site(content=b"<html>")) as site, pytest.raises(InputProblem, match="no JSON"):
        fetch_json(site.url, sleep=lambda _: None)
