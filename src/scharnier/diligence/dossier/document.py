"""A whole dossier as one JSON document: the format to hand it over in, published as schema/dossier-1.json.

It holds the head and every record. Files of evidence travel beside it, and so does the log: an import begins a new one.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, cast

from pydantic import Field, ValidationError, create_model

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.faults import HEAD, Fault, Path, explain_errors
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.dossier.read import check_version, count_others, find_faults
from scharnier.diligence.dossier.rows import LARGEST_LINES, decode, find_twice
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.memory import uncollected
from scharnier.norms.marked_yaml import Marked, YamlFault, load_marked
from scharnier.norms.shaped_yaml import name_path

_FIELDS: Any = {kind: (Annotated[tuple[model, ...], Field(strict=False)], ()) for kind, model in KINDS.items()}  # type: ignore[valid-type]
DossierFile: type[Head] = create_model(
    "DossierFile",
    __base__=Head,
    __doc__="A dossier: what `dossier.yaml` says, and under the name of each kind its records.",
    **_FIELDS,
)


def publish_document(dossier: Dossier, *, with_persons: bool = True) -> str:
    """A dossier as one JSON document; without `persons` no person is in it by name.

    Raises InputProblem where two versions of a record stand, since a document has room for one.
    """
    if dossier.torn:
        named = ", ".join(sorted(f"{kind}/{id}" for kind, id in dossier.torn)[:5])
        remedy = "Choose one first with `scharnier dossier settle`."
        raise InputProblem(f"two versions stand after a merge: {named}.", remedy)
    kinds = [kind for kind in KINDS if dossier.all(kind) and (with_persons or kind != "persons")]
    found = dossier.head.model_dump(mode="json", exclude_none=True)
    for kind in kinds:
        found[kind] = [record.model_dump(mode="json", exclude_defaults=True) for record in dossier.all(kind).values()]
    return json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def parse_document(file: str, content: bytes, today: date) -> Dossier:
    """The dossier in the bytes of a document; `file` is its name as shown.

    Raises InputProblem for the first fault, with line and key; it counts the others.
    """
    with uncollected():
        problems = list(_read(file, content, today))
    faults = [problem for problem in problems if isinstance(problem, InputProblem)]
    if faults:
        raise count_others(faults)
    return cast(Dossier, problems[0])


def list_document_faults(file: str, content: bytes, today: date) -> list[InputProblem]:
    """Everything that is wrong with a document."""
    return [problem for problem in _read(file, content, today) if isinstance(problem, InputProblem)]


def _read(file: str, content: bytes, today: date) -> Iterator[InputProblem | Dossier]:
    """The faults in a document, or the dossier where there are none."""
    try:
        text = decode(file, content, LARGEST_LINES)
        value = _load(file, text)
    except InputProblem as problem:
        yield problem
        return
    where = _Lines(file, text)
    wrong = check_version(value.get("dossier"))
    if wrong is not None:
        yield where.problem(("dossier",), *wrong)
        return
    try:
        document = DossierFile.model_validate_json(text)
    except ValidationError as error:
        for path, message, remedy in explain_errors(error.errors(include_url=False), DossierFile):
            yield where.problem(path, message, remedy)
        return
    records: dict[str, dict[str, Record]] = {}
    places: dict[tuple[str, str], int] = {}
    twice = False
    for kind in KINDS:
        for place, record in enumerate(cast("tuple[Record, ...]", getattr(document, kind))):
            first = places.setdefault((kind, record.id), place)
            if first != place:
                twice = True
                message = f"the id {record.id!r} stands there twice, first at {kind}[{first}]."
                yield where.problem((kind, place, "id"), message, "Give one of them another id.")
            records.setdefault(kind, {})[record.id] = record
    if twice:
        return
    head = Head.model_construct(**{name: getattr(document, name) for name in Head.model_fields})
    dossier = Dossier(head, records)
    faults = list(find_faults(dossier, today))
    for fault in faults:
        yield where.problem(_path(fault, places), fault.message, fault.remedy)
    if not faults:
        yield dossier


def _load(file: str, text: str) -> Mapping[str, Any]:
    """The JSON as it is, to see its version and keys that stand twice. Raises InputProblem."""
    try:
        value = json.loads(text)
        key = find_twice(text)
    except json.JSONDecodeError as error:
        remedy = "Make the document with `scharnier dossier export`."
        raise InputProblem(f"is no JSON: {error.msg}.", remedy, file, error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise InputProblem("is nested too deeply, or holds an endless number.", "Correct it.", file) from error
    if key is not None:
        raise InputProblem(f"the key {key!r} stands twice in one record.", "Keep one of the two.", file, None, key)
    if not isinstance(value, Mapping):
        raise InputProblem("is not one dossier.", 'Begin with {"dossier": 1, …}.', file, 1)
    return value


def _path(fault: Fault, places: Mapping[tuple[str, str], int]) -> Path:
    return fault.path if fault.kind == HEAD else (fault.kind, places[fault.kind, fault.id], *fault.path)


class _Lines:
    """The lines of a document. JSON is YAML as well, so the reader that knows lines finds them, when a fault asks."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.marked: Marked | None = None
        self.tried = False

    def problem(self, path: Path, message: str, remedy: str) -> InputProblem:
        """A fault at a path, with its line as far as it can be found."""
        if not self.tried:
            self.tried = True
            try:
                self.marked = load_marked(self.text)
            except YamlFault:
                self.marked = None
        line = self.marked.line(path) if self.marked else None
        return InputProblem(message, remedy, self.file, line, name_path(path))


def build_dossier_schema() -> dict[str, Any]:
    """The JSON Schema of a document, as published in schema/dossier-1.json."""
    return DossierFile.model_json_schema(mode="validation")
