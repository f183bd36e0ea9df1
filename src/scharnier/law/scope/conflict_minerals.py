"""Conflict minerals: importers into the EU of tin, tantalum, tungsten and gold above a yearly volume."""

from datetime import date

from scharnier.kernel.outcome import Verdict
from scharnier.law.answer import Answer, Test, Text
from scharnier.law.profile import Profile
from scharnier.law.scope.flr import say_start
from scharnier.law.scope.ruling import (
    NO_LAW,
    Ruling,
    amount,
    confidence_of,
    day_of,
    figure,
    find_outlook,
    no_law_answer,
    provisions_of,
    seat_in_union,
    settle,
)
from scharnier.law.scope.truth import Truth, any_of, exceeds, to_verdict
from scharnier.law.words import LANGS, both, count, join, sentences
from scharnier.norms.law_records import Law
from scharnier.norms.library import Library

NAME = "conflict_minerals"
FACT = "imports_kg"


def judge_conflict_minerals(profile: Profile, on: date, library: Library) -> Answer:
    """Whether the conflict minerals regulation binds a company on a date, for which minerals, and why."""
    law = library.law(NAME)
    ruling = decide_conflict_minerals(profile, on, law)
    outlook = find_outlook(lambda later: decide_conflict_minerals(profile, later, law), law, on, ruling.verdict)
    if ruling.scope is Verdict.NOT_APPLICABLE:
        return no_law_answer(NAME, law, on, outlook)
    imports = profile.imports_kg or {}
    decisive = [name for name in imports if _above(profile, name, on, law)] if ruling.truth else list(imports)
    used = [*(f"kg_{name}" for name in decisive), "applies_from"]
    provisions = provisions_of(law, used, "1")
    return Answer(
        law=NAME,
        verdict=ruling.verdict,
        scope=ruling.scope,
        because=sentences([_what(profile, ruling.truth, on, law), _seat(profile, on), say_start(law, on, ruling)]),
        provisions=provisions,
        since=ruling.since,
        missing=ruling.missing,
        tests=tuple(_test(profile, name, on, law) for name in imports),
        would_change=_would_change(profile, ruling.truth, on, law),
        outlook=outlook,
        confidence=confidence_of(law, used, provisions, on),
    )


def decide_conflict_minerals(profile: Profile, on: date, law: Law) -> Ruling:
    """The verdict and since when, without words."""
    if law.version(on) is None:
        return NO_LAW
    truth: Truth = None
    if profile.imports_kg is not None:
        truth = any_of(_above(profile, name, on, law) for name in profile.imports_kg)
    return settle(truth, on, day_of(law, "applies_from", on), [FACT])


def find_threshold(name: str, on: date, law: Law) -> float | None:
    """Kilograms a year above which a mineral counts; before the law applied, those of the day it started to."""
    applies = day_of(law, "applies_from", on)
    return amount(law, f"kg_{name}", max(on, applies) if applies else on)


def _above(profile: Profile, name: str, on: date, law: Law) -> Truth:
    return exceeds((profile.imports_kg or {}).get(name), find_threshold(name, on, law))


def _title(name: str, law: Law) -> Text:
    parameter = law.parameters.get(f"kg_{name}")
    return parameter.title if parameter else both(name, name)


def _what(profile: Profile, truth: Truth, on: date, law: Law) -> Text:
    imports = profile.imports_kg
    if imports is None:
        return both(
            "Hoeveel tin, tantaal, wolfraam en goud u per jaar in de EU invoert, zegt u niet.",
            "You do not say how much tin, tantalum, tungsten and gold you import into the EU in a year.",
        )
    if not any(imports.values()):
        return both("U voert geen tin, tantaal, wolfraam of goud in.", "You import no tin, tantalum, tungsten or gold.")
    said = [_say(profile, name, on, law) for name in imports if not truth or _above(profile, name, on, law)]
    words = {lang: join([text[lang] for text in said], lang) for lang in LANGS}
    if truth:
        return both(f"Boven de drempel: {words['nl']}.", f"Above the threshold: {words['en']}.")
    if truth is None:
        return both(f"Een drempel is niet vastgelegd: {words['nl']}.", f"A threshold is not recorded: {words['en']}.")
    return both(f"Niet boven de drempel: {words['nl']}.", f"Not above the threshold: {words['en']}.")


def _say(profile: Profile, name: str, on: date, law: Law) -> Text:
    kilograms, most, title = (profile.imports_kg or {})[name], find_threshold(name, on, law), _title(name, law)
    limit = both("drempel onbekend", "threshold unknown")
    if most is not None:
        limit = both(f"drempel: meer dan {count(most, 'nl')}", f"threshold: more than {count(most, 'en')}")
    return {lang: f"{title[lang]} {count(kilograms, lang)} kg ({limit[lang]})" for lang in LANGS}


def _seat(profile: Profile, on: date) -> Text | None:
    if seat_in_union(profile, on) is not False:
        return None
    return both(
        "De plichten liggen bij wie in de EU invoert, ook als het hoofdkantoor daarbuiten staat.",
        "The duties lie with who imports into the EU, also where the head office is outside it.",
    )


def _test(profile: Profile, name: str, on: date, law: Law) -> Test:
    kilograms, most = (profile.imports_kg or {})[name], find_threshold(name, on, law)
    verdict = to_verdict(_above(profile, name, on, law))
    words, parameter, value = _say(profile, name, on, law), law.parameters[f"kg_{name}"], figure(law, f"kg_{name}", on)
    confidence = confidence_of(law, (parameter.id,), (parameter.provision,), value.valid_from if value else on)
    return Test(
        f"{FACT}.{name}", verdict, words, parameter.provision, None, kilograms, most, parameter.unit, confidence
    )


def _would_change(profile: Profile, truth: Truth, on: date, law: Law) -> tuple[Text, ...]:
    changes = []
    for name, kilograms in (profile.imports_kg or {}).items():
        most, title = find_threshold(name, on, law), _title(name, law)
        if most is None or truth is None or (truth and kilograms <= most):
            continue
        gap = abs(kilograms - most)
        nl, en = (title[lang][:1].lower() + title[lang][1:] for lang in LANGS)
        if truth:
            less = f"{count(gap, 'nl')} kg per jaar minder {nl}"
            changes.append(both(less, f"{count(gap, 'en')} kg a year less of: {en}"))
        elif gap == 0:
            nl = f"ook maar iets meer {nl} (nu precies de drempel)"
            changes.append(both(nl, f"anything more of: {en} (now exactly the threshold)"))
        else:
            more = f"meer dan {count(gap, 'nl')} kg per jaar meer {nl}"
            changes.append(both(more, f"more than {count(gap, 'en')} kg a year more of: {en}"))
    if truth and len(changes) > 1:  # all of them together
        return ({lang: join([change[lang] for change in changes], lang) for lang in LANGS},)
    if truth is False and not changes:
        return (both("invoer boven een van de drempels van bijlage I", "imports above a threshold of Annex I"),)
    return tuple(changes)
