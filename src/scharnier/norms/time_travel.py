"""Whether a norm was in force on a date: one of four verdicts, with the reason in words."""

from datetime import date

from scharnier.kernel.outcome import Outcome, Verdict
from scharnier.kernel.provenance import Confidence
from scharnier.norms.records import TIMELESS_KINDS, UNBINDING_KINDS, Norm
from scharnier.norms.rough_date import RoughDate

_WORDS = {
    "timeless": {
        "nl": "Een begrip of rol begint of eindigt niet op een datum.",
        "en": "A term or role does not begin or end on a date.",
    },
    "unbinding": {
        "nl": "Bindt niemand en is dus niet van kracht of vervallen: een advies, brief, antwoord, telling of maatstaf.",
        "en": "Binds nobody, so it is never in force or ended: an advice, letter, answer, count or criterion.",
    },
    "proposal": {
        "nl": "Geen geldend recht: een voorstel, of een wet die nooit in werking trad.",
        "en": "Not law: a proposal, or an act that never entered into force.",
    },
    "ended": {"nl": "Vervallen na {to}.", "en": "Ended after {to}."},
    "unadopted": {"nl": "Nog niet aangenomen: dat was {adopted}.", "en": "Not yet adopted: that was {adopted}."},
    "no_start": {"nl": "De begindatum is niet bekend.", "en": "The date of entry into force is not known."},
    "before": {"nl": "Nog niet van kracht: pas vanaf {start}.", "en": "Not yet in force: only from {start}."},
    "start_vague": {
        "nl": "Van kracht geworden in {start}; de dag is niet bekend.",
        "en": "Came into force in {start}; the day is not known.",
    },
    "end_vague": {"nl": "Vervallen in {to}; de dag is niet bekend.", "en": "Ended in {to}; the day is not known."},
    "met": {"nl": "Van kracht sinds {start}.", "en": "In force since {start}."},
    "applies": {"nl": " Van toepassing vanaf {applies}.", "en": " Applies from {applies}."},
    "unverified": {"nl": " Datum niet nagezien.", "en": " Date unverified."},
}


def judge_in_force(norm: Norm, on: date, lang: str = "en") -> Outcome:
    """Whether `norm` is in force on `on` (entry into force, not application; the reason names both).

    Unknown dates, and dates known only to the month or year that `on` falls in, give `unknown`. Terms, roles,
    what binds nobody and texts that were never law give `not_applicable`. `rests_on` is the norm itself.
    """
    verdict, word, lacked = _judge(norm, on)
    reason = _WORDS[word][lang].format(start=norm.valid_from, to=norm.valid_to, adopted=norm.adopted)
    if norm.applies_from is not None and word in ("met", "before", "unadopted") and on < norm.applies_from.first:
        reason += _WORDS["applies"][lang].format(applies=norm.applies_from)
    if word not in ("timeless", "unbinding", "proposal", "no_start") and norm.dates_confidence is Confidence.UNVERIFIED:
        reason += _WORDS["unverified"][lang]
    return Outcome(verdict, reason, (norm.id,), lacked)


def _judge(norm: Norm, on: date) -> tuple[Verdict, str, tuple[str, ...]]:
    start, end = norm.valid_from, norm.valid_to
    if norm.kind in TIMELESS_KINDS:
        return Verdict.NOT_APPLICABLE, "timeless", ()
    if norm.kind in UNBINDING_KINDS:
        return Verdict.NOT_APPLICABLE, "unbinding", ()
    if norm.proposal:
        return Verdict.NOT_APPLICABLE, "proposal", ()
    if end is not None and on > end.last:
        return Verdict.NOT_MET, "ended", ()
    if start is None:
        if norm.adopted is not None and on < norm.adopted.first:
            return Verdict.NOT_MET, "unadopted", ()
        return Verdict.UNKNOWN, "no_start", ("valid_from",)
    if on < start.first:
        return Verdict.NOT_MET, "before", ()
    if on < start.last:
        return Verdict.UNKNOWN, "start_vague", ("valid_from",)
    if end is not None and _inside(end, on):
        return Verdict.UNKNOWN, "end_vague", ("valid_to",)
    return Verdict.MET, "met", ()


def _inside(rough: RoughDate, on: date) -> bool:
    return rough.first < rough.last and rough.first <= on <= rough.last
