"""`scharnier isv decide FILE`: must this tender carry the social conditions, why, and what must a person check?"""

import errno
import json
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal, NoReturn

import typer

from scharnier.cli.terminal import plain
from scharnier.kernel.errors import InputProblem
from scharnier.procurement.isv.decision import Decision

File = Annotated[Path, typer.Argument(help="A notice (XML), or cases as JSON, one a line; - reads standard input.")]
Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program: one line each.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of reasons and questions.")]

LONGEST_LINE = 16_000_000  # bytes
LARGEST_NOTICE = 60_000_000  # bytes that are taken in; the reader refuses less than this
SNIFF = 4096
PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"\xfd7zXZ", b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1")  # no lines to read one by one
OCDS = frozenset({"ocid", "releases", "records"})
MOST_ISSUES = 10  # of one notice, told on standard error
WORDS = {
    "yes": {"nl": "ISV verplicht", "en": "ISV mandatory"},
    "no": {"nl": "ISV niet verplicht", "en": "ISV not mandatory"},
    "uncertain": {"nl": "Onzeker of ISV verplicht is", "en": "Uncertain whether ISV is mandatory"},
    "apply": {"nl": "toepassen", "en": "apply"},
    "advised": {"nl": "aangeraden", "en": "advised"},
    "consider": {"nl": "overwegen", "en": "consider"},
    "not_relevant": {"nl": "niet aan de orde", "en": "not relevant"},
    "advice": {"nl": "Advies", "en": "Advice"},
    "why": {"nl": "Waarom", "en": "Why"},
    "check": {"nl": "Na te gaan", "en": "To check"},
    "lots": {"nl": "Per perceel", "en": "By lot"},
    "trace": {"nl": "In de tekst", "en": "In the text"},
    "rests": {"nl": "Rust op", "en": "Rests on"},
    "assumed": {"nl": "Aannames (rule.yaml)", "en": "Assumptions (rule.yaml)"},
    "none": {"nl": "geen categorie", "en": "no category"},
    "maybe": {"nl": "onzeker", "en": "uncertain"},
    "explicit_isv": {"nl": "ISV genoemd", "en": "ISV named"},
    "hr_due_diligence": {"nl": "gepaste zorgvuldigheid voor mensenrechten", "en": "human rights due diligence"},
    "labour_standards_chain": {"nl": "arbeidsnormen in de keten", "en": "labour standards in the chain"},
    "coded_hum_right": {"nl": "code voor mensenrechten in de keten", "en": "code for human rights in the chain"},
    "exclusion_ground_only": {"nl": "alleen de uitsluitingsgrond", "en": "only the exclusion ground"},
    "false_positive": {"nl": "lijkt erop, is het niet", "en": "looks like it, is not"},
}


@dataclass(frozen=True)
class Failed:
    """What could not be decided on: where it stands and why."""

    line: int
    id: str
    problem: InputProblem


def decide(file: File, format: Format = "text", lang: Lang = "nl") -> None:
    """Decide for a notice, or for each case of a file: one line in, one line out.

    A line that cannot be read gives a line with its error and the rest goes on. Exit code 0: all decided; 1: some lines
    could not be read; 2: the file cannot be read.
    """
    failed = 0
    with _opened(file) as stream:
        for number, answer in enumerate(_answers(stream, _name(file))):
            if isinstance(answer, Failed):
                failed += 1
                typer.echo(f"scharnier: {plain(str(answer.problem))}", err=True)
            if format == "json":
                typer.echo(_dump(answer, lang))
            elif isinstance(answer, Decision):
                typer.echo(("\n" if number else "") + render(answer, lang))
    raise typer.Exit(1 if failed else 0)


def render(decision: Decision, lang: str) -> str:
    """The decision for people."""
    names = {hit.category: hit for hit in decision.candidates}
    title = typer.style(WORDS[decision.mandatory][lang], bold=True)
    lines = [f"{plain(decision.id) or '-'}: {title}", f"  {_word('advice', lang)}: {WORDS[decision.advice][lang]}"]
    lines += [f"  {_word('why', lang)}:", *(f"    - {plain(said.in_lang(lang))}" for said in decision.reasons)]
    if decision.missing:
        lines += [f"  {_word('check', lang)}:", *(f"    - {plain(said.in_lang(lang))}" for said in decision.missing)]
    if len(decision.lots) > 1:
        lines.append(f"  {_word('lots', lang)}:")
        for lot in decision.lots:
            word = WORDS["maybe" if lot.mandatory == "uncertain" else lot.mandatory][lang]
            what = lot.category if lot.category in names or lot.category else WORDS["none"][lang]
            lines.append(f"    {plain(lot.id)}: {word} ({what})")
    if decision.evidence.cls != "none":
        quote = plain(decision.evidence.quote or "")
        lines.append(f"  {_word('trace', lang)}: {WORDS[decision.evidence.cls][lang]}: {quote}")
    lines.append(f"  {_word('rests', lang)}: {', '.join(decision.provisions)}")
    if decision.assumptions:
        lines.append(f"  {_word('assumed', lang)}: {', '.join(decision.assumptions)}")
    return "\n".join(lines)


def _word(key: str, lang: str) -> str:
    return WORDS[key][lang]


def _dump(answer: Decision | Failed, lang: str) -> str:
    if isinstance(answer, Failed):
        # A script that reads the verdict of every line finds none here, rather than no such key.
        record: dict[str, Any] = {"id": answer.id, "mandatory": None, "line": answer.line, "error": str(answer.problem)}
    else:
        record = dict(answer.as_json(lang))
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode()


def _name(file: Path) -> str:
    return "standard input" if str(file) == "-" else str(file)


def _opened(file: Path) -> BinaryIO:
    if str(file) == "-":
        return sys.stdin.buffer
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise _unreadable(file, error) from error
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    what = os.strerror(errno.EISDIR) if stat.S_ISDIR(mode) else "it is a device or a pipe; use - for a pipe"
    raise _unreadable(file, OSError(errno.ENOTSUP, what))


def _unreadable(file: Path, error: OSError | ValueError) -> InputProblem:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return InputProblem(f"cannot be read: {reason}.", "Check the name and the rights.", plain(str(file)))


def _answers(stream: BinaryIO, name: str) -> Iterator[Decision | Failed]:
    """The decision on a notice, or on every case that a file holds."""
    head = stream.read(SNIFF)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if start == b"<" or (utf16 and b"<" in head[:8]):
        yield from _notice(head + stream.read(LARGEST_NOTICE), name)
    elif not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise InputProblem("holds nothing.", "Give a notice (XML) or cases (JSON, one a line).", name)
    elif head.startswith(PACKED):
        raise InputProblem("is an archive, a workbook or a PDF.", "Read notices with: scharnier notices import.", name)
    elif utf16:
        raise InputProblem("is not UTF-8 text.", "Save it as UTF-8.", name)
    elif name.lower().endswith((".yaml", ".yml")):
        what = "is YAML: a tender of your own, no notice and no cases."
        raise InputProblem(what, f"Decide on it with: scharnier isv draft {plain(name)} --out FOLDER", name)
    else:
        yield from _cases(_Lines(head, stream), name)


def _notice(data: bytes, name: str) -> Iterator[Decision]:
    from scharnier.procurement.isv.decide import decide as decide_on
    from scharnier.procurement.isv.facts import tender_from_notice
    from scharnier.sources.notices import read_notice

    notice, issues = read_notice(data, name)
    if notice is None:
        first = issues[0] if issues else None
        what = first.what if first else "It is no notice."
        raise InputProblem(what, first.remedy if first else "", name)
    for issue in issues[:MOST_ISSUES]:
        typer.echo(f"scharnier: {plain(f'{name}: {issue.field}: {issue.what}')}", err=True)
    if len(issues) > MOST_ISSUES:
        typer.echo(f"scharnier: {plain(name)}: and {len(issues) - MOST_ISSUES} more.", err=True)
    yield decide_on(tender_from_notice(notice))


class _Lines:
    """The lines of a stream with their numbers; None for one that is too long, of which no more is kept."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self.rest, self.stream = head, stream

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        number = 0
        while line := self._next():
            number += 1
            whole = line if line.endswith(b"\n") or len(line) < LONGEST_LINE else None
            while whole is None and line and not line.endswith(b"\n"):
                line = self._next()
            yield number, whole

    def _next(self) -> bytes:
        """The next line, or as much of it as may be kept; empty at the end."""
        if not self.rest:
            return self.stream.readline(LONGEST_LINE)
        line, end, self.rest = self.rest.partition(b"\n")
        return line + end if end else line + self.stream.readline(LONGEST_LINE - len(line))


def _cases(lines: _Lines, name: str) -> Iterator[Decision | Failed]:
    first, number = b"", 0
    for number, line in lines:
        if line is None:
            yield _failed(number, "", InputProblem("is too long.", "Write one case a line.", name, number))
            continue
        text = line.strip(b"\xef\xbb\xbf \t\r\n") if number == 1 else line.strip()
        if not text:
            continue
        if number == 1 and text in (b"{", b"["):  # one object or list over many lines
            first = line
            break
        yield from _case(text, number, name)
    if first:
        yield from _spread(first, lines, name)


def _spread(first: bytes, lines: _Lines, name: str) -> Iterator[Decision | Failed]:
    """A JSON object or list that was written over many lines."""
    whole = first + b"".join(line or b"" for _, line in lines)
    try:
        value = json.loads(whole.decode("utf-8-sig"), parse_constant=_constant)
    except (ValueError, RecursionError) as error:
        row = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise InputProblem("is no JSON.", "Write one case a line.", name, row) from error
    for number, record in enumerate(value if isinstance(value, list) else [value], start=1):
        yield from _record(record, number, name)


def _constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")


def _failed(number: int, id: str, problem: InputProblem) -> Failed:
    return Failed(number, id, problem)


def _case(text: bytes, number: int, name: str) -> Iterator[Decision | Failed]:
    try:
        record = json.loads(text.decode("utf-8"), parse_constant=_constant)
    except UnicodeDecodeError:
        yield _failed(number, "", InputProblem("is not UTF-8 text.", "Save the file as UTF-8.", name, number))
    except (ValueError, RecursionError):
        yield _failed(number, "", InputProblem("is no JSON.", "Write one case a line, as {…}.", name, number))
    else:
        yield from _record(record, number, name)


def _record(record: Any, number: int, name: str) -> Iterator[Decision | Failed]:
    """The decision on a case; on each release of an OCDS release, record or package."""
    if isinstance(record, dict) and OCDS & set(record):
        yield from _releases(record, number, name)
    else:
        yield _one(record, number, name)


def _releases(record: dict[str, Any], number: int, name: str) -> Iterator[Decision | Failed]:
    from scharnier.procurement.isv.decide import decide as decide_on
    from scharnier.procurement.isv.facts import tender_from_notice
    from scharnier.sources.notices.read import read_notices

    for reading in read_notices(json.dumps(record).encode(), name):
        if reading.notice is not None:
            yield decide_on(tender_from_notice(reading.notice))
            continue
        what, remedy = next(((issue.what, issue.remedy) for issue in reading.issues), ("is no notice.", ""))
        yield _failed(number, str(record.get("ocid") or "")[:200], InputProblem(what, remedy, name, number))


def _one(record: Any, number: int, name: str) -> Decision | Failed:
    from scharnier.procurement.isv.cases import tender_from_case
    from scharnier.procurement.isv.decide import decide as decide_on

    if not isinstance(record, dict):
        return _failed(number, "", InputProblem("is no case.", "Write an object, as {…}.", name, number))
    try:
        return decide_on(tender_from_case(record))
    except InputProblem as problem:
        where = InputProblem(problem.message, problem.remedy, name, number, problem.column)
        return _failed(number, str(record.get("id") or "")[:200], where)
