"""Whether a product is on Annex I of the EUDR on a day: by its customs code, and by what it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scharnier.kernel.provenance import Confidence
from scharnier.law.answer import Text
from scharnier.law.eudr_annex import AnnexEntry, Timber, find_entries, trim_code, write_code
from scharnier.law.profile import Product
from scharnier.law.scope.eudr_goods import judge_conditions
from scharnier.law.scope.ruling import weakest
from scharnier.law.scope.truth import Truth, all_of
from scharnier.law.words import LANGS, both, day, join, sentences

NO_ENTRY = both("Deze code staat niet op bijlage I.", "This code is not on Annex I.")


@dataclass(frozen=True)
class Listing:
    """Whether a product is on the list on a day.

    `truth` is None where facts lack (`missing`: keys of a product) or the list is not clear to us. `comes`: the day it
    will come on the list; `left`: the last day it was on it. `timber`: whether the old timber regulation covered it.
    `timber_by_digits`: a longer code would tell. `unless` are facts not stated that would put it outside.
    `listed_since`: the first day of the unbroken time on the list; `leaves`: the first day after it.
    """

    truth: Truth
    words: Text
    entries: tuple[AnnexEntry, ...] = ()
    missing: tuple[str, ...] = ()
    comes: date | None = None
    left: date | None = None
    timber: Timber = "no"
    unless: tuple[Text, ...] = ()
    confidence: Confidence = Confidence.VERIFIED
    listed_since: date | None = None
    leaves: date | None = None
    timber_by_digits: bool = False


def judge_listing(product: Product, on: date) -> Listing:
    """Whether a product is on Annex I on a day, from its code and what is said of it."""
    code = trim_code(product.hs)
    entries = find_entries(code)
    covering = [entry for entry in entries if entry.covers(code)]
    current = [entry for entry in covering if entry.is_valid(on)]
    if current:
        return _judge_entry(current[0], covering, code, product)
    inside = [entry for entry in entries if entry.lies_within(code)]
    parts = [entry for entry in inside if entry.is_valid(on)]
    if parts:
        return _judge_parts(parts, code, product)
    return _judge_absent(covering, inside, on, code, product)


def _judge_entry(entry: AnnexEntry, covering: Sequence[AnnexEntry], code: str, product: Product) -> Listing:
    label = _name(entry)
    findings = judge_conditions(entry, code, product)
    truth = all_of(finding.truth for finding in findings)
    deciding = [finding for finding in findings if finding.truth is truth and finding.because]
    unless = tuple(finding.unless for finding in findings if finding.unless)
    sure = weakest([entry.confidence, *(finding.confidence for finding in deciding)])
    if truth is not False and product.waste and "waste" not in {condition.kind for condition in entry.conditions}:
        return Listing(False, _waste(label), (entry,), confidence=entry.confidence)
    says = both(f"Dit valt onder {label['nl']} op bijlage I", f"This falls under {label['en']} on Annex I")
    if truth:
        says = _close(says, unless)
        words = sentences([says, entry.warning])
        by_digits = any(value.startswith(code) for value in entry.old_timber_law.split("/") if value.isdigit())
        timber = entry.timber(code)
        return Listing(
            True,
            words,
            (entry,),
            timber=timber,
            unless=unless,
            confidence=sure,
            listed_since=_listed_since(entry, covering),
            leaves=_leaves(entry, covering),
            timber_by_digits=timber == "unknown" and by_digits,
        )
    words = sentences([_near(label), *(finding.because for finding in deciding), entry.warning])
    missing = tuple(dict.fromkeys(finding.lacks for finding in deciding if finding.lacks)) if truth is None else ()
    return Listing(truth, words, (entry,), missing, timber=entry.timber(code), confidence=sure)


def _listed_since(entry: AnnexEntry, covering: Sequence[AnnexEntry]) -> date:
    """The day since which the good was on the list without a break, under this entry or the ones it came after."""
    start, before = entry.valid_from, [other for other in covering if other.valid_to == entry.valid_from]
    return min((_listed_since(other, covering) for other in before), default=start)


def _leaves(entry: AnnexEntry, covering: Sequence[AnnexEntry]) -> date | None:
    """The first day on which the good is off the list, and under no entry that came after; None if it stays."""
    after = [_leaves(other, covering) for other in covering if other.valid_from == entry.valid_to]
    if not after:
        return entry.valid_to
    return None if None in after else max(day for day in after if day is not None)


def _judge_parts(parts: Sequence[AnnexEntry], code: str, product: Product) -> Listing:
    """A code so short that only some of what it stands for is on the list."""
    timbers = {entry.timber(entry.stem) for entry in parts}
    timber: Timber = timbers.pop() if len(timbers) == 1 else "unknown"
    if product.waste:
        return Listing(False, _waste(both(write_code(code), write_code(code))), tuple(parts))
    digits = max(len(entry.stem) for entry in parts)
    codes = [write_code(entry.stem) for entry in parts]
    shown = codes if len(codes) <= 6 else [*codes[:5], "…"]
    words = both(
        f"Van {write_code(code)} staat een deel op bijlage I ({', '.join(shown)}). Geef de code met {digits} cijfers.",
        f"Of {write_code(code)} a part is on Annex I ({', '.join(shown)}). Give the code with {digits} digits.",
    )
    return Listing(None, words, tuple(parts), ("hs",), timber=timber)


def _judge_absent(
    covering: Sequence[AnnexEntry], inside: Sequence[AnnexEntry], on: date, code: str, product: Product
) -> Listing:
    later = [entry for entry in covering if entry.valid_from > on]
    if later:
        entry = min(later, key=lambda entry: entry.valid_from)
        name, start = _name(entry), entry.valid_from
        words = both(
            f"{name['nl']} komt pas op {day(start, 'nl')} op bijlage I.",
            f"{name['en']} comes on Annex I only on {day(start, 'en')}.",
        )
        then = _judge_entry(entry, covering, code, product)
        if then.truth is False:  # by what it is made of: no day will come for it
            return replace(then, words=sentences([words, then.words]))
        return Listing(False, words, (entry,), comes=start, confidence=entry.confidence)
    ended = [entry for entry in covering if entry.valid_to is not None and entry.valid_to <= on]
    if ended:
        entry = max(ended, key=lambda entry: entry.valid_to or date.min)
        end = entry.valid_to or on
        name = _name(entry)
        words = both(
            f"{name['nl']} staat sinds {day(end, 'nl')} niet meer op bijlage I, of dit deel ervan niet meer.",
            f"{name['en']} is no longer on Annex I since {day(end, 'en')}, or this part of it is not.",
        )
        return Listing(False, words, (entry,), left=end - timedelta(days=1), confidence=entry.confidence)
    coming = sorted((entry for entry in inside if entry.valid_from > on), key=lambda entry: entry.valid_from)
    if not coming:
        return Listing(False, NO_ENTRY)
    codes, start = [write_code(entry.stem) for entry in coming], coming[0].valid_from
    words = sentences(
        [
            NO_ENTRY,
            both(
                f"Een deel ervan ({join(codes, 'nl')}) komt er op {day(start, 'nl')} wel op.",
                f"A part of it ({join(codes, 'en')}) comes on it on {day(start, 'en')}.",
            ),
        ]
    )
    return Listing(False, words, tuple(coming))


def _name(entry: AnnexEntry) -> Text:
    ex = "ex " if entry.part else ""
    return {lang: f"{ex}{write_code(entry.code)} ({entry.label[lang]})" for lang in LANGS}


def _near(label: Text) -> Text:
    return both(f"De code hoort bij {label['nl']} op bijlage I.", f"The code belongs to {label['en']} on Annex I.")


def _waste(label: Text) -> Text:
    return both(
        f"De code hoort bij {label['nl']}, maar wat alleen van afval is gemaakt, valt buiten bijlage I.",
        f"The code belongs to {label['en']}, but what is made only of waste is outside Annex I.",
    )


def _close(says: Text, unless: Sequence[Text]) -> Text:
    if not unless:
        return {lang: f"{says[lang]}." for lang in LANGS}
    return {
        "nl": f"{says['nl']}, tenzij het {_either(unless, 'nl', 'of')} is.",
        "en": f"{says['en']}, unless it is {_either(unless, 'en', 'or')}.",
    }


def _either(parts: Sequence[Text], lang: str, word: str) -> str:
    said = [part[lang] for part in parts]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {word} {said[-1]}"
