"""The right of reply: what a body says of a notice or a figure, kept as data, shown beside the figure, never inside it.

A reply may correct a stated field. Both values are then shown, and figures with the corrections stand beside figures
without them. Replies form a chain of fingerprints: one that is changed or taken away later changes all that follow.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scharnier.analytics.monitor.bodies import Body
from scharnier.kernel.errors import InputProblem
from scharnier.norms.shaped_yaml import read_file, read_shape
from scharnier.procurement.isv.content import load_isv_content

Line = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\r\n]*\S[^\r\n]*$")]
Long = Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S")]
CorrectedField = Literal["mandatory", "category", "applied", "followed", "body"]
ANSWERS: dict[str, tuple[str, ...]] = {
    "mandatory": ("yes", "no", "uncertain"),
    "applied": ("yes", "no"),
    "followed": ("yes", "no"),
}
COLUMN = {"mandatory": "mandatory", "category": "category", "applied": "claims", "followed": "followed", "body": "body"}
START = "0" * 64


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ReplyText(_Shape):
    """What the body says, in Dutch, English or both."""

    nl: Long | None = None
    en: Long | None = None

    @model_validator(mode="after")
    def _one(self) -> "ReplyText":
        if self.nl is None and self.en is None:
            raise ValueError("write the text in nl, in en, or in both")
        return self


class Correction(_Shape):
    """A field of a procedure that the body says is otherwise: what stands there now, and what it should be."""

    field: CorrectedField
    was: Line
    to: Line

    @model_validator(mode="after")
    def _known(self) -> "Correction":
        answers = ANSWERS.get(self.field)
        if self.field == "category":
            answers = (*load_isv_content().category_names, "none")
        if answers and self.to not in answers:
            raise ValueError(f"{self.field} is {', '.join(answers[:-1])} or {answers[-1]}, not {self.to!r}")
        return self


class Reply(_Shape):
    """One reply. `who` is a function or department, not the name of a person. Without notice or figure it is about the
    body as a whole."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")]
    on: date
    body: Line
    who: Line
    notice: Line | None = None
    figure: Line | None = None
    text: ReplyText
    evidence: Annotated[str, Field(pattern=r"^https://[^\s\"'<>]+$", max_length=500)] | None = None
    corrects: Annotated[tuple[Correction, ...], Field(max_length=5)] = ()

    @model_validator(mode="after")
    def _about_one(self) -> "Reply":
        if self.notice and self.figure:
            raise ValueError("a reply is about a notice or about a figure; make two of it")
        if self.corrects and not self.notice:
            raise ValueError("a correction is of one procedure; name its notice")
        if len({one.field for one in self.corrects}) < len(self.corrects):
            raise ValueError("each field is corrected once")
        return self

    def plain(self) -> dict[str, Any]:
        """The reply as plain values, the same for the same reply."""
        return self.model_dump(mode="json", exclude_none=True)


class Replies(_Shape):
    """`replies.yaml`: the replies in the order in which they came."""

    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True)
class Settled:
    """A reply and what it is about in these data. `states` has a word for each correction: shown or outdated."""

    reply: Reply
    sha256: str
    body: str | None
    procedure: str | None
    figure: str | None
    states: tuple[str, ...]

    @property
    def is_found(self) -> bool:
        """Whether what it is about stands in these data."""
        wanted = self.procedure if self.reply.notice else self.figure if self.reply.figure else self.body
        return wanted is not None


def load_replies(path: Path, on: date) -> tuple[Reply, ...]:
    """The replies of a file, in their order. Raises `InputProblem` with file, line and key."""
    loaded, marked = read_shape(str(path), read_file(path), Replies)
    seen: set[str] = set()
    last = date.min
    for at, reply in enumerate(loaded.replies):
        problem = ""
        if reply.id in seen:
            problem, key = f"the id {reply.id} stands there twice.", "id"
        elif reply.on > on:
            problem, key = f"{reply.on} is after the day of this edition ({on}).", "on"
        elif reply.on < last:
            problem, key = f"{reply.on} is before the reply above it: add replies at the end.", "on"
        if problem:
            line = marked.line(("replies", at, key))
            raise InputProblem(problem, "Replies stand in the order in which they came.", str(path), line, key)
        seen.add(reply.id)
        last = reply.on
    return loaded.replies


def chain_replies(replies: Sequence[Reply]) -> tuple[str, ...]:
    """The fingerprint of each reply with all before it."""
    made, last = [], START
    for reply in replies:
        text = json.dumps(reply.plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        last = sha256(f"{last}\n{text}".encode()).hexdigest()
        made.append(last)
    return tuple(made)


def settle_replies(
    replies: Sequence[Reply], connection: Any, bodies: Mapping[str, Body], figures: Any
) -> list[Settled]:
    """Find what each reply is about. Raises `InputProblem` where a body replies on a procedure of another."""
    settled = []
    for reply, mark in zip(replies, chain_replies(replies), strict=True):
        body = find_body(reply.body, bodies)
        row = _procedure(connection, reply.notice) if reply.notice else None
        states: tuple[str, ...] = ()
        if row is not None:
            moves = any(one.field == "body" for one in reply.corrects)
            if row["body"] != body and not moves:
                owner = bodies[row["body"]].nl
                what = f"reply {reply.id}: notice {reply.notice} is of {owner}, not of {reply.body}."
                remedy = "A body replies on its own notices. If the body is wrong, correct the field body."
                raise InputProblem(what, remedy, "replies")
            states = tuple(_state(one, row, bodies) for one in reply.corrects)
        elif reply.corrects:
            states = ("outdated",) * len(reply.corrects)
        figure = reply.figure if reply.figure and reply.figure in figures else None
        settled.append(Settled(reply, mark, body, row["procedure"] if row else None, figure, states))
    return settled


def find_body(name: str, bodies: Mapping[str, Body]) -> str | None:
    """The key of a body by its key, title or a name it published under; None where there is none."""
    if name in bodies:
        return name
    wanted = name.casefold().strip()
    for key, body in bodies.items():
        if wanted in (body.nl.casefold(), body.en.casefold(), *(each.casefold() for each in body.names)):
            return key
    return None


def corrected_procedures(settled: Sequence[Settled], connection: Any, bodies: Mapping[str, Body]) -> bool:
    """Make the table `corrected`: procedures with the corrections that are shown. False where there are none."""
    changes: dict[str, dict[str, str | None]] = {}
    for one in settled:
        for correction, state in zip(one.reply.corrects, one.states, strict=True):
            if state == "shown" and one.procedure:
                value: str | None = correction.to
                if correction.field == "applied":
                    value = "visible" if correction.to == "yes" else "not_visible"
                elif correction.field == "body":
                    value = find_body(correction.to, bodies) or correction.to
                elif correction.field == "category" and correction.to == "none":
                    value = None
                changes.setdefault(one.procedure, {})[COLUMN[correction.field]] = value
    if not changes:
        return False
    connection.execute("CREATE OR REPLACE TABLE corrected AS SELECT * FROM procedures")
    for procedure, values in changes.items():
        sets = ", ".join(f"{column} = ?" for column in values)
        connection.execute(f"UPDATE corrected SET {sets} WHERE procedure = ?", [*values.values(), procedure])  # noqa: S608 - our own words; values are bound
    return True


def _procedure(connection: Any, notice: str) -> dict[str, Any] | None:
    from scharnier.analytics.monitor.screened import NUMBER

    result = connection.execute(
        "SELECT procedure, body, mandatory, coalesce(category, 'none') AS category, claims, followed "  # noqa: S608 - our own words; values are bound
        f"FROM procedures WHERE list_contains(notices, {NUMBER.format('?::VARCHAR')})",
        [notice],
    )
    names = [column[0] for column in result.description]
    rows = result.fetchall()
    return dict(zip(names, rows[0], strict=True)) if rows else None


def _state(correction: Correction, row: Mapping[str, Any], bodies: Mapping[str, Body]) -> str:
    now = row[COLUMN[correction.field]]
    if correction.field == "body":
        return "shown" if find_body(correction.was, bodies) == now else "outdated"
    return "shown" if correction.was == now else "outdated"
