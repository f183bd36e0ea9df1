"""CSRD: the answer in words. The decision itself is in `csrd_rule`."""

from collections.abc import Iterable
from datetime import date

from scharnier.kernel.outcome import Verdict
from scharnier.law.answer import Answer, Test, Text
from scharnier.law.facts import name_fact, say_more, say_value
from scharnier.law.profile import Profile
from scharnier.law.scope.csrd_rule import ENTITY, FIRST, First, Need, Regime, Regimes, decide_csrd, find_regimes
from scharnier.law.scope.ruling import (
    Ruling,
    confidence_of,
    day_of,
    find_outlook,
    no_law_answer,
    plain_test,
    provisions_of,
)
from scharnier.law.scope.truth import to_verdict
from scharnier.law.words import LANGS, both, day, join, sentences, small
from scharnier.norms.law_records import Law
from scharnier.norms.library import Library

NAME = "csrd"
OPTION = "wave1.option"
_NATIONAL = both(
    "Dit is de richtlijn; of uw land haar op tijd in een wet heeft omgezet, is hier niet getoetst.",
    "This is the directive; whether your country turned it into law in time was not tested here.",
)


def judge_csrd(profile: Profile, on: date, library: Library) -> Answer:
    """Whether the CSRD binds a company for the financial year of a date, since when, why, and what would change it."""
    law = library.law(NAME)
    ruling = decide_csrd(profile, on, law)
    facts = (profile.employees, profile.turnover_worldwide_eur, profile.turnover_eu_eur, profile.eu_branch_turnover_eur)
    outlook = find_outlook(lambda later: decide_csrd(profile, later, law), law, on, ruling.verdict, facts)
    if ruling.scope is Verdict.NOT_APPLICABLE:
        return no_law_answer(NAME, law, on, outlook)
    found = find_regimes(profile, on, law)
    used = _parameters(found, ruling)
    provisions = provisions_of(law, used, *_parts(found, ruling))
    return Answer(
        law=NAME,
        verdict=ruling.verdict,
        scope=ruling.scope,
        because=_because(profile, on, law, ruling, found),
        provisions=provisions,
        since=ruling.since,
        until=ruling.until,
        missing=ruling.missing,
        tests=tuple(_tests(law, on, found)),
        would_change=_would_change(found, ruling),
        outlook=outlook,
        confidence=confidence_of(law, used, provisions, on),
    )


def _by_first(found: Regimes, ruling: Ruling) -> bool:
    """Whether the first wave alone carries the answer."""
    return found.first is not None and found.first.truth is True and ruling.truth is True


def _parameters(found: Regimes, ruling: Ruling) -> list[str]:
    names = [FIRST] if found.first else []
    if not _by_first(found, ruling):
        names += [need.parameter for regime in _regimes(found) for need in regime.needs]
        names += ["fy_from"] if found.inside else []
        names += ["third_country_fy_from"] if found.outside else []
    return list(dict.fromkeys(names))


def _parts(found: Regimes, ruling: Ruling) -> list[str]:
    if _by_first(found, ruling):
        return [OPTION]
    return [regime.part for regime in _regimes(found)]


def _regimes(found: Regimes) -> list[Regime]:
    return [regime for regime in (found.inside, found.outside) if regime]


def _because(profile: Profile, on: date, law: Law, ruling: Ruling, found: Regimes) -> Text:
    parts: list[Text | None] = [_seat(profile, found)]
    if found.first:
        parts.append(_say_first(found.first))
    if not _by_first(found, ruling):
        parts += [_say_regime(regime, found) for regime in _regimes(found)]
    else:
        parts.append(_NATIONAL)
    if _by_first(found, ruling) and _may_be_exempt(on, law, found):
        parts.append(
            both(
                "Een lidstaat mag bedrijven die niet boven de nieuwe grenzen komen voor dit boekjaar vrijstellen; of "
                "dat is gebeurd, is niet vastgelegd.",
                "A member state may exempt companies that are not above the new limits for this financial year; "
                "whether that was done is not recorded.",
            )
        )
    if profile.group_role == "subsidiary":
        parts.append(
            both(
                "Beoordeeld op uw eigen cijfers; of het verslag van uw groep u vrijstelt, is niet beoordeeld.",
                "Judged on your own figures; whether the report of your group exempts you was not judged.",
            )
        )
    elif profile.group_role == "ultimate_parent":
        parts.append(both("Als moeder telt u de hele groep mee.", "As the ultimate parent you count the whole group."))
    if ruling.verdict is Verdict.NOT_APPLICABLE and ruling.since:
        words = {lang: day(ruling.since, lang) for lang in LANGS}
        parts.append(
            both(
                f"Het geldt voor boekjaren die beginnen op of na {words['nl']}.",
                f"It holds for financial years that start on or after {words['en']}.",
            )
        )
    return sentences(parts)


def _seat(profile: Profile, found: Regimes) -> Text:
    if found.in_union is None:
        return both(
            "Het land van vestiging is niet bekend; de grens is anders binnen en buiten de EU.",
            "The country of the registered office is not known; the limit differs inside and outside the EU.",
        )
    if found.in_union:
        return both(f"Gevestigd in de EU ({profile.seat}).", f"Registered in the EU ({profile.seat}).")
    return both(f"Gevestigd buiten de EU ({profile.seat}).", f"Registered outside the EU ({profile.seat}).")


def _say_first(first: First) -> Text:
    staff = both("", "")
    if first.employees.value is not None and first.employees.amount is not None:
        has = say_value("employees", first.employees.value)
        most = say_value("employees", first.employees.amount)
        year = first.employees.year
        staff = both(
            f" met meer dan {most['nl']} ({year}: {has['nl']})", f" with more than {most['en']} ({year}: {has['en']})"
        )
    until = both("", "")
    if first.until:
        until = both(f" tot en met boekjaar {first.until.year}", f" up to financial year {first.until.year}")
    if first.truth:
        return both(
            f"U bent een organisatie van openbaar belang{staff['nl']}: die vallen{until['nl']} in de eerste golf.",
            f"You are a public-interest entity{staff['en']}: these are in the first wave{until['en']}.",
        )
    if first.truth is None:
        what = both("dat hangt af van", "that turns on")
        names = [name_fact(name) for name in first.missing()]
        lacking = {lang: join([name[lang] for name in names], lang) for lang in LANGS}
        return both(
            f"Of u in de eerste golf valt, is niet te zeggen: {what['nl']} {lacking['nl']}.",
            f"Whether you are in the first wave cannot be said: {what['en']} {lacking['en']}.",
        )
    if first.entity is False:
        return both(
            f"De eerste golf{until['nl']} is voor organisaties van openbaar belang; dat bent u niet.",
            f"The first wave{until['en']} is for public-interest entities; you are not one.",
        )
    return both(
        f"De eerste golf{until['nl']} is voor organisaties van openbaar belang{staff['nl']}: daar blijft u onder.",
        f"The first wave{until['en']} is for public-interest entities{staff['en']}: you are not above that.",
    )


def _say_regime(regime: Regime, found: Regimes) -> Text:
    if any(need.amount is None for need in regime.needs):
        return both(
            "Welke grenzen op deze datum voor andere bedrijven golden, is niet vastgelegd.",
            "Which limits held for other companies on this date is not recorded.",
        )
    start = both("De grens", "The limit")
    if regime.since:
        year = regime.since.year
        start = both(f"Vanaf boekjaar {year} is de grens", f"From financial year {year} the limit is")
    where = both("", "")
    if found.in_union is None:
        inside = regime is found.inside
        where = both(" binnen de EU", " inside the EU") if inside else both(" buiten de EU", " outside the EU")
    facts = dict.fromkeys((need.fact, need.amount) for need in regime.needs)
    limits = [_say_limit(regime, fact, most) for fact, most in facts if most is not None]
    words = {lang: join([text[lang] for text in limits], lang) for lang in LANGS}
    years = sorted({need.year for need in regime.needs if need.year is not None and need.value is not None})
    figures: Text | None = None
    if years:
        said = {
            year: [say_value(n.fact, n.value) for n in regime.needs if n.year == year and n.value is not None]
            for year in years
        }
        figures = {
            lang: "; ".join(f"{year}: {join([text[lang] for text in texts], lang)}" for year, texts in said.items())
            + "."
            for lang in LANGS
        }
    end = {
        True: both("Daar komt u boven.", "You are above that."),
        False: both("Daar komt u niet boven.", "You are not above that."),
        None: both("Daarmee is het niet te zeggen.", "That does not settle it."),
    }[regime.truth]
    limit = both(
        f"{start['nl']}{where['nl']}: {words['nl']}.",
        f"{start['en']}{where['en']}: {words['en']}.",
    )
    return sentences([limit, figures, end])


def _say_limit(regime: Regime, fact: str, most: float) -> Text:
    """`meer dan € 450 miljoen omzet in de EU in elk van de laatste twee jaren`."""
    words, years = say_value(fact, most), len([need for need in regime.needs if need.fact == fact])
    each = both("", "")
    if fact == "turnover_eu_eur" and years > 1:
        each = both(
            f" in elk van de laatste {small(years, 'nl')} jaren", f" in each of the last {small(years, 'en')} years"
        )
    return both(f"meer dan {words['nl']}{each['nl']}", f"more than {words['en']}{each['en']}")


def _may_be_exempt(on: date, law: Law, found: Regimes) -> bool:
    first, last = day_of(law, "wave1_option_fy_from", on), day_of(law, "wave1_option_fy_to", on)
    within = first is not None and last is not None and first <= on <= last
    return within and not (found.inside and found.inside.truth)


def _tests(law: Law, on: date, found: Regimes) -> Iterable[Test]:
    if found.first:
        provision = law.parameters[FIRST].provision
        confidence = confidence_of(law, (FIRST,), (provision,), on)
        yield plain_test(ENTITY, found.first.entity, name_fact(ENTITY), provision, confidence)
        yield _test(found.first.employees, law, on)
    for regime in _regimes(found):
        for need in regime.needs:
            yield _test(need, law, on)


def _test(need: Need, law: Law, on: date) -> Test:
    parameter = law.parameters[need.parameter]
    confidence = confidence_of(law, (need.parameter,), (parameter.provision,), on)
    names = name_fact(need.fact) if need.year is None else name_fact(f"{need.fact}[{need.year}]")
    words = names if need.value is None else say_value(need.fact, need.value)
    verdict, unit = to_verdict(need.truth), parameter.unit
    return Test(need.fact, verdict, words, parameter.provision, need.year, need.value, need.amount, unit, confidence)


def _would_change(found: Regimes, ruling: Ruling) -> tuple[Text, ...]:
    if ruling.truth is None:
        return ()
    changes: list[Text] = []
    for regime in _regimes(found):
        if ruling.truth is False:
            steps = [_step_up(need) for need in regime.needs if not need.truth]
            if steps:
                changes.append({lang: join([step[lang] for step in steps], lang) for lang in LANGS})
        elif regime.truth:
            changes += [less for need in regime.needs if (less := _less(need))]
    return tuple({change["nl"]: change for change in changes}.values())


def _step_up(need: Need) -> Text:
    if need.value is not None and need.amount is not None:
        return say_more(need.fact, need.value, need.amount, need.year)
    most = say_value(need.fact, need.amount or 0)
    return both(f"meer dan {most['nl']}", f"more than {most['en']}")


def _less(need: Need) -> Text | None:
    if need.value is None or need.amount is None or need.value <= need.amount:
        return None
    most = say_value(need.fact, need.amount)
    return both(f"{most['nl']} of minder in het boekjaar", f"{most['en']} or less in the financial year")
