"""From the answers for each product to one answer of the EUDR for the company."""

from collections.abc import Iterable, Sequence
from datetime import date

from scharnier.kernel.outcome import Verdict
from scharnier.law.answer import Answer, ProductAnswer, Text
from scharnier.law.eudr_annex import write_code
from scharnier.law.profile import Profile
from scharnier.law.scope.ruling import weakest
from scharnier.law.words import LANGS, both, join, sentences
from scharnier.norms.law_records import Law

# What one product does to the whole: the first of these that any product has.
ORDER = (Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE, Verdict.NOT_MET)
SHOWN = 5
SAYS = {
    Verdict.MET: both("Onder de ontbossingsverordening", "Covered by the deforestation regulation"),
    Verdict.UNKNOWN: both("Onbekend, want er ontbreken feiten", "Unknown, because facts are missing"),
    Verdict.NOT_APPLICABLE: both(
        "Later onder de ontbossingsverordening", "Covered by the deforestation regulation later"
    ),
    Verdict.NOT_MET: both("Er niet onder", "Not covered"),
}
NO_PRODUCTS_SAID = both(
    "Welke producten u op de EU-markt brengt of uitvoert, is niet bekend; de verordening kijkt alleen daarnaar.",
    "Which products you place on the EU market or export is not known; the regulation looks only at that.",
)
NO_PRODUCTS = both(
    "U brengt volgens het profiel geen producten op de EU-markt; de verordening kijkt alleen daarnaar.",
    "By the profile you place no products on the EU market; the regulation looks only at that.",
)


def sum_up(law: Law, profile: Profile, answers: Sequence[ProductAnswer]) -> Answer:
    """One answer: met where any product is met, else unknown where any is, else not yet, else not met."""
    name, annex = law.name, (f"{law.id}:annex.1",)
    if profile.products is None:
        return Answer(name, Verdict.UNKNOWN, Verdict.UNKNOWN, NO_PRODUCTS_SAID, annex, missing=("products",))
    if not answers:
        return Answer(name, Verdict.NOT_MET, Verdict.NOT_MET, NO_PRODUCTS, annex)
    each = [answer.answer for answer in answers]
    verdict = _worst(answer.verdict for answer in each)
    carrying = [answer for answer in each if answer.verdict is verdict]
    starts = [answer.since for answer in carrying if answer.since is not None]
    ends = [answer.until for answer in carrying if answer.until is not None]
    missing = [key for answer in carrying for key in answer.missing]
    return Answer(
        law=name,
        verdict=verdict,
        scope=_worst(answer.scope for answer in each),
        because=_because(answers),
        provisions=tuple(dict.fromkeys(id for answer in carrying for id in answer.provisions)),
        since=min(starts, default=None),
        until=max(ends) if len(ends) == len(carrying) else None,
        missing=tuple(dict.fromkeys(missing)),
        tests=tuple(test for answer in each for test in answer.tests),
        would_change=tuple({c["en"]: c for answer in carrying for c in answer.would_change}.values()),
        outlook=_outlook(each, verdict),
        confidence=weakest(answer.confidence for answer in carrying),
        products=tuple(answers),
    )


def _worst(verdicts: Iterable[Verdict]) -> Verdict:
    return min(verdicts, key=ORDER.index)


def _because(answers: Sequence[ProductAnswer]) -> Text:
    """One product: its own words. Several: which of them is what."""
    if len(answers) == 1:
        return answers[0].answer.because
    parts = []
    for verdict in ORDER:
        codes = [write_code(answer.product.hs) for answer in answers if answer.answer.verdict is verdict]
        if codes:
            parts.append({lang: f"{SAYS[verdict][lang]}: {_list(codes, lang)}." for lang in LANGS})
    return sentences(parts)


def _list(codes: Sequence[str], lang: str) -> str:
    if len(codes) <= SHOWN:
        return join(codes, lang)
    rest = len(codes) - SHOWN
    return join([*codes[:SHOWN], f"{rest} andere" if lang == "nl" else f"{rest} others"], lang)


def _outlook(each: Sequence[Answer], verdict: Verdict) -> tuple[tuple[date, Verdict], ...]:
    changes, last = [], verdict
    for later in sorted({day for answer in each for day, _ in answer.outlook}):
        now = _worst(_on(answer, later) for answer in each)
        if now is not last:
            changes.append((later, now))
            last = now
    return tuple(changes)


def _on(answer: Answer, later: date) -> Verdict:
    reached = [verdict for day, verdict in answer.outlook if day <= later]
    return reached[-1] if reached else answer.verdict
