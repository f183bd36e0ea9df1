"""Read a profile file (YAML or JSON) strictly: a fault is shown with line, key and remedy; nothing is guessed."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes
from scharnier.law.profile import GroupRole, Product, Profile, Role, SizeClass
from scharnier.law.profile.values import NUMBER, Findings, Key
from scharnier.norms.library import Library
from scharnier.norms.load import load_library
from scharnier.norms.marked_yaml import Marked, YamlFault, load_marked

LARGEST = 5 * 1024 * 1024  # bytes
MOST_PRODUCTS = 10_000
MOST_SHOWN = 5  # further problems named in the one line
FIGURES = (
    "employees",
    "turnover_worldwide_eur",
    "turnover_eu_eur",
    "group_turnover_worldwide_eur",
    "balance_total_eur",
    "eu_branch_turnover_eur",
)
ROYALTIES = ("royalties_eu_eur", "royalties_worldwide_eur")
FLAGS = ("public_interest_entity", "listed", "brings_batteries_to_eu_market", "places_products_on_eu_market")
PRODUCT_FLAGS = ("used", "waste", "packing")
PRODUCT_KEYS = ("hs", "origin", "role", "placed_on", "genus", "supplier_role", *PRODUCT_FLAGS)
OTHERS = ("name", "seat", "group_role", "franchise", "founded_on", "size_class", "imports_kg", "products")
KEYS = (*FIGURES, *FLAGS, *OTHERS)


def load_profile(path: Path, library: Library | None = None) -> Profile:
    """The profile in a file of at most 5 MB, read with the names of a Library (the shipped one if left out).

    Raises `InputProblem` with file, line, key and remedy.
    """
    try:
        raw = load_bytes(path, LARGEST)
    except OSError as error:
        raise InputProblem(f"cannot be read: {error.strerror}.", "Check the name of the file.", str(path)) from error
    except ValueError as error:
        raise InputProblem("is not a name a file can have.", "Check the name of the file.", str(path)) from error
    return parse_profile(raw, str(path), library or load_library())


def parse_profile(raw: bytes, file: str, library: Library) -> Profile:
    """The profile in the bytes of a file; `file` is the name to show. Raises `InputProblem`.

    All faults are found at once: the problem is the first of them, and names the others.
    """
    if len(raw) > LARGEST:
        raise InputProblem("is larger than 5 MiB.", "A profile is a page of text; check the file.", file)
    if raw.startswith(b"PK"):  # a zip file, as spreadsheets are
        remedy = (
            "Write a text file (docs/profile-file.md), or ask about a table: --bulk companies.xlsx --out answers.csv."
        )
        raise InputProblem("this is a spreadsheet, not a profile.", remedy, file)
    try:
        marked = load_marked(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputProblem("this is not UTF-8 text.", "Save it as UTF-8.", file, line) from error
    except YamlFault as fault:
        raise InputProblem(f"{fault.what}.", "Correct the YAML.", file, fault.line) from fault
    found = Findings(marked, file)
    profile = _build(found, marked, known_imports(library))
    found.raise_first(MOST_SHOWN)
    return profile


def known_imports(library: Library) -> tuple[str, ...]:
    """The names of the conflict minerals regulation for which a threshold is recorded, as in `imports_kg`."""
    parameters = library.law("conflict_minerals").parameters
    return tuple(name.removeprefix("kg_") for name in parameters if name.startswith("kg_"))


def _build(found: Findings, marked: Marked, imports: Collection[str]) -> Profile:
    if marked.value is None:
        return Profile()
    if not isinstance(marked.value, Mapping):
        found.add((), "a profile is a list of `key: value` lines.", "See docs/profile-file.md.")
        return Profile()
    given = found.take_known((), marked.value, KEYS)
    facts: dict[str, Any] = {name: found.years((name,), given.get(name)) for name in FIGURES}
    facts |= {name: found.flag((name,), given.get(name)) for name in FLAGS}
    facts |= _franchise(found, given.get("franchise"))
    founded_on = found.day(("founded_on",), given.get("founded_on"), 1000)
    profile = Profile(
        name=found.words(("name",), given.get("name")) or "",
        seat=found.country(("seat",), given.get("seat")),
        group_role=found.choice(("group_role",), given.get("group_role"), get_args(GroupRole)),
        size_class=found.choice(("size_class",), given.get("size_class"), get_args(SizeClass)),
        founded_on=founded_on,
        imports_kg=_imports(found, given.get("imports_kg"), imports),
        products=_products(found, given.get("products")),
        **facts,
    )
    _contradictions(found, profile)
    _products_unsaid(found, profile)
    return profile


def _franchise(found: Findings, value: Any) -> dict[str, Any]:
    if value is None or isinstance(value, bool):
        return {"franchise": value}
    if not isinstance(value, Mapping):
        found.add(("franchise",), "this is not understood.", "Write true, false, or the royalties by year below it.")
        return {}
    given = found.take_known(("franchise",), value, ROYALTIES)
    royalties = {name: found.years(("franchise", name), given.get(name)) for name in ROYALTIES}
    return {"franchise": True, **royalties}


def _imports(found: Findings, value: Any, names: Collection[str]) -> Mapping[str, float] | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        found.add(("imports_kg",), "this is not a list of names and kilograms.", "Write {tin_ore: 6000}, or {}.")
        return None
    given = found.take_known(("imports_kg",), value, names, "Names with a recorded threshold: " + ", ".join(names))
    kilograms: dict[str, float] = {}
    for name, amount in given.items():
        number = found.number(("imports_kg", name), amount)
        if number is not None:
            kilograms[name] = number
        elif amount is None:  # the list is complete, so leaving it out would say that none is imported
            remedy = "Give kilograms; without a figure leave out imports_kg, and it is unknown."
            found.add(("imports_kg", name), "there are no kilograms.", remedy)
    return kilograms


def _products(found: Findings, value: Any) -> tuple[Product, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        found.add(("products",), "this is not a list.", 'Write [{hs: "1806 32", origin: CI, role: operator}], or [].')
        return None
    if len(value) > MOST_PRODUCTS:
        found.add(("products",), f"these are {len(value)} products.", f"Give at most {MOST_PRODUCTS} in a profile.")
        return None
    built = [_product(found, ("products", number), item) for number, item in enumerate(value)]
    return tuple(product for product in built if product is not None)


def _product(found: Findings, at: Key, value: Any) -> Product | None:
    if not isinstance(value, Mapping):
        found.add(at, "this is not a product.", 'Write {hs: "1806 32", origin: CI, role: operator}.')
        return None
    given = found.take_known(at, value, PRODUCT_KEYS)
    hs = found.goods_code((*at, "hs"), given.get("hs"))
    flags = {name: found.flag((*at, name), given.get(name)) for name in PRODUCT_FLAGS}
    product = Product(
        hs=hs or "",
        origin=found.country((*at, "origin"), given.get("origin")),
        role=found.choice((*at, "role"), given.get("role"), get_args(Role)),
        placed_on=found.day((*at, "placed_on"), given.get("placed_on"), 1990),
        genus=found.words((*at, "genus"), given.get("genus")),
        supplier_role=found.choice((*at, "supplier_role"), given.get("supplier_role"), get_args(Role)),
        **flags,
    )
    return product if hs else None


def _contradictions(found: Findings, profile: Profile) -> None:
    for year, eu in profile.turnover_eu_eur.items():
        worldwide = profile.turnover_worldwide_eur.get(year)
        if worldwide is not None and eu > worldwide:
            message = f"turnover in the EU ({eu:{NUMBER}}) is more than worldwide ({worldwide:{NUMBER}}) in {year}."
            found.add(("turnover_eu_eur", year), message, "Correct one of the two.")
    for year, eu in profile.royalties_eu_eur.items():
        worldwide = profile.royalties_worldwide_eur.get(year)
        if worldwide is not None and eu > worldwide:
            message = f"royalties in the EU ({eu:{NUMBER}}) are more than worldwide ({worldwide:{NUMBER}}) in {year}."
            found.add(("franchise", "royalties_eu_eur", year), message, "Correct one of the two.")
    if profile.founded_on is None:
        return
    for name in (*FIGURES, *ROYALTIES):
        figures: Mapping[int, float] = getattr(profile, name)
        first = min((year for year, figure in figures.items() if figure > 0), default=None)
        if first is not None and first < profile.founded_on.year:
            at = ("franchise", name, first) if name in ROYALTIES else (name, first)
            message = f"there is a figure of {first}, but the company was founded on {_iso(profile.founded_on)}."
            found.add(at, message, "Correct the year or founded_on.")


def _products_unsaid(found: Findings, profile: Profile) -> None:
    """Who says that it places no products on the EU market cannot name some."""
    if profile.places_products_on_eu_market is not False:
        return
    named = {"products": profile.products, "brings_batteries_to_eu_market": profile.brings_batteries_to_eu_market}
    for name in (name for name, some in named.items() if some):
        message = f"this is false, but by {name} there are some."
        found.add(("places_products_on_eu_market",), message, "Correct one of the two.")


def _iso(day: date) -> str:
    return day.isoformat()
