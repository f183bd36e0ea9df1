"""One question to a server over https, and what its answer means: go on, come back later, or leave it.

Certificates are checked, redirects lead nowhere but to safe addresses, and a password never follows to another host.
"""

import email.utils
import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scharnier.kernel.errors import InputProblem

AGENT = "scharnier/0.1 (value-chain models; one file at a time)"
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds, doubled each time
LONGEST_WAIT = 600.0  # a server that asks for a longer pause is not waited for
PATIENCE = 60.0  # seconds without a byte
AGAIN = {408, 425, 429, 500, 502, 503, 504}
BY_HAND = "Fetch it in a browser and add it from disk."

Sleep = Callable[[float], object]
Opener = Callable[[str, dict[str, str]], Any]


@dataclass
class Refused(InputProblem):
    """The server answered, and the answer is no: asking again would be rude. `status` is its number."""

    status: int = 0


class Broken(Exception):
    """The connection broke or the server asked to come back; `wait` is how long it asked for, in seconds."""

    def __init__(self, why: str, wait: float | None = None, status: int = 0) -> None:
        super().__init__(why)
        self.wait, self.status = wait, status


def open_url(
    url: str, headers: dict[str, str], body: bytes | None = None, *, agent: str = AGENT, patience: float = PATIENCE
) -> Any:
    """The answer of the server, to be closed by the caller; with `body` the question is a POST.

    Raises: Broken where it asks to come back; Refused where it says no, or cannot be trusted; HTTPError 416 where a
    range was asked for; OSError where nobody answers.
    """
    check_address(url)
    given = {"User-Agent": agent, "Accept-Encoding": "identity", **headers}
    asked = urllib.request.Request(url, data=body, headers=given)  # noqa: S310  # the scheme was checked
    try:
        answer = urllib.request.build_opener(_Redirects).open(asked, timeout=patience)
    except urllib.error.HTTPError as refusal:
        with refusal:
            raise _meaning(refusal, url, ranged="Range" in headers) from refusal
    except urllib.error.URLError as cause:
        raise _unreachable(cause, url) from cause
    if answer.headers.get("x-amzn-waf-action") or answer.status == 202:
        answer.close()
        raise Refused(
            "the server asks for proof that a person is there, in place of an answer.",
            "That is its choice, and we do not get around it. Ask the publisher for access, or fetch it in a browser.",
            url,
            status=answer.status,
        )
    return answer


def check_address(url: str) -> None:
    """Raises InputProblem where the address is neither https nor this machine's own."""
    parts = urllib.parse.urlsplit(url)
    own = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    if not own and (parts.scheme != "https" or not parts.hostname):
        raise InputProblem(f"{url!r} is not an https address.", "Fetch the file yourself and add it from disk.")


def calc_pause(attempt: int, asked: float | None, longest: float = LONGEST_WAIT) -> float:
    """Seconds to wait before the next attempt. Raises InputProblem where the server asks for more than `longest`."""
    if asked is not None:
        if asked > longest:
            raise InputProblem(f"the server asks to wait {asked:.0f} seconds.", "Run the same command later.")
        return asked
    return min(FIRST_PAUSE * 2.0**attempt, LONGEST_PAUSE)


def say_why(cause: BaseException) -> str:
    """What an error of the network says, in its own words."""
    return str(getattr(cause, "reason", cause)) or type(cause).__name__


def _meaning(refusal: urllib.error.HTTPError, url: str, *, ranged: bool) -> Exception:
    if refusal.code in AGAIN:
        return Broken(f"status {refusal.code}", _retry_after(refusal.headers), refusal.code)
    if refusal.code == 416 and ranged:
        return refusal
    said = _said(refusal)
    if refusal.code in (404, 410):
        return Refused("the file does not exist.", BY_HAND, url, status=refusal.code)
    if refusal.code == 401:
        return Refused("the server asks for an account.", "Ask the publisher for one.", url, status=401)
    return Refused(f"the file is refused (status {refusal.code}){said}.", BY_HAND, url, status=refusal.code)


def _said(refusal: urllib.error.HTTPError) -> str:
    """What the server says about it, where that is JSON with a message; short, on one line."""
    try:
        answer = json.loads(refusal.read(1 << 16))
        message = answer.get("message") or answer.get("error") or ""
    except (OSError, ValueError, AttributeError):
        return ""
    line = " ".join(str(message).split())[:300].rstrip(".")
    return f": {line}" if line else ""


def _unreachable(cause: urllib.error.URLError, url: str) -> Exception:
    host, why = urllib.parse.urlsplit(url).hostname, cause.reason
    if isinstance(why, ssl.SSLCertVerificationError):
        return Refused(
            f"the certificate of {host} cannot be trusted ({why.verify_message}).",
            "Nothing was fetched. Behind a proxy that opens traffic, let SSL_CERT_FILE name its certificate.",
            url,
        )
    if "Tunnel connection failed" in str(why):
        return Refused(f"the proxy does not let us through to {host} ({why}).", "Check HTTPS_PROXY and NO_PROXY.", url)
    return cause


def _retry_after(headers: Any) -> float | None:
    """Seconds the server asks to wait: a number, or a moment."""
    text = str(headers.get("Retry-After", "")).strip()
    if text.isdigit():
        return float(text)
    try:
        moment, now = email.utils.parsedate_to_datetime(text), str(headers.get("Date", ""))
        since = email.utils.parsedate_to_datetime(now) if now else datetime.now(UTC)
        return max(0.0, (moment - since).total_seconds())
    except (TypeError, ValueError):
        return None


class _Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        check_address(newurl)
        new = super().redirect_request(req, fp, code, msg, headers, newurl)
        if new is not None and urllib.parse.urlsplit(newurl).netloc != urllib.parse.urlsplit(req.full_url).netloc:
            new.remove_header("Authorization")
        return new
