"""Ask no more than is needed: what in a questionnaire goes above the cap, was answered already, or serves no risk.

The value-chain cap of the voluntary standard limits only what is asked of small partners *for sustainability
reporting*. For due diligence another rule holds (CSDDD, Article 8(3)): only what is necessary, and of partners below a
size only what cannot reasonably be had in another way. Contracts have neither. Method page: docs/method/questions.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scharnier.diligence.questions import Question, Text
from scharnier.diligence.texts import text
from scharnier.norms import Library
from scharnier.norms.calendar import add_months

CAP = "csrd-2022:vs"
INFO_REQUEST = "csddd-2024:8.3"


@dataclass(frozen=True)
class Given:
    """An answer the asker already holds."""

    question: str
    answered_on: date


@dataclass(frozen=True)
class Questionnaire:
    """Questions to one partner. `risks` are the themes ranked for its chain. `employees` and `risks` None: unknown."""

    partner: str
    employees: int | None
    risks: frozenset[str] | None
    answers: tuple[Given, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Advice:
    """One remark. `question` is empty where it is about the whole; `rests_on` are ids of norms."""

    code: str
    question: str
    text: Text
    rests_on: tuple[str, ...] = ()


def lint_questionnaire(asked: Questionnaire, on: date, library: Library, known: Mapping[str, Question]) -> list[Advice]:
    """Everything that need not, or may not have to, be asked. `known` are the questions that ship."""
    return [
        *_above_cap(asked, on, library),
        *_twice(asked),
        *_answered(asked, on, known),
        *_no_risk(asked),
        *_elsewhere(asked, on, library),
    ]


def _above_cap(asked: Questionnaire, on: date, library: Library) -> Iterator[Advice]:
    figure = library.law("csrd").figure("cap_partner_employees", on)
    reporting = [question for question in asked.questions if question.purpose == "reporting"]
    if figure is None or not reporting:
        return
    limit = int(figure.amount) if isinstance(figure.amount, float) else 0
    rests = (library.law("csrd").parameters["cap_partner_employees"].provision,)
    above = [question for question in reporting if not question.cap]
    if asked.employees is None:
        if above:
            yield _advice("size_unknown", "", rests, limit=limit)
        return
    if asked.employees <= limit:
        for question in above:
            yield _advice("above_cap", question.id, rests, limit=limit, employees=asked.employees)


def _twice(asked: Questionnaire) -> Iterator[Advice]:
    first: dict[str, str] = {}
    for question in asked.questions:
        if question.datum in first:
            yield _advice("asked_twice", question.id, other=first[question.datum])
        first.setdefault(question.datum, question.id)


def _answered(asked: Questionnaire, on: date, known: Mapping[str, Question]) -> Iterator[Advice]:
    all_known = {**known, **{question.id: question for question in asked.questions}}
    held: dict[str, date] = {}
    for given in asked.answers:
        datum = all_known[given.question].datum if given.question in all_known else given.question
        held[datum] = max(given.answered_on, held.get(datum, given.answered_on))
    for question in asked.questions:
        day = held.get(question.datum)
        if day is not None and day <= on < add_months(day, question.valid_months):
            yield _advice("already_answered", question.id, day=day.isoformat(), months=question.valid_months)


def _no_risk(asked: Questionnaire) -> Iterator[Advice]:
    bound = [q for q in asked.questions if q.purpose == "due_diligence" and q.themes]
    if bound and asked.risks is None:
        yield _advice("risks_unknown", "", ("oecd-ddg-2018:2.1",))
        return
    for question in bound:
        if not set(question.themes) & (asked.risks or frozenset()):
            yield _advice("no_risk", question.id, ("oecd-ddg-2018:2.2",))


def _elsewhere(asked: Questionnaire, on: date, library: Library) -> Iterator[Advice]:
    """Article 8(3) of the CSDDD, in the text of the day; said once, because it binds only whom that law covers."""
    figure = library.law("csddd").figure("info_request_partner_employees", on)
    needed = any(question.purpose == "due_diligence" for question in asked.questions)
    if figure is None or not needed or not isinstance(figure.amount, float):
        return
    if asked.employees is None or asked.employees < figure.amount:
        rests = (library.law("csddd").parameters["info_request_partner_employees"].provision,)
        yield _advice("look_elsewhere_first", "", rests, limit=int(figure.amount))


def _advice(code: str, question: str, rests_on: Sequence[str] = (), **values: object) -> Advice:
    words = {lang: text(f"ask_{code}", lang, **values) for lang in ("nl", "en")}
    return Advice(code, question, words, tuple(rests_on))
