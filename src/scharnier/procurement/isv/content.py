"""Load what the ISV decision reads, strictly: what is wrong becomes findings, and findings stop the start."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from scharnier.codes.schemes import load_scheme
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.norms import Library, load_library
from scharnier.norms.content_yaml import parse_content
from scharnier.norms.finding import Finding
from scharnier.norms.shapes import Row, parse_rows
from scharnier.procurement.isv import shapes

R = TypeVar("R", bound=Row)
REMEDY = "Correct the row in data/procurement."
TABLES: Mapping[str, type[Row]] = MappingProxyType(
    {
        "isv_categories.csv": shapes.CategoryRow,
        "isv_category_names.csv": shapes.CategoryNameRow,
        "chain_products.csv": shapes.ProductRow,
        "chain_product_names.csv": shapes.ProductNameRow,
        "buyers.csv": shapes.BuyerRow,
        "light_regime.csv": shapes.LightRow,
        "evidence_terms.csv": shapes.TermRow,
        "evidence_negations.csv": shapes.NegationRow,
        "evidence_forms.csv": shapes.FormRow,
        "isv_words.csv": shapes.SentenceRow,
    }
)
CATEGORY = ("isv_categories.csv", "isv_category_names.csv")
EVIDENCE = ("evidence_terms.csv", "evidence_negations.csv", "evidence_forms.csv")


@dataclass(frozen=True)
class Term:
    """A term of the evidence list, compiled."""

    row: shapes.TermRow
    regex: re.Pattern[str]
    negative: re.Pattern[str] | None
    needs: re.Pattern[str] | None


@dataclass(frozen=True, eq=False)
class EvidenceContent:
    """What evidence is found by."""

    terms: tuple[Term, ...]
    negations: tuple[tuple[shapes.NegationRow, re.Pattern[str]], ...]
    forms: tuple[tuple[shapes.FormRow, re.Pattern[str]], ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class CategoryContent:
    """What the categories of CPV codes are found by; tables keep the order of their files."""

    rule: shapes.Rule
    categories: tuple[shapes.CategoryRow, ...]
    category_names: Mapping[str, shapes.CategoryNameRow]
    cpv_codes: frozenset[str] = field(repr=False)
    by_prefix: Mapping[str, tuple[shapes.CategoryRow, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        index: dict[str, tuple[shapes.CategoryRow, ...]] = {}
        for row in self.categories:
            index[row.cpv_prefix] = (*index.get(row.cpv_prefix, ()), row)
        object.__setattr__(self, "by_prefix", index)


@dataclass(frozen=True, eq=False, kw_only=True)
class IsvContent(EvidenceContent, CategoryContent):
    """All content of the decision under one version. Patterns ignore case; tables keep the order of their files."""

    products: tuple[shapes.ProductRow, ...]
    product_names: Mapping[str, shapes.ProductNameRow]
    buyers: tuple[tuple[shapes.BuyerRow, re.Pattern[str]], ...]
    light: tuple[shapes.LightRow, ...]
    library: Library = field(repr=False)
    rule_lines: Mapping[str, int] = field(repr=False, default_factory=dict)  # where each key of rule.yaml stands


@cache
def load_isv_content() -> IsvContent:
    """The shipped content, read once. Raises `ContentError` with every finding where something is wrong."""
    content, findings = read_isv_content(content_path("procurement"), load_library())
    if content is None or findings:
        raise ContentError("; ".join(map(str, findings[:5])))
    return content


@cache
def load_evidence_content() -> EvidenceContent:
    """Only what evidence is found by, read once. Raises `ContentError` where its shape is wrong."""
    return EvidenceContent(**_evidence(_load_tables(EVIDENCE)))


@cache
def load_category_content() -> CategoryContent:
    """Only what categories are found by, read once. Raises `ContentError` where its shape is wrong."""
    tables, faults = _load_tables(CATEGORY), list[Finding]()
    parsed = parse_content(content_path("procurement") / "rule.yaml", shapes.Rule, faults)
    if parsed is None:
        raise ContentError("; ".join(map(str, faults[:5])))
    return CategoryContent(rule=parsed[0], **_categories(tables))


def _load_tables(names: Sequence[str]) -> dict[str, list[Any]]:
    tables: dict[str, list[Any]] = {}
    for name in names:
        rows, faults = parse_rows(content_path("procurement") / name, TABLES[name])
        if faults:
            raise ContentError(f"{name}, row {faults[0].row}: {faults[0].what}")
        tables[name] = [placed.value for placed in rows]
    return tables


def lint_isv_content(root: Path | None = None) -> list[Finding]:
    """Everything wrong with the content of the decision under `root` (the shipped folder by default)."""
    return read_isv_content(content_path("procurement") if root is None else root, load_library())[1]


def read_isv_content(root: Path, library: Library) -> tuple[IsvContent | None, list[Finding]]:
    """The content in a folder and what is wrong with it; None where a file has not the shape that is asked."""
    findings: list[Finding] = []
    tables: dict[str, list[Any]] = {}
    for name, model in TABLES.items():
        rows, faults = parse_rows(root / name, model)
        tables[name] = [placed.value for placed in rows]
        findings += [Finding(fault.file, f"row {fault.row}", fault.what, REMEDY) for fault in faults]
        for placed in rows:
            findings += _find_bad_patterns(name, placed.row, placed.value)
    parsed = parse_content(root / "rule.yaml", shapes.Rule, findings)
    if parsed is None or findings:
        return None, findings
    rule, marked = parsed
    findings += _find_broken(tables, rule, library)
    content = IsvContent(
        rule=rule,
        products=tuple(tables["chain_products.csv"]),
        product_names={row.product: row for row in tables["chain_product_names.csv"]},
        buyers=tuple((row, _compile(row.pattern)) for row in tables["buyers.csv"]),
        light=tuple(tables["light_regime.csv"]),
        **_evidence(tables),
        **_categories(tables),
        library=library,
        rule_lines={key: marked.line((key,)) for key in shapes.Rule.model_fields},
    )
    return content, findings


def _evidence(tables: Mapping[str, list[Any]]) -> dict[str, Any]:
    return {
        "terms": tuple(_term(row) for row in tables["evidence_terms.csv"]),
        "negations": tuple((row, _compile(row.regex)) for row in tables["evidence_negations.csv"]),
        "forms": tuple((row, _compile(row.regex)) for row in tables["evidence_forms.csv"]),
    }


def _categories(tables: Mapping[str, list[Any]]) -> dict[str, Any]:
    return {
        "categories": tuple(tables["isv_categories.csv"]),
        "category_names": {row.category: row for row in tables["isv_category_names.csv"]},
        "cpv_codes": frozenset(load_scheme("cpv").codes),
    }


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _term(row: shapes.TermRow) -> Term:
    negative = _compile(row.negative) if row.negative else None
    return Term(row, _compile(row.regex), negative, _compile(row.needs) if row.needs else None)


def _find_bad_patterns(name: str, number: int, row: Row) -> Iterator[Finding]:
    for column in ("pattern", "regex", "negative", "needs", "keyword"):
        text = getattr(row, column, "")
        try:
            compiled = re.compile(text)
        except re.error as error:
            yield Finding(name, f"row {number}", f"{column}: {error}.", "Correct the pattern.")
            continue
        if "(?=" in text or "(?!" in text or "(?<" in text:
            yield Finding(
                name, f"row {number}", f"{column} looks ahead or back.", "Write it so that every engine reads it."
            )
        if text and column != "negative" and compiled.fullmatch(""):
            yield Finding(
                name, f"row {number}", f"{column} matches nothing at all too.", "Name the words it looks for."
            )


def _find_broken(tables: Mapping[str, list[Any]], rule: shapes.Rule, library: Library) -> Iterator[Finding]:
    """References that lead nowhere, doubles and dates that nothing explains."""
    codes = load_scheme("cpv").codes
    for name, key, named in (
        ("isv_categories.csv", "category", "isv_category_names.csv"),
        ("chain_products.csv", "product", "chain_product_names.csv"),
    ):
        known = {getattr(row, key) for row in tables[named]}
        seen: set[tuple[str, ...]] = set()
        for row in tables[name]:
            own = getattr(row, key)
            mark = (own, row.cpv_prefix, getattr(row, "mode", ""), str(getattr(row, "valid_from", "")))
            if own not in known:
                yield Finding(name, own, "Has no name.", f"Add it to {named}.")
            if mark in seen:
                yield Finding(name, f"{own} {row.cpv_prefix}", "Stands there twice.", "Keep one row.")
            if not any(code.startswith(row.cpv_prefix) for code in codes):
                yield Finding(name, f"{own} {row.cpv_prefix}", "No CPV code begins so.", "Correct the prefix.")
            seen.add(mark)
        for lonely in known - {getattr(row, key) for row in tables[name]}:
            yield Finding(named, lonely, "Has no CPV code.", f"Add it to {name} or take it out.")
    dates = {rule.category_rule_from.value, rule.eight_list_from.value}
    for row in tables["isv_categories.csv"]:
        if row.valid_from not in dates:
            what = f"{row.valid_from} is no date of the rule."
            yield Finding("isv_categories.csv", f"{row.category} {row.cpv_prefix}", what, "Use one of rule.yaml.")
    for row in tables["isv_category_names.csv"]:
        law = library.laws[row.provision.partition(":")[0]]
        if row.provision not in law.provisions:
            yield Finding("isv_category_names.csv", row.category, f"No provision {row.provision}.", "Correct the id.")
    for row in tables["light_regime.csv"]:
        if row.cpv_from > row.cpv_to:
            yield Finding("light_regime.csv", row.cpv_from, "Ends before it begins.", "Swap the two codes.")
    for name in ("buyers.csv", "evidence_terms.csv"):
        ids = [row.id for row in tables[name]]
        for double in sorted({id for id in ids if ids.count(id) > 1}):
            yield Finding(name, double, "The id stands there twice.", "Give each row its own id.")
    for row in tables["isv_words.csv"]:
        if sorted(re.findall(r"{\w*}", row.nl)) != sorted(re.findall(r"{\w*}", row.en)):
            yield Finding("isv_words.csv", row.code, "Fills in other names in Dutch than in English.", "Use the same.")
    yield from _find_missing_sources(tables, rule, library)


def _find_missing_sources(tables: Mapping[str, list[Any]], rule: shapes.Rule, library: Library) -> Iterator[Finding]:
    remedy = "Name a key of norms/sources.csv."
    for name, rows in tables.items():
        for row in rows:
            source = getattr(row, "source", None)
            if source is not None and source not in library.references:
                yield Finding(name, str(getattr(row, "id", row)), f"There is no source {source!r}.", remedy)
            if source == "OWN" and row.confidence != "unverified":
                yield Finding(name, str(getattr(row, "id", row)), "Own knowledge without the badge unverified.", remedy)
    for key in shapes.Rule.model_fields:
        assumed = getattr(rule, key)
        if isinstance(assumed, shapes.Assumed) and assumed.source not in library.references:
            yield Finding("rule.yaml", key, f"There is no source {assumed.source!r}.", remedy)
