"""Many questions to one publisher: one at a time, at a pace, and each asked again only a few times."""

import base64
import http.client
import json
import urllib.parse
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.ask import Broken, Refused, Sleep, calc_pause, open_url, say_why

WAIT_FOR_US = 2  # times that "too many requests" is waited for before the run stops


@dataclass(frozen=True)
class Pace:
    """How a publisher is asked: seconds between questions, attempts a question, the longest pause it may ask for,
    seconds without a byte, and the most bytes of one answer. They are content of each source."""

    interval: float
    attempts: int = 4
    longest_wait: float = 600.0
    patience: float = 60.0
    most: int = 64 << 20


@dataclass(frozen=True)
class Account:
    """A name and a password that are only shown to one host."""

    host: str
    name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What arrived, as the publisher made it: a packing of the transport is taken off."""

    content: bytes
    headers: Mapping[str, str]
    status: int = 200


class Faulty(InputProblem):
    """One answer that is no good after every attempt, while the server does answer: the run can go on."""


@dataclass
class Polite:
    """The one who asks. `clock` gives seconds that only go up; `tell` hears why and when a question is repeated."""

    pace: Pace
    agent: str
    sleep: Sleep
    clock: Callable[[], float]
    tell: Callable[[str, float], object] = lambda _why, _pause: None
    account: Account | None = None
    asked: int = 0
    answered: int = 0
    _last: float | None = None
    _waited: int = 0

    def ask(
        self,
        url: str,
        *,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        fault: Callable[[bytes, Mapping[str, str]], str] = lambda _content, _headers: "",
    ) -> Answer:
        """The whole answer; with `body` that is sent as JSON. `fault` says what is wrong with an answer, if anything:
        such an answer is asked for again like one that broke off. 304 is an answer too, where `headers` invite it.

        Raises: Refused; Faulty where the attempts are used up; InputProblem where nobody ever answers.
        """
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        given = dict(headers or {}) | ({"Content-Type": "application/json"} if data is not None else {})
        why, self._waited = "", 0
        for attempt in range(self.pace.attempts):
            wait = None
            try:
                answer = self._once(url, given, data)
                if answer.status == 304 or not (why := fault(answer.content, answer.headers)):
                    return answer
            except Broken as broken:
                why, wait = str(broken), broken.wait
                self._mind(broken, url)
            except (http.client.HTTPException, OSError) as cause:
                why = say_why(cause)
            if attempt + 1 < self.pace.attempts:
                pause = calc_pause(attempt, wait, self.pace.longest_wait)
                self.tell(why, pause)
                self.sleep(pause)
        tried = f"after {self.pace.attempts} attempts"
        if not self.answered:
            host = urllib.parse.urlsplit(url).netloc
            raise InputProblem(f"no answer of {host} {tried} ({why}).", "Is there a network? Run it again later.", url)
        raise Faulty(f"no good answer {tried} ({why}).", "Run the same command later: it asks again.", url)

    def open(self, url: str, headers: dict[str, str]) -> Any:
        """One question at the pace, for `fetch`: the answer is open and counts when it comes."""
        self._wait()
        self.asked += 1
        try:
            answer = open_url(url, self._headers(url, headers), agent=self.agent, patience=self.pace.patience)
        except Broken as broken:
            self._mind(broken, url)
            raise
        self.answered += 1
        return answer

    def _once(self, url: str, headers: dict[str, str], data: bytes | None) -> Answer:
        self._wait()
        self.asked += 1
        try:
            given = self._headers(url, headers)
            answer = open_url(url, given, data, agent=self.agent, patience=self.pace.patience)
        except Refused as refused:
            if refused.status == 304:
                return Answer(b"", {}, 304)
            raise
        except Broken as broken:
            self.answered += bool(broken.status)
            raise
        with answer:
            raw = answer.read(self.pace.most + 1)
            known = {name.lower(): value for name, value in answer.headers.items()}
        length = known.get("content-length", "")
        if length.isdigit() and len(raw) < min(int(length), self.pace.most + 1):
            raise Broken(f"the connection broke off at {len(raw)} of {length} bytes")
        self.answered += 1
        return Answer(_plain(raw, known.get("content-encoding", ""), self.pace.most, url), known)

    def _mind(self, broken: Broken, url: str) -> None:
        """Stop where the server says a third time, or without saying for how long, that we ask too much."""
        if broken.status == 429:
            self._waited += 1
            if broken.wait is None or self._waited > WAIT_FOR_US:
                raise _too_many(url) from broken

    def _headers(self, url: str, headers: dict[str, str]) -> dict[str, str]:
        if self.account is None or urllib.parse.urlsplit(url).netloc != self.account.host:
            return headers
        pair = base64.b64encode(f"{self.account.name}:{self.account.password}".encode()).decode()
        return {**headers, "Authorization": f"Basic {pair}"}

    def _wait(self) -> None:
        if self._last is not None and (rest := self._last + self.pace.interval - self.clock()) > 0:
            self.sleep(rest)
        self._last = self.clock()


def _too_many(url: str) -> Refused:
    return Refused(
        "the server says that we ask too much (status 429).",
        "What arrived is kept. Run the same command later, or with fewer days a run.",
        url,
        status=429,
    )


def _plain(raw: bytes, packing: str, most: int, url: str) -> bytes:
    """The bytes without the packing of the transport (gzip), which some servers use unasked."""
    if packing.strip().lower() in ("gzip", "x-gzip"):
        unpack = zlib.decompressobj(wbits=31)
        try:
            raw = unpack.decompress(raw, most + 1)
        except zlib.error as error:
            raise Broken(f"what arrived cannot be unpacked ({error})") from error
        if not unpack.eof and len(raw) <= most:
            raise Broken("what arrived, packed, ends too early")
    if len(raw) > most:
        raise Faulty(f"the answer is larger than {most / 1e6:.0f} MB.", "", url)
    return raw
