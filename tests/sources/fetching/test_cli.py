"""`scharnier notices fetch` and `status` as a user gives them: words, exit codes, and a network that fails."""

import http.server
import json
import shutil
import ssl
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from scharnier.cli import main

WEEK = ("--from", "2026-11-02", "--to", "2026-11-08")


@pytest.fixture
def call(site: Any, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Exit code, standard output and standard error of a command; without the pauses."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.delenv("SCHARNIER_CONTACT", raising=False)

    def run(
        *arguments: object, source: str = "ted", described: str = "ted_api", own: bool = True
    ) -> tuple[int, str, str]:
        given = ["scharnier", "notices", "fetch", source, "--out", str(tmp_path / "out"), *map(str, arguments)]
        if own:
            given += ["--settings", str(site.settings(tmp_path, described))]
        return enter(given)

    def enter(given: list[str]) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", given)
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    run.enter = enter  # type: ignore[attr-defined]
    return run


def test_a_week(site: Any, tmp_path: Path, call: Any) -> None:
    site.fill(9)
    code, out, err = call(*WEEK, "--country", "NL", "--cpv", "18*", "--contact", "https://example.org/ours")
    assert (code, err) == (0, "")
    assert "9 listed: 9 new, 0 known already, 0 changed, 0 failed." in out
    assert f"scharnier notices import {tmp_path / 'out'} --out notices.parquet" in out
    assert "buyer-country IN (NLD) AND (classification-cpv=18*)" in site.bodies[0]["query"]
    agent = site.headers[0]["user-agent"]
    assert agent.startswith("Mozilla/5.0 (compatible; scharnier/")
    assert agent.endswith("; +https://example.org/ours)")
    code, out, err = call(*WEEK, "--country", "Nederland", "--cpv", "18", "--lang", "nl")
    assert (code, err) == (0, "Niemand kan u bereiken: zeg met --contact waar (een webadres of mailadres).\n")
    assert "0 genoemd: 0 nieuw" in out
    code, out, _ = call.enter(["scharnier", "notices", "status", str(tmp_path / "out")])
    assert code == 0
    assert "9 files of 9 documents" in out
    assert "Every file is there and is what arrived." in out
    assert "ted_api  2026-11-02 to 2026-11-08  buyer-country IN (NLD)" in out
    (tmp_path / "out/ted/2026-11/00700003-2026.xml").unlink()
    code, out, _ = call.enter(["scharnier", "notices", "status", str(tmp_path / "out"), "--lang", "nl"])
    assert code == 1
    assert "1 bestanden zijn weg of niet wat er binnenkwam" in out
    code, out, _ = call.enter(["scharnier", "notices", "status", str(tmp_path / "out"), "--format", "json"])
    assert json.loads(out)["unsound"] == ["ted/2026-11/00700003-2026.xml"]


def test_a_run_in_which_something_failed(site: Any, call: Any) -> None:
    site.fill(5)
    site.ways = {"700003-2026": ["html*"]}
    code, out, _ = call(*WEEK, "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert (found["new"], found["failed"]) == (4, 1)
    assert found["faults"] == [
        "700003-2026: no good answer after 4 attempts (a web page came in place of the document)."
    ]
    code, out, _ = call(*WEEK, "--lang", "nl")
    assert code == 1
    assert "Wat misging, staat in" in out


def test_a_dry_run_asks_nobody(site: Any, tmp_path: Path, call: Any) -> None:
    code, out, _ = call(*WEEK, "--dry-run", "--country", "NL")
    assert code == 0
    assert "Nothing was asked of anybody" in out
    assert '"query": "publication-date>=20261102 AND publication-date<=20261108 AND buyer-country IN (NLD)"' in out
    assert "7 days in 1 or more questions, one every 0 seconds; 5000 documents at most." in out
    assert site.asked == []
    assert not (tmp_path / "out").exists()
    for given in (("daily",), ("monthly",)):
        assert call(*WEEK, "--dry-run", "--as", *given)[0] == 0
    assert call(*WEEK, "--dry-run", source="tenderned", described="tenderned")[0] == 0
    assert call(*WEEK, "--dry-run", "--as", "yearly", source="tenderned", described="tenderned")[0] == 0
    assert site.asked == []


def test_what_is_shipped_can_be_used(call: Any) -> None:
    assert "https://api.ted.europa.eu/v3/notices/search" in call(*WEEK, "--dry-run", own=False)[1]
    code, out, _ = call(*WEEK, "--dry-run", "--lang", "nl", source="tenderned", own=False)
    assert code == 0
    assert "https://www.tenderned.nl/papi/tenderned-rs-tns/v2/publicaties?page=0&size=100&" in out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "from which day?"),
        (("--from", "2026-11-09", "--to", "2026-11-02"), "2026-11-09 is after 2026-11-02"),
        ((*WEEK, "--country", "Neterlands"), "'Neterlands' is no country we know"),
        ((*WEEK, "--cpv", "18x"), "'18x' is no CPV code"),
        ((*WEEK, "--cpv", "1811-0"), "'1811-0' is no CPV code"),
        ((*WEEK, "--as", "yearly"), "ted has no yearly packages"),
        ((*WEEK, "--as", "daily", "--cpv", "18*"), "packages hold everything"),
        ((*WEEK, "--contact", "a\r\nX-Evil: (1)"), "cannot stand in a header"),
        (("--from", "2014-01-01"), "the search of TED goes back 10 years; 2014-01-01 is before that"),
        (("--from", "yesterday"), "is not a day; write 2026-11-20"),
    ],
)
def test_questions_that_cannot_be_asked(site: Any, call: Any, given: tuple[str, ...], said: str) -> None:
    code, out, err = call(*given)
    assert (code, out) == (2, "")
    assert err.startswith("scharnier: ")
    assert said in err
    assert err.count("\n") == 1
    assert site.asked == []


def test_tenderned_is_dutch(site: Any, call: Any) -> None:
    code, _, err = call(*WEEK, "--country", "BE", source="tenderned", described="tenderned")
    assert code == 2
    assert "TenderNed holds notices of the Netherlands only" in err
    code, _, err = call(*WEEK, source="tenderned", described="ted_api")
    assert code == 2
    assert "describes 'ted_api', not 'tenderned'" in err


@pytest.mark.parametrize("way", ["403", "429", "202", "401"])
def test_a_no_is_one_line_and_code_2(site: Any, call: Any, way: str) -> None:
    site.fill(5)
    site.ways = {"": [f"{way}*"]}
    code, out, err = call(*WEEK, "--contact", "x@example.org")
    assert (code, out, err.count("\n"), len(site.asked)) == (2, "", 1, 1)


def test_nobody_answers(site: Any, tmp_path: Path, call: Any) -> None:
    path = site.settings(tmp_path, "ted_api")
    path.write_text(path.read_text(encoding="utf-8").replace(str(site.port), "9"), encoding="utf-8")
    code, out, err = call(*WEEK, "--settings", path, "--contact", "x@example.org", own=False)
    assert (code, out) == (2, "")
    assert "no answer of 127.0.0.1:9 after 4 attempts (" in err
    assert "Is there a network?" in err
    assert err.count("\n") == 1


def test_a_proxy_that_refuses(site: Any, tmp_path: Path, call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", site.url)
    monkeypatch.setenv("no_proxy", "")
    code, _, err = call(*WEEK, "--contact", "x@example.org", own=False)
    assert code == 2
    assert "the proxy does not let us through to api.ted.europa.eu (Tunnel connection failed: 501" in err
    assert "Check HTTPS_PROXY and NO_PROXY." in err


def test_a_certificate_that_nobody_vouches_for(site: Any, tmp_path: Path, call: Any) -> None:
    maker = shutil.which("openssl")
    if maker is None:
        pytest.skip("openssl makes the certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [maker, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        path = site.settings(tmp_path, "ted_api")
        text = path.read_text(encoding="utf-8").replace(site.url, f"https://127.0.0.1:{server.server_address[1]}")
        path.write_text(text, encoding="utf-8")
        code, _, err = call(*WEEK, "--settings", path, "--contact", "x@example.org", own=False)
        server.shutdown()
    assert code == 2
    assert "the certificate of 127.0.0.1 cannot be trusted (self-signed certificate)" in err


def test_a_folder_that_cannot_be_written(site: Any, tmp_path: Path, call: Any) -> None:
    (tmp_path / "out").write_text("a file")
    code, _, err = call(*WEEK, "--contact", "x@example.org")
    assert code == 2
    assert err.count("\n") == 1
    assert "cannot be written" in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: [", "is no YAML"),
        ("id: ted_api", "Field required"),
        ("", "Input should be a valid dictionary"),
    ],
)
def test_settings_that_are_none(tmp_path: Path, call: Any, text: str, said: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text)
    code, _, err = call(*WEEK, "--settings", path, own=False)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1


def test_settings_lead_to_safe_addresses_only(site: Any, tmp_path: Path, call: Any) -> None:
    path = site.settings(tmp_path, "ted_api")
    path.write_text(path.read_text(encoding="utf-8").replace(site.url, "http://example.org"), encoding="utf-8")
    code, _, err = call(*WEEK, "--settings", path, own=False)
    assert code == 2
    assert "is not an https address" in err
