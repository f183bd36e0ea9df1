"""The EUDR for a company: product by product, on the day a product is placed on the market."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from scharnier.codes.countries import Country, load_countries
from scharnier.kernel.outcome import Verdict
from scharnier.kernel.provenance import Confidence
from scharnier.law.answer import Answer, ProductAnswer, Test, Text
from scharnier.law.eudr_annex import RiskClass, find_entries, get_country_class, trim_code, write_code
from scharnier.law.profile import Product, Profile
from scharnier.law.scope.eudr_duties import DEFINED_IN, ROLE_UNKNOWN, list_duties
from scharnier.law.scope.eudr_listing import Listing, judge_listing
from scharnier.law.scope.eudr_start import Start, judge_start
from scharnier.law.scope.eudr_whole import sum_up
from scharnier.law.scope.ruling import day_of, no_law_answer, weakest
from scharnier.law.scope.truth import all_of, to_verdict
from scharnier.law.words import both, day, sentences
from scharnier.norms.law_records import Law
from scharnier.norms.library import Library

NAME = "eudr"
ORIGIN_UNKNOWN = both(
    "De herkomst is niet bekend: het product valt er niet minder onder, en heeft geen risicoklasse.",
    "The origin is not known: the product is covered all the same, and has no risk class.",
)
CLASSES: dict[RiskClass, Text] = {
    "low": both("laag risico", "low risk"),
    "standard": both("standaardrisico", "standard risk"),
    "high": both("hoog risico", "high risk"),
}


def judge_eudr(profile: Profile, on: date, library: Library) -> Answer:
    """What the EUDR means for a profile on a date, with an answer for every product in `products`."""
    law = library.law(NAME)
    products = profile.products or ()
    answers = tuple(judge_product(p, profile, on, library, number) for number, p in enumerate(products))
    if law.version(on) is None:
        return replace(no_law_answer(NAME, law, on, ()), products=answers)
    return sum_up(law, profile, answers)


def judge_product(product: Product, profile: Profile, on: date, library: Library, number: int = 0) -> ProductAnswer:
    """The EUDR for one product on the day it is placed on the market, else on `on`.

    `number` is its place in the profile, from 0: missing facts are named `products[0].genus`. A placing that falls
    before the duties apply is not met; a product without a day of placing is not applicable until they do. Where the
    product left Annex I, `until` is the last day it was on it.
    """
    law = library.law(NAME)
    if law.version(on) is None:
        return ProductAnswer(product, no_law_answer(NAME, law, on, ()), (), None, None, (), ())
    placed = product.placed_on or on
    listing = judge_listing(product, placed)
    start = judge_start(profile, listing.timber, placed, on, law)
    verdict = _decide(product, listing, start)
    gone = _gone(listing, start, on, law)
    country_class = _class(product.origin, day_of(law, "benchmark_from", placed), placed)
    asks = listing.truth is True and verdict is not Verdict.NOT_MET
    duties = list_duties(product, profile, country_class, law, max(placed, start.since or placed)) if asks else ()
    since = None if gone else _since(listing, start, verdict, law, max(placed, on))
    answer = Answer(
        law=NAME,
        verdict=verdict,
        scope=to_verdict(listing.truth),
        because=_because(product, listing, start, verdict, country_class, gone),
        provisions=_provisions(law, product, listing, start),
        since=since,
        until=(gone - timedelta(days=1) if gone else listing.left) if verdict is Verdict.NOT_MET else None,
        missing=_missing(listing, start, number) if verdict is Verdict.UNKNOWN else (),
        tests=_tests(law, listing, start, number),
        would_change=_would_change(listing, start, verdict, since),
        outlook=_outlook(product, profile, on, verdict, law),
        confidence=_confidence(listing, start),
    )
    entries = tuple(entry.code for entry in listing.entries) if listing.truth is not False else ()
    commodities = {entry.commodity for entry in listing.entries}
    return ProductAnswer(
        product,
        answer,
        entries,
        commodities.pop() if len(commodities) == 1 else None,
        country_class,
        tuple(id for id, _ in duties),
        tuple(words for _, words in duties),
    )


def _decide(product: Product, listing: Listing, start: Start) -> Verdict:
    if product.placed_on is not None:
        return to_verdict(all_of((listing.truth, start.truth)))
    if listing.truth is not True:
        return to_verdict(listing.truth)
    return Verdict.NOT_APPLICABLE if start.truth is False else to_verdict(start.truth)


def _since(listing: Listing, start: Start, verdict: Verdict, law: Law, known: date) -> date | None:
    if verdict is Verdict.UNKNOWN:
        return None
    if listing.truth is True:
        return max(start.since, listing.listed_since or start.since) if start.since else None
    if listing.comes is None:
        return None
    latest = [day_of(law, name, known) for name in ("applies_from", "applies_from_micro_small")]
    starts = [start.since] if start.since else [day for day in latest if day]
    return listing.comes if all(first <= listing.comes for first in starts) else start.since


def _gone(listing: Listing, start: Start, on: date, law: Law) -> date | None:
    """The day a good left the list, where that was before the duties began: no day of them will come for it.

    Only what had happened by `on` counts: before that, the list of then was to last.
    """
    if listing.truth is not True or start.truth is not False or listing.leaves is None or listing.leaves > on:
        return None
    first = start.since or day_of(law, "applies_from", on)
    return listing.leaves if first is None or listing.leaves <= first else None


def _say_gone(gone: date) -> Text:
    return both(
        f"Het staat sinds {day(gone, 'nl')} niet meer op bijlage I; de plichten golden toen nog niet.",
        f"It has not been on Annex I since {day(gone, 'en')}; the duties did not apply yet then.",
    )


def _missing(listing: Listing, start: Start, number: int) -> tuple[str, ...]:
    of_product = listing.missing if listing.truth is None else ()
    of_firm = start.missing if start.truth is None else ()
    if start.truth is None and not of_firm and listing.timber_by_digits:
        of_product = (*of_product, "hs")
    return (*(f"products[{number}].{key}" for key in dict.fromkeys(of_product)), *of_firm)


def _because(
    product: Product,
    listing: Listing,
    start: Start,
    verdict: Verdict,
    country_class: RiskClass | None,
    gone: date | None,
) -> Text:
    code = write_code(product.hs) or "?"
    head = both(f"{code}:", f"{code}:")
    if product.placed_on is not None:
        placed = product.placed_on
        head = both(
            f"{code}, op de markt gebracht op {day(placed, 'nl')}:",
            f"{code}, placed on the market on {day(placed, 'en')}:",
        )
    if listing.truth is False:
        return sentences([head, listing.words])
    if gone is not None:
        return sentences([head, listing.words, _say_gone(gone)])
    origin, country = ORIGIN_UNKNOWN, _country(product.origin)
    if country is not None:
        label = CLASSES[country_class] if country_class else both("nog geen klasse", "no class yet")
        origin = both(
            f"Herkomst {country.label('nl')}: {label['nl']} op ontbossing volgens de EU.",
            f"Origin {country.label('en')}: {label['en']} of deforestation by the EU's list.",
        )
    not_yet = both("Op die dag gelden zij nog niet.", "On that day they do not apply yet.")
    silent = product.role is None and verdict is not Verdict.NOT_MET
    late = not_yet if start.truth is False else None
    return sentences([head, listing.words, start.words, late, origin, ROLE_UNKNOWN if silent else None])


def _provisions(law: Law, product: Product, listing: Listing, start: Start) -> tuple[str, ...]:
    parts = ["annex.1"]
    if listing.truth is not False:
        parts.append(start.provision)
        if product.role is not None:
            parts.append(DEFINED_IN[product.role])
    return tuple(f"{law.id}:{part}" for part in parts)


def _tests(law: Law, listing: Listing, start: Start, number: int) -> tuple[Test, ...]:
    listed = Test(
        fact=f"products[{number}].hs",
        verdict=to_verdict(listing.truth),
        words=listing.words,
        provision=f"{law.id}:annex.1",
        confidence=listing.confidence,
    )
    begun = Test(
        fact=f"products[{number}].placed_on",
        verdict=to_verdict(start.truth),
        words=start.words,
        provision=f"{law.id}:{start.provision}",
        confidence=start.confidence,
    )
    return (listed,) if listing.truth is False else (listed, begun)


def _would_change(listing: Listing, start: Start, verdict: Verdict, since: date | None) -> tuple[Text, ...]:
    changes: list[Text] = []
    if verdict is Verdict.NOT_MET and since is not None:
        changes.append(both(f"op de markt vanaf {day(since, 'nl')}", f"on the market from {day(since, 'en')}"))
    if start.truth is False and start.earlier is not None and listing.truth is True:
        changes.append(start.earlier)
    if listing.truth is True and verdict is not Verdict.NOT_MET:
        changes += [both(f"als het {unless['nl']} is", f"if it is {unless['en']}") for unless in listing.unless]
    return tuple(changes)


def _confidence(listing: Listing, start: Start) -> Confidence:
    return listing.confidence if listing.truth is False else weakest((listing.confidence, start.confidence))


def _outlook(
    product: Product, profile: Profile, on: date, verdict: Verdict, law: Law
) -> tuple[tuple[date, Verdict], ...]:
    """The later days on which the verdict changes by itself; none for a placing, which has its day."""
    if product.placed_on is not None:
        return ()
    starts = [day_of(law, name, on) for name in ("applies_from", "applies_from_micro_small")]
    ends = [end for entry in find_entries(trim_code(product.hs)) for end in (entry.valid_from, entry.valid_to)]
    changes, last = [], verdict
    for later in sorted({change for change in (*starts, *ends) if change is not None and change > on}):
        listing = judge_listing(product, later)
        now = _decide(product, listing, judge_start(profile, listing.timber, later, later, law))
        if now is not last:
            changes.append((later, now))
            last = now
    return tuple(changes)


@lru_cache(maxsize=1)
def _countries() -> dict[str, Country]:
    return {country.iso2: country for country in load_countries().values()}


def _country(origin: str | None) -> Country | None:
    return _countries().get(origin) if origin else None


def _class(origin: str | None, benchmark_from: date | None, placed: date) -> RiskClass | None:
    """The class of an origin; None while it is not known, or there was no benchmark yet. Never low by default."""
    country = _country(origin)
    if country is None or benchmark_from is None or placed < benchmark_from:
        return None
    return get_country_class(country.iso3)
