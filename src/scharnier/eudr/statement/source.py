"""The statement as a user writes it: YAML with the keys below. What is left out is None; checks come later."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes
from scharnier.norms.marked_yaml import Marked, YamlFault, load_marked

LARGEST = 5 << 20  # bytes
_THOUSANDS = re.compile(r"^[^#]*?\b(net_mass_kg|amount)\s*:\s*([0-9]{1,3}\.[0-9]{3})(?![0-9.eE])")
_KINDS = {
    "bool_type": "true or false",
    "float_type": "a number, as 20000 or 500.25",
    "date_type": "a date, as 2027-02-01",
}


def _text(value: object) -> object:
    """Text without blanks around it. A number that stands for a code (1801, 31206) is its digits."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Text = Annotated[str, AfterValidator(str.strip)]  # blanks alone say nothing
Words = Annotated[str, BeforeValidator(_text)]
Day = date
Kind = Literal["due_diligence_statement", "simplified_declaration"]


class Part(BaseModel):
    """A mapping in the file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Address(Part):
    """A postal address; `country` ISO alpha-2."""

    street: Words | None = None
    postal_code: Words | None = None
    city: Words | None = None
    country: Text | None = None


class Identifier(Part):
    """A number under which a party is known, other than EORI."""

    type: Literal["vat", "gln", "tin", "cbr", "cin", "duns", "comp_num", "comp_reg", "oni"]
    value: Words


class Party(Part):
    """The operator, or who acts for it."""

    name: Text | None = None
    address: Address | None = None
    email: Text | None = None
    phone: Words | None = None
    eori: Words | None = None
    identifier: Identifier | None = None


class Species(Part):
    """A tree species."""

    scientific: Text | None = None
    common: Text | None = None


class Supplementary(Part):
    """An amount in another unit: MTQ (m³), MTK (m²), MTR (m), NAR (items), NPR (pairs), KSD (kg 90% dry)."""

    amount: float | None = None
    unit: Text | None = None


class Place(Part):
    """Where a producer under a simplified declaration is, instead of coordinates."""

    street: Words | None = None
    postal_code: Words | None = None
    city: Words | None = None


class Producer(Part):
    """Who produced, in which country, on which plots. `plots` names a GeoJSON file beside this file."""

    name: Text | None = None
    country: Text | None = None
    plots: Text | None = None
    postal_address: Place | None = None
    cadastral_number: Words | None = None


class Commodity(Part):
    """A product. `hs`: HS or CN code. For a simplified declaration quantities are the estimate for a year."""

    description: Text | None = None
    hs: Words | None = None
    species: list[Species] = []
    net_mass_kg: float | None = None
    deviation_percent: float | None = None
    supplementary: Supplementary | None = None
    producers: list[Producer] = []


class DueDiligence(Part):
    """What the signatory establishes: it was done, and what it concluded. `by`: the person who concluded."""

    confirmed: bool = False
    conclusion: Literal["negligible", "no_risk"] | None = None
    by: Text | None = None


class Signature(Part):
    """Who signs."""

    name: Text | None = None
    function: Text | None = None
    date: Day | None = None


class Source(Part):
    """The whole file. `placed_on`: the day the products are placed on the market or exported."""

    kind: Kind = "due_diligence_statement"
    internal_reference: Words | None = None
    role: Literal["operator", "representative"] = "operator"
    activity: Literal["import", "export", "domestic"] | None = None
    placed_on: date | None = None
    operator: Party | None = None
    representative: Party | None = None
    country_of_activity: Text | None = None
    border_country: Text | None = None
    comment: Text | None = None
    geolocation_confidential: bool | None = None
    commodities: list[Commodity] = []
    references: list[Words] = []
    due_diligence: DueDiligence | None = None
    signature: Signature | None = None


def load_source(path: Path) -> tuple[Source, Marked]:
    """The file, and the lines of its keys. Raises InputProblem (file, line, key) for what is no such file."""
    try:
        raw = load_bytes(path, LARGEST)
        marked = load_marked(raw.decode("utf-8-sig"))
    except OSError as error:
        raise InputProblem(f"cannot be read: {error.strerror}.", "Check the name of the file.", str(path)) from error
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputProblem("this is not UTF-8 text.", "Save it as UTF-8.", str(path), line) from error
    except ValueError as error:
        raise InputProblem("is not a name a file can have.", "Check the name of the file.", str(path)) from error
    except YamlFault as fault:
        raise InputProblem(f"{fault.what}.", "Correct the YAML.", str(path), fault.line) from fault
    if not isinstance(marked.value, dict):
        raise InputProblem("a statement is a list of `key: value` lines.", "See docs/eudr.md.", str(path), 1)
    _refuse_thousands(marked, str(path))
    try:
        return Source.model_validate(marked.value), marked
    except ValidationError as error:
        raise _problem(error, marked, str(path)) from error


def _refuse_thousands(marked: Marked, file: str) -> None:
    """Refuse a figure as `20.000`: twenty to a computer, twenty thousand to who writes Dutch. Never so in JSON."""
    if marked.text.lstrip().startswith("{"):
        return
    for number, line in enumerate(marked.text.splitlines(), start=1):
        found = _THOUSANDS.search(line)
        if found:
            key, written = found.groups()
            remedy = f"Write {written.replace('.', '')} or {float(written):g}."
            raise InputProblem(f"{written} can mean two numbers.", remedy, file, number, key)


def _problem(error: ValidationError, marked: Marked, file: str) -> InputProblem:
    faults = error.errors(include_url=False, include_context=False)
    first = min(faults, key=lambda fault: marked.line(fault["loc"]))
    more = f" And {len(faults) - 1} more." if len(faults) > 1 else ""
    message, remedy = _words(first)
    key = ".".join(str(part) for part in first["loc"])
    return InputProblem(message, remedy + more, file, marked.line(first["loc"]), key)


def _words(fault: Any) -> tuple[str, str]:
    if fault["type"] == "extra_forbidden":
        return f"the key {str(fault['loc'][-1])!r} is not known.", "See docs/eudr.md for the keys."
    given = str(fault.get("input"))[:60]
    message = str(fault["msg"]).removeprefix("Input should be ").removeprefix("a valid ")
    message = _KINDS.get(fault["type"], message)
    remedy = "Put a code between quotes." if fault["type"] == "string_type" else "See docs/eudr.md."
    return f"{given!r} cannot be; it must be {message}.", remedy
