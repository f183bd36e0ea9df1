"""Several texts of one purchase line (categories, account, description) to one suggestion."""

from collections.abc import Sequence
from dataclasses import replace

from scharnier.codes.classify.suggestion import Suggestion

# A category that says nothing was bought is the bookkeeper's word and wins over what a description seems to name.
_FINAL = frozenset({"transfer", "payroll", "income", "internal", "accounting", "redacted"})
_SURE = 0.8  # a text this sure is believed though a more general one speaks of internal charges
_MOST = 0.95  # agreement of texts that one hand wrote never makes certain
_DESCRIPTION_LEAD = 0.1  # a description is more specific than a category, so it may be this much less sure and win
_NAMED = frozenset({"goods", "act", "firm"})  # what a specific text may name so plainly that it decides


def combine(found: Sequence[Suggestion], line: Sequence[str]) -> Suggestion:
    """One suggestion for a line; `found` are those of its texts that are not blank, from general to specific.

    A text that says nothing was bought wins. Otherwise `choose` picks a text; where others agree with it, confidence
    rises halfway to the chance that not both are wrong, as they are not independent, and a product that only another
    one names is taken over.
    """
    text = " | ".join(part for part in line if part and part.strip())
    if not found:
        return Suggestion(text, "und", None, (), None, None, None, 0.0, (), (), "no_content")
    for index, one in enumerate(found):
        if one.reason in _FINAL:
            later = found[index + 1 :]
            if one.reason == "internal" and any(two.kind in _NAMED and two.confidence >= _SURE for two in later):
                continue
            return replace(one, text=text)
    answered = [one for one in found if one.code]
    if not answered:
        telling = [one for one in found if one.alternatives] or list(found)
        return replace(telling[-1], text=text)
    best = choose(answered)
    agreeing = [one for one in answered if one.code == best.code]
    confidence, product = best.confidence, best.product
    for other in agreeing:
        if other is not best:
            confidence += 0.5 * (1 - confidence) * other.confidence
            product = product or (other.product if best.kind == "goods" else None)
    because = tuple(dict.fromkeys(word for one in agreeing for word in one.because))
    confidence = max(best.confidence, round(min(confidence, _MOST), 3))
    return replace(best, text=text, confidence=confidence, because=because or best.because, product=product)


def choose(answered: Sequence[Suggestion]) -> Suggestion:
    """The suggestion that decides, of those from general to specific.

    The most specific text that names a good or an act: a category is often only the purpose ("Onderhoud wegen" of
    natural stone). But goods under insurance or hire are what is insured or hired. If no text names anything so
    plainly, the surest, with a lead for the more specific.
    """
    surest = max(one.confidence for one in answered)
    for index in range(len(answered) - 1, -1, -1):
        one = answered[index]
        if one.kind in _NAMED:
            firm = [other for other in answered[:index] if other.kind == "firm"]
            return firm[-1] if firm and one.kind == "goods" else one
        if one.kind == "service" and one.confidence >= surest:
            break
    return max(enumerate(answered), key=lambda pair: pair[1].confidence + _DESCRIPTION_LEAD * pair[0])[1]
