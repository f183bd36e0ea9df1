"""From when the duties of the EUDR apply to a firm and a product: the general day, or that of smaller firms."""

from dataclasses import dataclass
from datetime import date

from scharnier.kernel.provenance import Confidence
from scharnier.law.answer import Text
from scharnier.law.eudr_annex import Timber
from scharnier.law.profile import Profile
from scharnier.law.scope.ruling import day_of, figure, weakest
from scharnier.law.scope.truth import Truth
from scharnier.law.words import both, day
from scharnier.norms.law_records import Law

GENERAL, SMALLER = "38.2", "38.3"
EARLIER = both("een middelgroot of groot bedrijf", "a medium or large firm")


@dataclass(frozen=True)
class Start:
    """Whether the duties apply on a day. `since`: their first day for this firm; None while facts lack (`missing`).

    `earlier` says in words what would make them apply earlier to this firm.
    """

    truth: Truth
    since: date | None
    words: Text
    provision: str
    missing: tuple[str, ...] = ()
    confidence: Confidence = Confidence.VERIFIED
    earlier: Text | None = None


def judge_start(profile: Profile, timber: Timber, placed: date, on: date, law: Law) -> Start:
    """Whether the duties apply to what a firm places on `placed`, and since when as the latest text known on `on`."""
    known = max(placed, on)
    general, smaller = day_of(law, "applies_from", placed), day_of(law, "applies_from_micro_small", placed)
    group, told = _group(profile, timber, law, placed), _group(profile, timber, law, known)
    sure = weakest(v.confidence for name in _figures(told) if (v := figure(law, name, known)))
    if told.timber_decides:
        sure = Confidence.UNVERIFIED
    since = None
    if told.smaller is not None:
        since = day_of(law, "applies_from_micro_small" if told.smaller else "applies_from", known)
    if general is None or placed < general:
        truth: Truth = False
    elif group.smaller is False or smaller is None or placed >= smaller:
        truth = True
    else:
        truth = False if group.smaller else None
    missing = group.missing if truth is None else ()
    words, provision = _say(told, since, law, known), SMALLER if told.smaller else GENERAL
    earlier = EARLIER if told.smaller and general is not None and placed >= general else None
    return Start(truth, since, words, provision, missing, sure, earlier)


@dataclass(frozen=True)
class _Group:
    """Whether the later day of smaller firms counts; None: it turns on `missing`, or on a list not clear to us."""

    smaller: Truth
    why: Text
    missing: tuple[str, ...] = ()
    timber_decides: bool = False


def _group(profile: Profile, timber: Timber, law: Law, placed: date) -> _Group:
    founded_by = day_of(law, "micro_small_founded_by", placed)
    size, founded = profile.size_class, profile.founded_on
    if size in ("medium", "large"):
        return _Group(
            False, both("Het bedrijf is geen micro- of kleine onderneming.", "The firm is not micro or small.")
        )
    if founded_by is not None and founded is not None and founded > founded_by:
        why = both(
            f"Het bedrijf is opgericht na {day(founded_by, 'nl')}, dus de latere datum geldt niet.",
            f"The firm was founded after {day(founded_by, 'en')}, so the later date does not count.",
        )
        return _Group(False, why)
    if timber == "yes":
        why = both(
            "Het viel al onder de oude Houtverordening; dan geldt de eerste datum ook voor kleine bedrijven.",
            "The old Timber Regulation covered it already; then the first date counts for small firms too.",
        )
        return _Group(False, why, timber_decides=True)
    by = both("", "")
    if founded_by is not None:
        by = both(f", opgericht uiterlijk {day(founded_by, 'nl')},", f" founded by {day(founded_by, 'en')}")
    missing = [key for key, value in (("size_class", size), ("founded_on", founded)) if value is None]
    if missing:
        why = both(
            f"Micro- en kleine bedrijven{by['nl']} hebben een latere datum; of u dat bent, is niet bekend.",
            f"Micro and small firms{by['en']} have a later date; whether you are one is not known.",
        )
        return _Group(None, why, tuple(missing))
    if timber == "unknown":
        why = both(
            "Of dit product onder de oude Houtverordening viel, konden wij niet nagaan; daarvan hangt de datum af.",
            "Whether the old Timber Regulation covered this product we could not establish; the date turns on it.",
        )
        return _Group(None, why)
    why = both(
        f"Het is een micro- of kleine onderneming{by['nl'].rstrip(',')}.", f"It is a micro or small firm{by['en']}."
    )
    if timber == "left_out":
        why = both(
            f"{why['nl']} In de oude Houtverordening stond dit product, voor zover wij weten, niet.",
            f"{why['en']} As far as we know the old Timber Regulation did not name this product.",
        )
    return _Group(True, why, timber_decides=timber == "left_out")


def _figures(group: _Group) -> tuple[str, ...]:
    return ("applies_from",) if group.smaller is False else ("applies_from", "applies_from_micro_small")


def _say(group: _Group, since: date | None, law: Law, known: date) -> Text:
    if since is not None:
        return both(
            f"Voor dit bedrijf gelden de plichten vanaf {day(since, 'nl')}. {group.why['nl']}",
            f"For this firm the duties apply from {day(since, 'en')}. {group.why['en']}",
        )
    first, later = (day_of(law, name, known) for name in ("applies_from", "applies_from_micro_small"))
    if first is None or later is None:
        return group.why
    why = group.why
    return both(
        f"De plichten gelden vanaf {day(first, 'nl')}, of voor kleine bedrijven vanaf {day(later, 'nl')}. {why['nl']}",
        f"The duties apply from {day(first, 'en')}, or for small firms from {day(later, 'en')}. {why['en']}",
    )
