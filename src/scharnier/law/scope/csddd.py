"""CSDDD: the answer in words. The decision itself is in `csddd_routes`."""

from datetime import date

from scharnier.kernel.outcome import Verdict
from scharnier.kernel.provenance import Confidence
from scharnier.law.answer import Answer, Test, Text
from scharnier.law.facts import name_fact, say_more, say_value
from scharnier.law.profile import Profile
from scharnier.law.scope.csddd_routes import Limit, Route, Scope, decide_csddd, find_scope, is_franchise
from scharnier.law.scope.ruling import (
    Ruling,
    amount,
    confidence_of,
    day_of,
    figure,
    find_outlook,
    no_law_answer,
    plain_test,
    provisions_of,
)
from scharnier.law.scope.truth import to_verdict
from scharnier.law.words import LANGS, both, count, day, join, money, sentences, small
from scharnier.norms.law_records import Law, Value
from scharnier.norms.library import Library

NAME = "csddd"


def judge_csddd(profile: Profile, on: date, library: Library) -> Answer:
    """Whether the CSDDD binds a company on a date, since when, why, and what would change it."""
    law = library.law(NAME)
    ruling = decide_csddd(profile, on, law)
    facts = (profile.employees, profile.turnover_worldwide_eur, profile.turnover_eu_eur, profile.royalties_eu_eur)
    outlook = find_outlook(lambda later: decide_csddd(profile, later, law), law, on, ruling.verdict, facts)
    if ruling.scope is Verdict.NOT_APPLICABLE:
        return no_law_answer(NAME, law, on, outlook)
    scope = find_scope(profile, on, law)
    carrying = [route for route in scope.routes if route.spell.truth or not ruling.truth]
    parameters = [limit.parameter for route in carrying for limit in route.limits]
    used = list(dict.fromkeys((*parameters, "consecutive_years", "applies_from")))
    provisions = provisions_of(law, used, *(route.part for route in carrying))
    return Answer(
        law=NAME,
        verdict=ruling.verdict,
        scope=ruling.scope,
        because=_because(profile, on, law, ruling, scope),
        provisions=provisions,
        since=ruling.since,
        until=ruling.until,
        missing=ruling.missing,
        tests=_tests(profile, on, law, scope),
        would_change=_would_change(profile, on, law, ruling, scope),
        outlook=outlook,
        confidence=confidence_of(law, used, provisions, on),
    )


def _because(profile: Profile, on: date, law: Law, ruling: Ruling, scope: Scope) -> Text:
    parts: list[Text | None] = [_seat(profile, scope)]
    run = _run(law, on)
    met = [route for route in scope.routes if route.spell.truth]
    for route in met if ruling.truth else scope.routes:
        parts += [_limits(route, run, scope), _figures(route), _outcome(route, run)]
    parts += [_expected(on, scope), _group(profile, ruling)]
    if not (ruling.truth or is_franchise(profile) or profile.franchise is False):
        parts.append(_FRANCHISE_LEFT_OUT)
    if ruling.verdict is Verdict.NOT_APPLICABLE and ruling.since:
        applies = day_of(law, "applies_from", on)
        if applies == ruling.since:
            words = {lang: day(applies, lang) for lang in LANGS}
            parts.append(both(f"De plichten gelden pas vanaf {words['nl']}.", f"The duties apply from {words['en']}."))
        else:
            words = {lang: day(ruling.since, lang) for lang in LANGS}
            nl = f"Het laatste van die jaren is nog niet om: u valt er vanaf {words['nl']} onder."
            parts.append(both(nl, f"The last of those years is not over yet: you are covered from {words['en']}."))
    return sentences(parts)


def _seat(profile: Profile, scope: Scope) -> Text:
    if scope.in_union is None:
        return both(
            "Het land van vestiging is niet bekend; de grens is anders binnen en buiten de EU.",
            "The country of the registered office is not known; the limit differs inside and outside the EU.",
        )
    if scope.in_union:
        return both(f"Gevestigd in de EU ({profile.seat}).", f"Registered in the EU ({profile.seat}).")
    return both(
        f"Gevestigd buiten de EU ({profile.seat}): alleen cijfers uit de EU tellen.",
        f"Registered outside the EU ({profile.seat}): only figures from the EU count.",
    )


def _limits(route: Route, run: int, scope: Scope) -> Text:
    said = [_limit_words(limit) for limit in route.limits]
    words = {lang: join([text[lang] for text in said], lang) for lang in LANGS}
    where = both("", "")
    if scope.in_union is None:
        inside = route in scope.inside
        where = both(" binnen de EU", " inside the EU") if inside else both(" buiten de EU", " outside the EU")
    second = route.part.endswith("c")
    what = both(" voor franchise en licenties", " for franchising and licensing") if second else both("", "")
    years = _in_a_row(run)
    return both(
        f"De grens{what['nl']}{where['nl']}: {words['nl']}, {years['nl']}.",
        f"The limit{what['en']}{where['en']}: {words['en']}, {years['en']}.",
    )


def _in_a_row(run: int) -> Text:
    return both(f"{small(run, 'nl')} boekjaren achter elkaar", f"in {small(run, 'en')} financial years in a row")


def _run(law: Law, on: date) -> int:
    return int(amount(law, "consecutive_years", on) or 1)


def _limit_words(limit: Limit) -> Text:
    if limit.amount is None:
        names = name_fact(limit.fact)
        return both(f"{names['nl']} (grens niet vastgelegd)", f"{names['en']} (limit not recorded)")
    words = say_value(limit.fact, limit.amount)
    return both(f"meer dan {words['nl']}", f"more than {words['en']}")


def _figures(route: Route) -> Text | None:
    years = [year for year in route.spell.years if any(year in limit.figures for limit in route.limits)]
    if not years:
        return None
    lines = []
    for year in years:
        known = [say_value(limit.fact, limit.figures[year]) for limit in route.limits if year in limit.figures]
        lines.append({lang: f"{year}: {join([text[lang] for text in known], lang)}" for lang in LANGS})
    return {lang: "; ".join(line[lang] for line in lines) + "." for lang in LANGS}


def _outcome(route: Route, run: int) -> Text:
    several = len(route.limits) > 1
    limits = both("beide grenzen" if several else "de grens", "both limits" if several else "the limit")
    entered, truth = route.spell.entered, route.spell.truth
    if truth and entered:
        first = entered - run + 1
        years = {lang: join([str(year) for year in range(first, entered + 1)], lang) for lang in LANGS}
        text = both(f"In {years['nl']} boven {limits['nl']}.", f"In {years['en']} above {limits['en']}.")
        after = [year for year in route.spell.years if year > entered and route.above(year) is False]
        if not after:
            return text
        nl = f"Wie eronder valt, is er pas uit na {small(run, 'nl')} jaren achter elkaar zonder."
        en = f"Once covered, it takes {small(run, 'en')} years in a row without to leave."
        return sentences([text, both(nl, en)])
    if truth is None:
        years = {lang: join([str(year) for year in route.spell.lacking], lang) for lang in LANGS}
        return both(
            f"Dat is niet te zeggen zonder de cijfers van {years['nl']}.",
            f"That cannot be said without the figures of {years['en']}.",
        )
    above = [year for year in route.spell.years if route.above(year)]
    if above:
        years = {lang: join([str(year) for year in above], lang) for lang in LANGS}
        return both(
            f"Alleen in {years['nl']} boven {limits['nl']}, geen {small(run, 'nl')} jaren achter elkaar.",
            f"Above {limits['en']} only in {years['en']}, not in {small(run, 'en')} years in a row.",
        )
    return both(f"In geen jaar boven {limits['nl']}.", f"In no year above {limits['en']}.")


def _expected(on: date, scope: Scope) -> Text | None:
    known = {y for route in scope.routes for y in route.spell.years for limit in route.limits if y in limit.figures}
    later = sorted(year for year in known if year >= on.year)
    if not later:
        return None
    years = {lang: join([str(year) for year in later], lang) for lang in LANGS}
    which = both("dat jaar is", "that year is") if len(later) == 1 else both("die jaren zijn", "those years are")
    return both(
        f"De cijfers van {years['nl']} zijn verwachtingen: {which['nl']} op deze datum niet om.",
        f"The figures of {years['en']} are expectations: {which['en']} not over on this date.",
    )


def _group(profile: Profile, ruling: Ruling) -> Text | None:
    if profile.group_role == "ultimate_parent":
        return both("Als moeder telt u de hele groep mee.", "As the ultimate parent you count the whole group.")
    if profile.group_role == "subsidiary":
        return both(
            "Beoordeeld op uw eigen cijfers; uw moederbedrijf kan er wel onder vallen en u dan om gegevens vragen.",
            "Judged on your own figures; your parent may be covered and then ask you for information.",
        )
    if profile.group_role is None and not ruling.truth:
        return both(
            "Of u bij een groep hoort, zegt u niet; wij lezen de cijfers als die van het bedrijf zelf.",
            "You do not say whether you belong to a group; we read the figures as those of the company itself.",
        )
    return None


_FRANCHISE_LEFT_OUT = both(
    "Franchise en licenties zijn niet beoordeeld, omdat u geen royalty's noemt.",
    "Franchising and licensing were not judged, as you name no royalties.",
)


def _tests(profile: Profile, on: date, law: Law, scope: Scope) -> tuple[Test, ...]:
    tests = []
    if profile.seat is not None:
        provision = next(iter(provisions_of(law, ("employees",))), law.id)
        tests.append(plain_test("seat", scope.in_union, _seat(profile, scope), provision, Confidence.VERIFIED))
    for route in scope.routes:
        for limit in route.limits:
            value = figure(law, limit.parameter, on)
            if value is not None:
                tests += [_test(law, limit, year, value) for year in route.spell.years]
    return tuple(tests)


def _test(law: Law, limit: Limit, year: int, value: Value) -> Test:
    parameter = law.parameters[limit.parameter]
    given, most = limit.figures.get(year), _limit_words(limit)
    names = name_fact(limit.fact)
    if given is None:
        words = both(f"{year}: {names['nl']} onbekend ({most['nl']})", f"{year}: {names['en']} unknown ({most['en']})")
    else:
        has = say_value(limit.fact, given)
        words = both(f"{year}: {has['nl']} ({most['nl']})", f"{year}: {has['en']} ({most['en']})")
    truth = to_verdict(limit.above(year))
    provision, unit = parameter.provision, parameter.unit
    return Test(limit.fact, truth, words, provision, year, given, limit.amount, unit, value.confidence)


def _would_change(profile: Profile, on: date, law: Law, ruling: Ruling, scope: Scope) -> tuple[Text, ...]:
    run = _run(law, on)
    if ruling.truth is None:
        return ()
    if ruling.truth:
        met = next(route for route in scope.routes if route.spell.truth)
        return tuple(text for limit in met.limits if (text := _less(limit, met, run)))
    changes = [change for route in scope.routes for change in _more(route, run)]
    if not is_franchise(profile) and profile.franchise is None:
        inside = scope.in_union is not False
        names = (
            ("royalties_eur", "franchise_turnover_eur") if inside else ("royalties_eu_eur", "franchise_turnover_eu_eur")
        )
        royalties, turnover = (amount(law, name, on) for name in names)
        if royalties is not None and turnover is not None:
            nl = f"meer dan {money(royalties, 'nl')} royalty's uit franchise of licenties, bij meer dan "
            en = f"more than {money(royalties, 'en')} of royalties from franchising or licensing, with more than "
            nl, en = nl + f"{money(turnover, 'nl')} omzet", en + f"{money(turnover, 'en')} of turnover"
            years = _in_a_row(run)
            changes.append(both(f"{nl}, {years['nl']}", f"{en}, {years['en']}"))
    return tuple(changes)


def _less(limit: Limit, route: Route, run: int) -> Text | None:
    """By how much the latest figure must fall, `run` years in a row, for the company to leave."""
    year = max((year for year in route.spell.years if year in limit.figures), default=None)
    if year is None or limit.amount is None:
        return None
    gap, most = limit.figures[year] - limit.amount, say_value(limit.fact, limit.amount)
    if gap < 0:
        return None
    shown = money if limit.fact.endswith("_eur") else count
    return both(
        f"{_in_a_row(run)['nl']} {most['nl']} of minder ({shown(gap, 'nl')} minder dan in {year})",
        f"{most['en']} or less {_in_a_row(run)['en']} ({shown(gap, 'en')} less than in {year})",
    )


def _more(route: Route, run: int) -> list[Text]:
    """What would bring the company in: a further year above, or the run of years that lacks least."""
    years, changes = route.spell.years, []
    several = len(route.limits) > 1
    tail = 0
    for year in reversed(years):
        if not route.above(year):
            break
        tail += 1
    if 0 < tail < run:
        following = [str(years[-1] + ahead) for ahead in range(1, run - tail + 1)]
        limits = both("beide grenzen" if several else "de grens", "both limits" if several else "the limit")
        nl, en = join(following, "nl"), join(following, "en")
        changes.append(both(f"ook in {nl} boven {limits['nl']}", f"above {limits['en']} in {en} as well"))
    if len(years) >= run:
        windows = [years[at : at + run] for at in range(len(years) - run + 1)]
        lacking = [[(y, limit) for y in window for limit in route.limits if not limit.above(y)] for window in windows]
        least = min(reversed(lacking), key=len)
        steps = [_step_up(limit, year) for year, limit in least]
        changes.append({lang: join([step[lang] for step in steps], lang) for lang in LANGS})
    return changes


def _step_up(limit: Limit, year: int) -> Text:
    value = limit.figures.get(year)
    if value is not None and limit.amount is not None:
        return say_more(limit.fact, value, limit.amount, year)
    most = _limit_words(limit)
    return both(f"{most['nl']} in {year}", f"{most['en']} in {year}")
