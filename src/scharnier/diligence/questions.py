"""Questions to partners in the chain: content, one question a file (`data/questions/<id>.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError, InputProblem
from scharnier.norms import Library, load_library
from scharnier.norms.shaped_yaml import read_shape

Purpose = Literal["reporting", "due_diligence", "contract"]
Text = Mapping[str, str]
_Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


@dataclass(frozen=True)
class Question:
    """A question. `datum` names what is asked, so that two wordings of one question are known as one.

    `themes` it is about (empty: any chain), `serves` OECD actions, `cap` the disclosures of the voluntary standard that
    hold it (empty: none recorded). An answer is good for `valid_months`.
    """

    id: str
    purpose: Purpose
    datum: str
    themes: tuple[str, ...]
    serves: tuple[str, ...]
    cap: tuple[str, ...]
    answer: str
    valid_months: int
    text: Text
    why: Text


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")
    nl: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class _QuestionFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: _Id
    purpose: Purpose
    datum: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    themes: list[str]
    serves: Annotated[list[str], Field(min_length=1)]
    cap: list[str]
    answer: Literal["yes_no", "text", "number", "choice", "file"]
    valid_months: Annotated[int, Field(ge=1, le=120)]
    text: _Words
    why: _Words
    confidence: Literal["unverified"]
    source: Literal["OWN"]
    checked_on: object


@cache
def load_questions() -> Mapping[str, Question]:
    """The questions that ship, by id. Raises `ContentError` where a file is wrong or refers to what is not there."""
    return load_questions_from(content_path("questions"), load_library())


def load_questions_from(folder: Path, library: Library) -> Mapping[str, Question]:
    """The questions of a folder. Raises `ContentError`."""
    found: dict[str, Question] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            shape, _ = read_shape(path.name, path.read_text(encoding="utf-8"), _QuestionFile)
        except InputProblem as problem:
            raise ContentError(str(problem)) from problem
        if shape.id != path.stem:
            raise ContentError(f"{path.name}: the file must bear the id of its question, {shape.id}")
        for id in (*shape.serves, *shape.cap):
            if id not in library.norms:
                raise ContentError(f"{path.name}: {id!r} does not exist in the Library")
        if strange := [theme for theme in shape.themes if theme not in library.themes]:
            raise ContentError(f"{path.name}: there is no theme {strange[0]!r}")
        found[shape.id] = Question(
            id=shape.id,
            purpose=shape.purpose,
            datum=shape.datum,
            themes=tuple(shape.themes),
            serves=tuple(shape.serves),
            cap=tuple(shape.cap),
            answer=shape.answer,
            valid_months=shape.valid_months,
            text=shape.text.model_dump(),
            why=shape.why.model_dump(),
        )
    return found
