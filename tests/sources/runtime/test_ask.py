"""What a server asks for, and how a pause follows from it."""

from email.message import Message

import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.ask import _retry_after, calc_pause, check_address


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "Fri, 20 Nov 2026 10:01:30 GMT", "Date": "Fri, 20 Nov 2026 10:00:00 GMT"}, 90),
        ({"Retry-After": "Fri, 20 Nov 2026 09:00:00 GMT", "Date": "Fri, 20 Nov 2026 10:00:00 GMT"}, 0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({}, None),
    ],
)
def test_how_long_a_server_asks_to_wait(said: dict[str, str], seconds: float | None) -> None:
    headers = Message()
    for name, value in said.items():
        headers[name] = value
    assert _retry_after(headers) == seconds


def test_a_moment_without_the_clock_of_the_server_is_held_against_ours() -> None:
    headers = Message()
    headers["Retry-After"] = "Fri, 20 Nov 2015 10:01:30 GMT"
    assert _retry_after(headers) == 0


def test_pauses() -> None:
    assert [calc_pause(attempt, None) for attempt in (0, 1, 2, 9)] == [1, 2, 4, 60]
    assert calc_pause(0, 30) == 30
    with pytest.raises(InputProblem, match="asks to wait 31 seconds"):
        calc_pause(0, 31, 30)


@pytest.mark.parametrize("url", ["ftp://example.org", "http://example.org", "file:///etc/hosts", "https:/x", "//x"])
def test_addresses_that_are_not_safe(url: str) -> None:
    with pytest.raises(InputProblem, match="is not an https address"):
        check_address(url)
