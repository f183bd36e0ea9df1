"""Several texts of one purchase line (categories, account, description) to one suggestion."""

from collections.abc import Sequence
from dataclasses import replace

from scharnier.codes.classify.suggestion import Suggestion

# A category that says nothing was bought is the bookkeeper's word and wins over what a description seems to name.
_FINAL = frozenset({"transfer", "payroll", "income", "internal", "accounting", "redacted"})
_MOST = 0.95  # agreement of texts that one hand wrote never makes certain
_DESCRIPTION_LEAD = 0.1  # a description is more specific than a category, so it may be this much less sure and win


def combine(found: Sequence[Suggestion], line: Sequence[str]) -> Suggestion:
    """One suggestion for a line; `found` are those of its texts that are not blank, the description last.

    A text that says nothing was bought wins. Otherwise the most confident wins, with a lead for the later text; where
    texts agree, confidence rises halfway to the chance that not both are wrong, as they are not independent.
    """
    text = " | ".join(part for part in line if part and part.strip())
    if not found:
        return Suggestion(text, "und", None, (), None, None, None, 0.0, (), (), "no_content")
    for one in found:
        if one.reason in _FINAL:
            return replace(one, text=text)
    answered = [(index, one) for index, one in enumerate(found) if one.code]
    if not answered:
        telling = [one for one in found if one.alternatives] or list(found)
        return replace(telling[-1], text=text)
    _, best = max(answered, key=lambda p: p[1].confidence + _DESCRIPTION_LEAD * p[0])
    confidence = best.confidence
    for _, other in answered:
        if other is not best and other.code == best.code:
            confidence += 0.5 * (1 - confidence) * other.confidence
    because = tuple(dict.fromkeys(word for _, one in answered if one.code == best.code for word in one.because))
    return replace(best, text=text, confidence=round(min(confidence, _MOST), 3), because=because or best.because)
