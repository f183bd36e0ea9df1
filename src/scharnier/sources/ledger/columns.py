"""Which column is what: by the user's word, then by its header, then by what it holds."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scharnier.sources.ledger.header_words import HeaderFit, find_roles, is_year, parse_header
from scharnier.sources.ledger.messages import build_problem
from scharnier.sources.ledger.model import Notice
from scharnier.sources.ledger.profile import Profile

CODE_SCHEMES = ("cpv", "hs", "cn", "cpa", "nace", "isic")
TEXT_ROLES = (
    "description",
    "category",
    "category2",
    "category3",
    "supplier",
    "department",
    "country_origin",
    "country_supplier",
    "code",
)
ROLES = ("amount", "debit", "credit", "side", "currency", "date", *TEXT_ROLES)
_ENOUGH = 0.5  # share of cells that must fit for a column to be taken for amount or date


@dataclass
class Choice:
    """What was chosen: role → position of the column, role → why, and what to tell."""

    columns: dict[str, int] = field(default_factory=dict)
    because: dict[str, str] = field(default_factory=dict)
    scheme: str | None = None
    years: list[int] = field(default_factory=list)  # year columns to sum where there is no other amount
    bracket: int | None = None
    indicators: list[int] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def take(self, role: str, at: int, because: str) -> None:
        self.columns[role] = at
        self.because[role] = because

    def is_taken(self, at: int) -> bool:
        return at in self.columns.values()


def find_columns(profiles: list[Profile], wanted: Mapping[str, str] | None, file: str, lang: str) -> Choice:
    """Choose a column for each role. Raises `InputProblem` where there is no amount or a wish cannot be met."""
    choice = Choice()
    fits = [find_roles(profile.header) for profile in profiles]
    _take_wishes(choice, profiles, wanted or {}, file, lang)
    _take_amount(choice, profiles, fits, file, lang)
    _take_best(choice, profiles, fits, "currency", lambda p: p.letters > 0.5 and p.mean_length <= 8)
    _take_best(choice, profiles, fits, "date", lambda p: p.dates >= _ENOUGH)
    if "date" not in choice.columns:
        _take_date_by_content(choice, profiles)
    for role in ("country_origin", "country_supplier"):
        _take_best(choice, profiles, fits, role, lambda p: p.letters > 0.5 and p.mean_length < 40)
    _take_code(choice, profiles, fits)
    _take_best(choice, profiles, fits, "supplier", lambda p: p.letters >= 0.5)
    _take_best(choice, profiles, fits, "description", lambda p: (p.letters >= 0.3 and p.distinct > 1) or p.filled > 0.9)
    _take_categories(choice, profiles, fits)
    if not {"description", "category"} & set(choice.columns):
        _take_texts_by_content(choice, profiles)
    _take_departments(choice, profiles, fits)
    choice.indicators = _find_indicators(choice, profiles)
    if not {"description", "category", "code"} & set(choice.columns) and not choice.indicators:
        choice.notices.append(Notice("nothing_bought"))
    return choice


def _take_wishes(choice: Choice, profiles: list[Profile], wanted: Mapping[str, str], file: str, lang: str) -> None:
    headers = [profile.header for profile in profiles]
    for asked, header in wanted.items():
        role = asked.strip().lower()
        if role in CODE_SCHEMES:
            choice.scheme, role = role, "code"
        if role not in ROLES:
            raise build_problem("role_unknown", lang, file=file, role=asked, roles=", ".join(ROLES + CODE_SCHEMES))
        at = _find_header(header, headers)
        if at is None:
            close = difflib.get_close_matches(header.lower(), [h.lower() for h in headers], n=3, cutoff=0.3)
            nearest = [h for low in close for h in headers if h.lower() == low] or headers[:8]
            raise build_problem(
                "column_unknown", lang, file=file, header=header, role=asked, nearest=", ".join(map(repr, nearest))
            )
        choice.take(role, at, "user")
        if role == "code" and choice.scheme is None:
            choice.scheme = next((fit.kind for fit in find_roles(headers[at]) if fit.role == "code"), "cpv")


def _find_header(asked: str, headers: list[str]) -> int | None:
    for same in (str, str.strip, lambda text: text.strip().lower(), parse_header):
        hits = [at for at, header in enumerate(headers) if same(header) == same(asked)]
        if hits and same(asked):
            return hits[0]
    return None


def _get_fit(fits: tuple[HeaderFit, ...], role: str) -> HeaderFit | None:
    return next((fit for fit in fits if fit.role == role), None)


def _take_best(
    choice: Choice,
    profiles: list[Profile],
    fits: list[tuple[HeaderFit, ...]],
    role: str,
    holds: Callable[[Profile], bool],
) -> None:
    """The column whose header fits `role` best, provided that role is its first or nearly first meaning."""
    if role in choice.columns:
        return
    best, best_strength = -1, 0.0
    for at, profile in enumerate(profiles):
        fit = _get_fit(fits[at], role)
        if fit is None or choice.is_taken(at) or not profile.filled or not holds(profile):
            continue
        if fit.strength < fits[at][0].strength * 0.8:
            continue
        strength = fit.strength * (0.4 + 0.6 * min(1.0, profile.filled * 2))
        if strength > best_strength:
            best, best_strength = at, strength
    if best >= 0:
        choice.take(role, best, "header")


def _take_amount(
    choice: Choice, profiles: list[Profile], fits: list[tuple[HeaderFit, ...]], file: str, lang: str
) -> None:
    if "amount" in choice.columns:
        return
    ranked: list[tuple[float, int, str]] = []
    for at, profile in enumerate(profiles):
        fit = _get_fit(fits[at], "amount")
        if fit is None or choice.is_taken(at) or not profile.amounts or fit.strength < 40:
            continue
        if profile.amounts < _ENOUGH and fit.strength < 80:
            continue
        evidence = 10 * min(profile.decimals, 0.5) + 10 * profile.filled - 15 * (profile.dates > 0.9)
        ranked.append((fit.strength * (0.5 + 0.5 * profile.amounts) + evidence, at, fit.kind))
    if ranked:
        _, at, kind = max(ranked, key=lambda item: (item[0], -item[1]))
        choice.take("amount", at, "header")
        if kind == "gross":
            choice.notices.append(Notice("amount_gross", {"header": profiles[at].header}))
        _take_best(choice, profiles, fits, "side", lambda p: 1 <= p.distinct <= 4 and p.mean_length <= 7)
        return
    for role in ("debit", "credit"):
        _take_best(choice, profiles, fits, role, lambda p: p.amounts >= _ENOUGH)
    if {"debit", "credit"} <= set(choice.columns):
        return
    for role in ("debit", "credit"):
        if choice.because.get(role) != "user":
            choice.columns.pop(role, None)
            choice.because.pop(role, None)
    years = [at for at, p in enumerate(profiles) if is_year(p.header)]
    if len(years) > 1 and all(profiles[at].amounts >= _ENOUGH or not profiles[at].filled for at in years):
        choice.years = years
        choice.because["amount"] = "header"
        first, last = profiles[years[0]].header, profiles[years[-1]].header
        choice.notices.append(Notice("amount_years", {"first": first, "last": last}))
        return
    content = [
        (profile.decimals + profile.filled / 10 - profile.dates, -at)
        for at, profile in enumerate(profiles)
        if profile.amounts >= 0.9 and profile.decimals >= 0.2 and not choice.is_taken(at)
        if not any(fit.role in ("vat", "code", "date") for fit in fits[at])
    ]
    if content:
        at = -max(content)[1]
        choice.take("amount", at, "content")
        choice.notices.append(Notice("amount_by_content", {"header": profiles[at].header}))
        return
    bracket = next((at for at, fit in enumerate(fits) if _get_fit(fit, "bracket")), None)
    if bracket is not None:
        choice.bracket = bracket
        choice.because["amount"] = "header"
        choice.notices.append(Notice("amount_brackets"))
        return
    named = [at for at in range(len(profiles)) if (fit := _get_fit(fits[at], "amount")) and fit.strength >= 80]
    if named and profiles[named[0]].filled:
        raise build_problem("amount_empty", lang, file=file, column=profiles[named[0]].header)
    shown = ", ".join(repr(profile.header[:40]) for profile in profiles[:15]) + (", …" if len(profiles) > 15 else "")
    raise build_problem("no_amount", lang, file=file, headers=shown)


def _take_date_by_content(choice: Choice, profiles: list[Profile]) -> None:
    """A column of full dates (not bare years or compact numbers, which could be anything)."""
    for at, profile in enumerate(profiles):
        if not choice.is_taken(at) and profile.dates >= 0.9 and profile.mean_length >= 8 and profile.amounts < 0.1:
            choice.take("date", at, "content")
            return


def _take_code(choice: Choice, profiles: list[Profile], fits: list[tuple[HeaderFit, ...]]) -> None:
    if "code" in choice.columns:
        return
    _take_best(choice, profiles, fits, "code", lambda p: p.mean_length < 120)
    if "code" in choice.columns:
        fit = _get_fit(fits[choice.columns["code"]], "code")
        choice.scheme = fit.kind if fit else None
        return
    for at, profile in enumerate(profiles):
        if not choice.is_taken(at) and profile.cpv_check_digit >= 0.9:
            choice.take("code", at, "content")
            choice.scheme = "cpv"
            return


def _take_categories(choice: Choice, profiles: list[Profile], fits: list[tuple[HeaderFit, ...]]) -> None:
    """Up to three category columns, the one with the most distinct values (the most specific) first."""
    asked = [role for role in ("category", "category2", "category3") if role in choice.columns]
    if asked:
        return
    found: list[tuple[int, float, int]] = []
    for at, profile in enumerate(profiles):
        fit = _get_fit(fits[at], "category")
        if fit is None or choice.is_taken(at) or profile.letters < 0.3 or not profile.filled:
            continue
        if fit.strength < fits[at][0].strength * 0.8 or (profile.distinct == 1 and profile.filled > 0.9):
            continue
        found.append((profile.distinct, fit.strength, at))
    # The strongest three headers are kept, then ordered by how finely they divide.
    kept = sorted(found, key=lambda item: (-item[1], item[2]))[:3]
    for turn, (_, _, at) in enumerate(sorted(kept, key=lambda item: (-item[0], item[2]))):
        choice.take("category" if turn == 0 else f"category{turn + 1}", at, "header")
    if not kept:
        single = [
            (fit.strength, at)
            for at, profile in enumerate(profiles)
            if (fit := _get_fit(fits[at], "category")) and not choice.is_taken(at)
            if profile.letters >= 0.3 and fit.strength >= fits[at][0].strength * 0.8 and fit.strength >= 60
        ]
        if single:
            choice.take("category", max(single)[1], "header")


def _take_texts_by_content(choice: Choice, profiles: list[Profile]) -> None:
    """Without known headers: the text column with the most and longest different texts."""
    texts = [
        at
        for at, p in enumerate(profiles)
        if not choice.is_taken(at) and p.letters >= 0.7 and p.distinct > 1 and p.mean_length >= 4 and p.dates < 0.5
        if not any(fit.role in ("department", "supplier") and fit.strength >= 25 for fit in find_roles(p.header))
        if not parse_header(p.header).endswith((" id", " code", " nummer", " number", "nr", " ref", " uri"))
    ]
    if not texts:
        return
    finest = max(texts, key=lambda at: (profiles[at].mean_length * min(profiles[at].distinct, 50), -at))
    choice.take("description", finest, "content")


def _take_departments(choice: Choice, profiles: list[Profile], fits: list[tuple[HeaderFit, ...]]) -> None:
    """Who spent it: of the columns that say so, the one that divides most finely."""
    if "department" in choice.columns:
        return
    found = [
        (profile.distinct, at)
        for at, profile in enumerate(profiles)
        if not choice.is_taken(at) and profile.letters >= 0.3 and _get_fit(fits[at], "department")
    ]
    if found:
        choice.take("department", max(found, key=lambda item: (item[0], -item[1]))[1], "header")


def _find_indicators(choice: Choice, profiles: list[Profile]) -> list[int]:
    """Columns of 0 and 1 that mark categories: at least five, and nothing else says what was bought."""
    if {"description", "category", "code"} & set(choice.columns):
        return []
    marks = [
        at
        for at, p in enumerate(profiles)
        if p.indicator
        and not choice.is_taken(at)
        and not find_roles(p.header)
        and not p.header.lower().startswith("staffel")
    ]
    return marks if len(marks) >= 5 else []
