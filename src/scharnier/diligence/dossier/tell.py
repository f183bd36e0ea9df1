"""What changed, in plain words: key by key, with what it was and what it became. Sentences: `log.yaml`."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scharnier.diligence.dossier.log import Change, LogLine, State, replay
from scharnier.diligence.dossier.raw import THE_HEAD
from scharnier.diligence.rules.judging import say

_MODULE = "log"
_LONGEST = 160


def tell_change(change: Change, before: Any, lang: str) -> list[str]:
    """The sentences on one change: what became of the record, and for a changed one each key. `before` is what the
    log had."""
    what = change.id if change.kind == THE_HEAD else f"{change.kind}/{change.id}"
    known = change.after if change.after is not None else before
    title = next((str(known[key]) for key in ("title", "name", "what") if known.get(key)), "") if _seen(known) else ""
    sentence = say(_MODULE, change.change, lang, what=what)
    lines = [f"{sentence}: {_short(title)}" if title else sentence]
    if change.change == "changed":
        if _seen(before) and _seen(change.after):
            lines += [f"  {line}" for line in _differences(before, change.after, "", lang)]
        else:
            lines.append(f"  {say(_MODULE, 'personal', lang)}")
    return lines


def tell_line(line: LogLine, before: State, lang: str, of: str | None = None) -> list[str]:
    """The sentences on a line of the log: when, who and why, then each change. `before` is the state it began with.

    `of` is one record, as `impacts/IMP-1`: the other changes are left out, and a line without it gives nothing.
    """
    changes = [one for one in line.changes if of is None or of in (f"{one.kind}/{one.id}", one.kind)]
    inner = [sentence for part in line.merged for sentence in _tell_merged(part, lang, of)]
    if of is not None and not changes and not inner:
        return []
    act = say(_MODULE, f"act_{line.act}", lang)
    told = [f"{line.n}. {_moment(line)}, {line.who}: {line.why} ({act})"]
    for change in changes:
        old = before.records.get(change.kind, {}).get(change.id)
        told += [f"   {sentence}" for sentence in tell_change(change, old, lang)]
    if of is None:
        files = [name for name in line.files if name.startswith("evidence/")]
        told += [f"   {say(_MODULE, 'file' if line.files[name] else 'file_gone', lang, name=name)}" for name in files]
        if not changes and not files:
            told.append(f"   {say(_MODULE, 'form', lang)}")
    return [*told, *inner]


def tell_log(lines: tuple[LogLine, ...], lang: str, of: str | None = None) -> Iterator[list[str]]:
    """The sentences on every line that has something to tell, the oldest first."""
    state = State()
    for line in lines:
        if told := tell_line(line, state, lang, of):
            yield told
        state = replay([line], state)


def _tell_merged(part: Mapping[str, Any], lang: str, of: str | None) -> list[str]:
    line = LogLine.model_validate(part)
    told = [f"   {say(_MODULE, 'theirs', lang)} {line.n}. {_moment(line)}, {line.who}: {line.why}"]
    changes = [one for one in line.changes if of is None or of == f"{one.kind}/{one.id}"]
    told += [f"      {say(_MODULE, one.change, lang, what=f'{one.kind}/{one.id}')}" for one in changes]
    return told if of is None or changes else []


def _moment(line: LogLine) -> str:
    return f"{line.at.replace('T', ' ').rstrip('Z')} UTC"


def _seen(record: Any) -> bool:
    return isinstance(record, Mapping)


def _differences(old: Any, new: Any, path: str, lang: str) -> Iterator[str]:
    if old == new or (old is None and new is None):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from _differences(old.get(key), new.get(key), f"{path}.{key}" if path else key, lang)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_differences(old, new, path, lang)
    elif old is None:
        yield say(_MODULE, "set", lang, path=path, new=_short(new))
    elif new is None:
        yield say(_MODULE, "unset", lang, path=path, old=_short(old))
    else:
        yield say(_MODULE, "became", lang, path=path, old=_short(old), new=_short(new))


def _list_differences(old: list[Any], new: list[Any], path: str, lang: str) -> Iterator[str]:
    if len(old) == len(new) and any(isinstance(part, Mapping) for part in (*old, *new)):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _differences(one, other, f"{path}[{place}]", lang)
        return
    gone = [part for part in old if part not in new]
    added = [part for part in new if part not in old]
    yield from (say(_MODULE, "out", lang, path=path, old=_short(part)) for part in gone)
    yield from (say(_MODULE, "in", lang, path=path, new=_short(part)) for part in added)
    if not gone and not added:
        yield say(_MODULE, "order", lang, path=path)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
