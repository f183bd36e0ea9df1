"""Forced labour regulation: whoever offers products in the EU or exports them, of any size."""

from datetime import date

from scharnier.kernel.outcome import Verdict
from scharnier.law.answer import Answer, Text
from scharnier.law.profile import Profile
from scharnier.law.scope.ruling import (
    NO_LAW,
    Ruling,
    confidence_of,
    day_of,
    find_outlook,
    no_law_answer,
    plain_test,
    provisions_of,
    settle,
)
from scharnier.law.scope.truth import Truth
from scharnier.law.words import LANGS, both, day, sentences
from scharnier.norms.law_records import Law
from scharnier.norms.library import Library

NAME = "flr"
FACT = "places_products_on_eu_market"


def judge_flr(profile: Profile, on: date, library: Library) -> Answer:
    """Whether the forced labour regulation binds a company on a date, and why."""
    law = library.law(NAME)
    ruling = decide_flr(profile, on, law)
    outlook = find_outlook(lambda later: decide_flr(profile, later, law), law, on, ruling.verdict)
    if ruling.scope is Verdict.NOT_APPLICABLE:
        return no_law_answer(NAME, law, on, outlook)
    provisions = provisions_of(law, ("applies_from",), "3")
    confidence = confidence_of(law, ("applies_from",), provisions, on)
    what = _what(profile, ruling.truth)
    return Answer(
        law=NAME,
        verdict=ruling.verdict,
        scope=ruling.scope,
        because=sentences([what, say_start(law, on, ruling)]),
        provisions=provisions,
        since=ruling.since,
        missing=ruling.missing,
        tests=(plain_test(FACT, ruling.truth, what, f"{law.id}:3", confidence),),
        would_change=_would_change(ruling.truth),
        outlook=outlook,
        confidence=confidence,
    )


def decide_flr(profile: Profile, on: date, law: Law) -> Ruling:
    """The verdict and since when, without words."""
    if law.version(on) is None:
        return NO_LAW
    missing = [FACT] if profile.products is not None else [FACT, "products"]
    return settle(places_products(profile), on, day_of(law, "applies_from", on), missing)


def places_products(profile: Profile) -> Truth:
    """Whether a company offers products in the EU or exports them: said so, or shown by what else it says."""
    shown = profile.products or profile.brings_batteries_to_eu_market or any((profile.imports_kg or {}).values())
    return True if shown else profile.places_products_on_eu_market


def say_start(law: Law, on: date, ruling: Ruling) -> Text | None:
    """From when the duties apply, for who is in scope."""
    applies = day_of(law, "applies_from", on)
    if not ruling.truth or applies is None:
        return None
    words = {lang: day(applies, lang) for lang in LANGS}
    if applies > on:
        return both(f"De plichten gelden pas vanaf {words['nl']}.", f"The duties apply from {words['en']}.")
    return both(f"De plichten gelden sinds {words['nl']}.", f"The duties have applied since {words['en']}.")


def _what(profile: Profile, truth: Truth) -> Text:
    anyone = both("De verordening geldt voor bedrijven van elke grootte", "The regulation covers firms of every size")
    if truth is None:
        return both(
            f"{anyone['nl']} die producten op de EU-markt aanbieden of uitvoeren; of u dat doet, zegt u niet.",
            f"{anyone['en']} that offer products in the EU or export them; you do not say whether you do.",
        )
    if not truth:
        return both(
            "U biedt geen producten aan op de EU-markt en voert er geen uit.",
            "You offer no products on the EU market and export none.",
        )
    if profile.products:
        how = both("u noemt producten", "you name products")
    elif profile.brings_batteries_to_eu_market:
        how = both("u brengt batterijen op de markt", "you bring batteries to the market")
    elif any((profile.imports_kg or {}).values()):
        how = both("u voert mineralen of metalen in", "you import minerals or metals")
    else:
        how = both("dat zegt u zelf", "you say so yourself")
    return both(
        f"{anyone['nl']} die producten op de EU-markt aanbieden of uitvoeren, en dat doet u ({how['nl']}).",
        f"{anyone['en']} that offer products in the EU or export them, and you do ({how['en']}).",
    )


def _would_change(truth: Truth) -> tuple[Text, ...]:
    if truth is None:
        return ()
    if truth:
        return (
            both("geen producten meer aanbieden in de EU of uitvoeren", "no longer offering or exporting products"),
        )
    return (both("producten gaan aanbieden in de EU of uitvoeren", "starting to offer or export products"),)
