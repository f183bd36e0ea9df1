"""Which records a record names, in plain values: so that nothing is taken away that another one still rests on."""

from collections.abc import Iterator, Mapping
from typing import Any

from scharnier.diligence.dossier.kinds import KINDS, REFERENCES
from scharnier.diligence.dossier.raw import THE_HEAD, Raw, Records


def list_targets(kind: str, record: Raw) -> Iterator[tuple[str, str]]:
    """The records (kind, id) that a record refers to."""
    if kind == THE_HEAD:
        yield from (("organisations", name) for name in _values(record, ["organisation"]))
    elif kind in KINDS:
        for key, to in {**REFERENCES.get(kind, {}), "evidence": "evidence"}.items():
            yield from ((to, name) for name in _values(record, key.split(".")))


def find_referring(records: Records, target: tuple[str, str]) -> Iterator[str]:
    """The records, as `impacts/IMP-1`, that refer to this one."""
    for kind, found in records.items():
        for name, record in found.items():
            if target in list_targets(kind, record):
                yield f"{kind}/{name}" if kind != THE_HEAD else kind


def _values(value: Any, keys: list[str]) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for part in value:
            yield from _values(part, keys)
    elif keys and isinstance(value, Mapping):
        yield from _values(value.get(keys[0]), keys[1:])
    elif not keys and isinstance(value, str):
        yield value
