"""A user's own concordance: a CSV of codes, what they go to and with which weight; read, checked and used."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from scharnier.codes.coverage import Coverage, calc_coverage
from scharnier.codes.schemes import Scheme
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes

MOST = 32 << 20
HEADS = {"code": ("code", "from", "van"), "to": ("to", "naar"), "weight": ("weight", "gewicht")}
CLOSE = 1e-6  # how far the weights of a code may be from one together
REMEDY = "Give it the columns code,to,weight (or van;naar;gewicht)."

Kind = Literal["unknown_code", "unclear_code", "unknown_target", "bad_weight", "twice", "sum", "empty"]
TEXTS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        "unknown_code": ("{0} is geen code van {1}.", "{0} is not a code of {1}."),
        "unclear_code": ("{0} kan {1} zijn; schrijf de code voluit.", "{0} can be {1}; write the code in full."),
        "unknown_target": ("{0} bestaat niet in {1}.", "{0} does not exist in {1}."),
        "bad_weight": ("{0} is geen gewicht boven 0 tot en met 1.", "{0} is no weight above 0 and up to 1."),
        "twice": ("{0} gaat al in rij {1} naar {2}.", "{0} goes to {2} in row {1} already."),
        "sum": ("de gewichten van {0} zijn samen {1}, niet 1.", "the weights of {0} add up to {1}, not 1."),
        "empty": ("een code of doel ontbreekt.", "a code or target is missing."),
    }
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row (as a spreadsheet numbers it, the head being row 1)."""

    kind: Kind
    row: int
    code: str
    details: tuple[str, ...]

    def text(self, lang: str) -> str:
        """In Dutch (`nl`) or English."""
        return TEXTS[self.kind][lang != "nl"].format(*self.details)


@dataclass(frozen=True)
class OwnMapping:
    """What a file says: per code of the scheme the targets with their weights, the faults, and what lands.

    `rows` counts the rows of the file, `weighted` says whether it has weights (else the targets of a code share
    equally), `targets` which are reached.
    """

    path: str
    scheme: str
    rows: int
    weighted: bool
    weights: Mapping[str, tuple[tuple[str, float], ...]]
    faults: tuple[Fault, ...]
    coverage: Coverage
    targets: tuple[str, ...]

    def find(self, scheme: Scheme, code: str) -> str | None:
        """The code in the file that says where a code goes: itself, or the nearest broader one."""
        return next((one for one in (code, *scheme.ancestors(code)) if one in self.weights), None)


def read_mapping(path: Path, scheme: Scheme, targets: Collection[str], target_name: str) -> OwnMapping:
    """Read a mapping from codes of the scheme and find its faults.

    Raises: InputProblem when it is no such table at all; faults in rows are reported, not raised.
    """
    rows, weighted = _read(path)
    faults: list[Fault] = []
    found: dict[str, list[tuple[str, float]]] = {}
    first: dict[str, int] = {}
    seen: dict[tuple[str, str], int] = {}
    shares = Counter(scheme.normalise(code) or code for _, code, _, _ in rows)
    for number, text, to, given in rows:
        if not text or not to:
            faults.append(Fault("empty", number, text, ()))
            continue
        candidates = scheme.candidates(text)
        if len(candidates) != 1:
            kind: Kind = "unclear_code" if candidates else "unknown_code"
            faults.append(Fault(kind, number, text, (text, ", ".join(candidates) or scheme.title)))
            continue
        code = candidates[0]
        weight = _weight(given) if weighted else 1 / shares[code]
        first.setdefault(code, number)
        problems: list[Fault] = []
        if to not in targets:
            problems.append(Fault("unknown_target", number, code, (to, target_name)))
        if weight is None:
            problems.append(Fault("bad_weight", number, code, (repr(given),)))
        if (code, to) in seen:
            problems.append(Fault("twice", number, code, (code, str(seen[code, to]), to)))
        seen.setdefault((code, to), number)
        faults.extend(problems)
        if not problems and weight is not None:
            found.setdefault(code, []).append((to, weight))
    bad = {fault.code for fault in faults}
    for code, each in found.items():
        total = sum(weight for _, weight in each)
        if abs(total - 1) > CLOSE and code not in bad:
            faults.append(Fault("sum", first[code], code, (code, f"{total:.6g}")))
    weights = {code: tuple(sorted(goes, key=lambda one: (-one[1], one[0]))) for code, goes in found.items()}
    reached = tuple(sorted({to for goes in weights.values() for to, _ in goes}))
    lands = calc_coverage(scheme, lambda code: any(one in weights for one in (code, *scheme.ancestors(code))))
    faults.sort(key=lambda fault: (fault.row, fault.kind))
    return OwnMapping(
        str(path), scheme.name, len(rows), weighted, MappingProxyType(weights), tuple(faults), lands, reached
    )


def load_mapping(path: Path, scheme: Scheme, targets: Collection[str], target_name: str, lang: str) -> OwnMapping:
    """A mapping to use. Raises: InputProblem for the first fault, with its row."""
    mapping = read_mapping(path, scheme, targets, target_name)
    if mapping.faults:
        fault = mapping.faults[0]
        raise InputProblem(fault.text(lang), "scharnier codes check-map shows all.", str(path), fault.row)
    return mapping


def _read(path: Path) -> tuple[Sequence[tuple[int, str, str, str]], bool]:
    try:
        text = load_bytes(path, MOST).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as cause:
        raise InputProblem(f"cannot be read ({getattr(cause, 'strerror', None) or cause}).", "", str(path)) from cause
    mark = max(";,\t", key=text.partition("\n")[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    head = [name.strip().casefold() for name in next(lines, [])]
    place = {role: next((head.index(n) for n in names if n in head), -1) for role, names in HEADS.items()}
    if place["code"] < 0 or place["to"] < 0:
        raise InputProblem("has no columns for code and target.", REMEDY, str(path), 1)
    rows = []
    last = 1
    try:
        for line in lines:
            number, last = last + 1, lines.line_num
            if not any(cell.strip() for cell in line):
                continue
            cells = {role: line[at].strip() if 0 <= at < len(line) else "" for role, at in place.items()}
            rows.append((number, cells["code"], cells["to"], cells["weight"]))
    except csv.Error as cause:
        raise InputProblem(f"is no table of text: {cause}.", REMEDY, str(path), last + 1) from cause
    if not rows:
        raise InputProblem("has no rows.", REMEDY, str(path), 1)
    return rows, place["weight"] >= 0


def _weight(text: str) -> float | None:
    """0.8, 0,8 and 80%; None for what is no weight."""
    bare = text.replace(",", ".")
    try:
        weight = float(bare.removesuffix("%")) / (100 if bare.endswith("%") else 1)
    except ValueError:
        return None
    return weight if 0 < weight <= 1 + CLOSE else None
