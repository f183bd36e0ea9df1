"""One text for one value, so that a hash of a record says whether it changed, in whatever way it was written down."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from scharnier.kernel.errors import InputProblem

_WHOLE_BELOW = float(2**53)


def plain(value: Any) -> Any:
    """The value as JSON has it: days as text, lists for tuples, 5.0 as 5 (JSON has one kind of number)."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE_BELOW:
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def canonical(value: Any) -> str:
    """JSON with its keys in order and no room in between. Raises InputProblem for what is no Unicode or no number."""
    try:
        text = _dump(value)
        if _WHOLE.search(text):
            text = _dump(plain(value))
        text.encode()
    except ValueError as error:
        raise InputProblem("a value is no text and no number that can be kept.", "Write it in another way.") from error
    return text


# Most values are plain already, and looking for what is not takes longer than writing them down.
_WHOLE = re.compile(r"\d\.0")


def _dump(value: Any) -> str:
    try:
        return json.dumps(
            value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_day
        )
    except TypeError:  # a key that is no text, or another kind of mapping
        return json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError


def digest(value: Any) -> str:
    """The SHA-256 of a value, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def digest_bytes(content: bytes, salt: bytes | None = None) -> str:
    """The SHA-256 of the content of a file; with a salt, one that nobody can guess the content from."""
    if salt is None:
        return hashlib.sha256(content).hexdigest()
    return f"sealed:{hmac.new(salt, content, hashlib.sha256).hexdigest()}"


def seal(value: Any, salt: bytes) -> str:
    """What the log keeps of personal data: enough to see that it changed, useless once the salt is gone."""
    return digest_bytes(canonical(value).encode(), salt)
