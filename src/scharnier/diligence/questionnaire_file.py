"""Read a questionnaire: to whom, which questions (shipped ones by id, or own ones), and what is known already."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import process

from scharnier.diligence.questionnaire import Given, Questionnaire
from scharnier.diligence.questions import Purpose, Question
from scharnier.kernel.errors import InputProblem
from scharnier.norms import Library
from scharnier.norms.marked_yaml import Marked
from scharnier.norms.shaped_yaml import name_path, read_shape


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class AnswerShape(_Shape):
    """`answers:` what the partner answered before: a shipped or own question, and the day."""

    question: str
    answered_on: date


class OwnShape(_Shape):
    """A question of one's own. `cap`: the disclosures of the voluntary standard that hold it (`csrd-2022:vs.b8`)."""

    id: Annotated[str, Field(min_length=1, max_length=80)]
    purpose: Purpose
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    datum: str = ""
    themes: list[str] = []
    cap: list[str] = []
    valid_months: Annotated[int, Field(ge=1, le=120)] = 12


class QuestionnaireFile(_Shape):
    """A whole questionnaire. `employees` and `risks` left out are unknown."""

    partner: str = ""
    employees: Annotated[int | None, Field(ge=0)] = None
    risks: list[str] | None = None
    answers: list[AnswerShape] = []
    questions: Annotated[list[str | OwnShape], Field(min_length=1)]


def read_questionnaire(
    source: str, text: str, library: Library, known: Mapping[str, Question], risks: frozenset[str] | None = None
) -> Questionnaire:
    """The questionnaire in a file; `risks`, where given, take the place of those in the file.

    Raises `InputProblem` that names file, line and key.
    """
    shape, marked = read_shape(source, text, QuestionnaireFile)
    for number, theme in enumerate(shape.risks or ()):
        _check(source, marked, ("risks", number), theme, library.themes, "theme")
    standard = f"{library.law('csrd').id}:vs."
    disclosures = {id: norm for id, norm in library.norms.items() if id.startswith(standard)}
    questions = []
    for number, asked in enumerate(shape.questions):
        path: tuple[str | int, ...] = ("questions", number)
        if isinstance(asked, str):
            _check(source, marked, path, asked, known, "question")
            questions.append(known[asked])
            continue
        for place, theme in enumerate(asked.themes):
            _check(source, marked, (*path, "themes", place), theme, library.themes, "theme")
        for place, id in enumerate(asked.cap):
            _check(source, marked, (*path, "cap", place), id, disclosures, "disclosure of the voluntary standard")
        questions.append(_own(asked))
    return Questionnaire(
        partner=shape.partner,
        employees=shape.employees,
        risks=risks if risks is not None else None if shape.risks is None else frozenset(shape.risks),
        answers=tuple(Given(answer.question, answer.answered_on) for answer in shape.answers),
        questions=tuple(questions),
    )


def _own(shape: OwnShape) -> Question:
    words = {"nl": shape.text, "en": shape.text}
    return Question(
        id=shape.id,
        purpose=shape.purpose,
        datum=shape.datum or shape.id,
        themes=tuple(shape.themes),
        serves=(),
        cap=tuple(shape.cap),
        answer="text",
        valid_months=shape.valid_months,
        text=words,
        why={"nl": "", "en": ""},
    )


def _check(
    source: str, marked: Marked, path: tuple[str | int, ...], id: str, known: Mapping[str, object], what: str
) -> None:
    if id not in known:
        near = process.extractOne(id, list(known), score_cutoff=60)
        remedy = f"Did you mean {near[0]!r}?" if near else "See scharnier diligence questions."
        raise InputProblem(f"there is no {what} {id!r}.", remedy, source, marked.line(path), name_path(path))
