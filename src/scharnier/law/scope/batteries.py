"""Batteries: who brings batteries to the EU market, but for those with little turnover in the last year but one."""

from datetime import date

from scharnier.kernel.outcome import Verdict
from scharnier.law.answer import Answer, Test, Text
from scharnier.law.facts import say_value
from scharnier.law.profile import Profile, Years
from scharnier.law.scope.flr import say_start
from scharnier.law.scope.ruling import (
    NO_LAW,
    Ruling,
    amount,
    confidence_of,
    day_of,
    find_outlook,
    find_since,
    no_law_answer,
    plain_test,
    provisions_of,
    settle,
)
from scharnier.law.scope.truth import Truth, all_of, fill_from_part, pick_year, to_verdict
from scharnier.law.words import both, money, sentences
from scharnier.norms.law_records import Law
from scharnier.norms.library import Library

NAME = "batteries"
BRINGS = "brings_batteries_to_eu_market"
TURNOVER = "turnover_worldwide_eur"
IN_EU = "turnover_eu_eur"
GROUP = "group_turnover_worldwide_eur"
LIMIT = "exempt_turnover_below_eur"
YEARS_BACK = 2  # the last financial year but one


def judge_batteries(profile: Profile, on: date, library: Library) -> Answer:
    """Whether the due diligence of the battery regulation binds a company on a date, and why."""
    law = library.law(NAME)
    ruling = decide_batteries(profile, on, law)
    facts = (profile.turnover_worldwide_eur, profile.turnover_eu_eur, profile.group_turnover_worldwide_eur)
    outlook = find_outlook(lambda later: decide_batteries(profile, later, law), law, on, ruling.verdict, facts)
    if ruling.scope is Verdict.NOT_APPLICABLE:
        return no_law_answer(NAME, law, on, outlook)
    none = profile.brings_batteries_to_eu_market is False
    used = ("applies_from",) if none else (LIMIT, "applies_from")
    provisions = provisions_of(law, used, "47")
    confidence = confidence_of(law, used, provisions, on)
    brings = _say_brings(profile.brings_batteries_to_eu_market)
    turnover = None if none else _say_turnover(profile, on, law)
    tests = [plain_test(BRINGS, profile.brings_batteries_to_eu_market, brings, f"{law.id}:47", confidence)]
    if not none:
        tests.append(_test(profile, on, law))
    return Answer(
        law=NAME,
        verdict=ruling.verdict,
        scope=ruling.scope,
        because=sentences([brings, turnover, say_start(law, on, ruling)]),
        provisions=provisions,
        since=ruling.since,
        missing=ruling.missing,
        tests=tuple(tests),
        would_change=_would_change(profile, ruling.truth, on, law),
        outlook=outlook,
        confidence=confidence,
    )


def decide_batteries(profile: Profile, on: date, law: Law) -> Ruling:
    """The verdict and since when, without words."""
    if law.version(on) is None:
        return NO_LAW
    brings, enough = profile.brings_batteries_to_eu_market, has_enough_turnover(profile, on, law)
    missing = [BRINGS] if brings is None else []
    if enough is None:
        missing += _lacking(profile)
    since = day_of(law, "applies_from", on)
    if since is not None and enough:
        since = find_since(since, on.year, lambda year: _has_enough(profile, year, on, law), _years_that_turn(profile))
    return settle(all_of((brings, enough)), on, since, missing)


def _years_that_turn(profile: Profile) -> set[int]:
    """The years in which another figure of turnover comes to count."""
    facts = (profile.turnover_worldwide_eur, profile.turnover_eu_eur, profile.group_turnover_worldwide_eur)
    return {year + YEARS_BACK for figures in facts for year in figures}


def has_enough_turnover(profile: Profile, on: date, law: Law) -> Truth:
    """Whether turnover is at or above the exemption. The whole group counts: own turnover can prove, not disprove."""
    return _has_enough(profile, on.year, on, law)


def _has_enough(profile: Profile, in_year: int, on: date, law: Law) -> Truth:
    """The same in a year, by the limit as it is on `on`."""
    limit, group = amount(law, LIMIT, on), _picked(profile.group_turnover_worldwide_eur, in_year)
    if limit is None:
        return None
    own = _picked(_own(profile, limit), in_year)
    if own is not None and own >= limit:
        return True
    if profile.group_role == "subsidiary" or profile.group_turnover_worldwide_eur:
        return None if group is None else group >= limit
    return None if own is None else False


def _lacking(profile: Profile) -> list[str]:
    """The turnover that is not known: of the company, and of its group where that counts."""
    own = [] if profile.turnover_worldwide_eur else [TURNOVER]
    grouped = profile.group_role == "subsidiary" and not profile.group_turnover_worldwide_eur
    return [*own, GROUP] if grouped else own


def _own(profile: Profile, limit: float) -> Years:
    """Turnover worldwide; where only that in the EU is known and it is enough, so is the whole."""
    return fill_from_part(profile.turnover_worldwide_eur, profile.turnover_eu_eur, limit, or_equal=True)


def _picked(figures: Years, in_year: int) -> float | None:
    """The figure of the last year but one, else the nearest earlier one, else the first later one."""
    year = pick_year(figures, in_year - YEARS_BACK)
    return None if year is None else figures[year]


def _say_brings(brings: Truth) -> Text:
    if brings is None:
        return both(
            "Of u batterijen op de EU-markt brengt, zegt u niet.",
            "You do not say whether you bring batteries to the EU market.",
        )
    if brings:
        return both("U brengt batterijen op de EU-markt.", "You bring batteries to the EU market.")
    return both("U brengt geen batterijen op de EU-markt.", "You bring no batteries to the EU market.")


def _deciding(profile: Profile, on: date, law: Law) -> tuple[str, Years]:
    """The fact that decides: own turnover (all, or in the EU alone), or that of the group where own is too little."""
    limit, stated = amount(law, LIMIT, on), profile.turnover_worldwide_eur
    figures = stated if limit is None else _own(profile, limit)
    own = _picked(figures, on.year)
    grouped = profile.group_role == "subsidiary" or profile.group_turnover_worldwide_eur
    if grouped and not (own is not None and limit is not None and own >= limit):
        return GROUP, profile.group_turnover_worldwide_eur
    year = pick_year(figures, on.year - YEARS_BACK)
    return IN_EU if year is not None and year not in stated else TURNOVER, figures


def _say_turnover(profile: Profile, on: date, law: Law) -> Text:
    limit, wanted = amount(law, LIMIT, on), on.year - YEARS_BACK
    fact, figures = _deciding(profile, on, law)
    year = pick_year(figures, wanted)
    if limit is None:
        return both("De omzetgrens op deze datum is niet vastgelegd.", "The limit on this date is not recorded.")
    below = both(
        f"vrijgesteld is wie minder dan {money(limit, 'nl')} omzet had",
        f"exempt below {money(limit, 'en')} of turnover",
    )
    if year is None:
        if fact == GROUP:
            return both(
                f"De omzet van uw groep in {wanted} is niet bekend; {below['nl']}, en de groep telt mee.",
                f"The turnover of your group in {wanted} is not known; {below['en']}, and the group counts.",
            )
        return both(
            f"De omzet in {wanted} is niet bekend; {below['nl']}.",
            f"The turnover in {wanted} is not known; {below['en']}.",
        )
    value = say_value(fact, figures[year])
    instead = both("", "")
    if year != wanted:
        instead = both(f" (het cijfer van {wanted} ontbreekt)", f" (there is no figure of {wanted})")
    return both(
        f"In {year} {value['nl']}{instead['nl']}; {below['nl']}.",
        f"In {year} {value['en']}{instead['en']}; {below['en']}.",
    )


def _test(profile: Profile, on: date, law: Law) -> Test:
    fact, figures = _deciding(profile, on, law)
    year = pick_year(figures, on.year - YEARS_BACK)
    parameter = law.parameters[LIMIT]
    verdict = to_verdict(has_enough_turnover(profile, on, law))
    value = None if year is None else figures[year]
    words, limit = _say_turnover(profile, on, law), amount(law, LIMIT, on)
    confidence = confidence_of(law, (LIMIT,), (parameter.provision,), on)
    return Test(fact, verdict, words, parameter.provision, year, value, limit, parameter.unit, confidence)


def _would_change(profile: Profile, truth: Truth, on: date, law: Law) -> tuple[Text, ...]:
    limit = amount(law, LIMIT, on)
    if truth is None or limit is None:
        return ()
    _, figures = _deciding(profile, on, law)
    year = pick_year(figures, on.year - YEARS_BACK)
    changes = []
    if profile.brings_batteries_to_eu_market is False:
        changes.append(both("batterijen op de EU-markt gaan brengen", "starting to bring batteries to the EU market"))
    if truth:
        changes.append(
            both("geen batterijen meer op de EU-markt brengen", "no longer bringing batteries to the market")
        )
    elif profile.brings_batteries_to_eu_market and year is not None and figures[year] < limit:
        gap = limit - figures[year]
        nl = f"minstens {money(gap, 'nl')} meer omzet in het voorlaatste boekjaar"
        changes.append(both(nl, f"at least {money(gap, 'en')} more turnover in the last financial year but one"))
    return tuple(changes)
