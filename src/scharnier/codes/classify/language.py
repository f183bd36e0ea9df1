"""Which of two languages a short text is in, from words and word shapes that only one of them uses."""

import re
from collections.abc import Sequence

from scharnier.codes.classify.normalise import words_of

# Function words and everyday ledger words that exist in one language only. Homographs (post, bank, water) are absent.
_NL = words_of(
    """aan af als bij dan dat de deze die door een en er het hun incl inclusief kosten mbt met na naar niet nog
    om onder op overig overige te ten ter tot tbv uit van vanuit voor vrij wmo wordt zonder zijn
    diensten dienst goederen werken gemeente inkoop aanschaf uitgaven lasten baten jeugd zorg onderwijs wegen groen
    gebouwen gebouw inhuur derden personeel bedrijf"""
)
_EN = words_of(
    """about all an and any are at be by for from his it its not on or other our the their this to
    under with within without fees fee costs cost charges charge expenses purchase hire services service general
    payments payment staff supplies supply works external"""
)
_NL_SHAPE = re.compile(r"ij|aa|uu|oe[^s]|sch(?!o{1,2}l)|ui|eu[rz]|kk|(?:heid|ingen|ing|ering|lijke|tie|ties|elen|eid)$")
_EN_SHAPE = re.compile(
    r"th|wh|gh|ee?ry$|(?:tion|tions|ment|ments|ity|ies|ance|ence|ed|ly|ness|ous|ings|ial|al)$|^y|ck|sh"
)


def detect_language(words: Sequence[str], known_nl: frozenset[str], known_en: frozenset[str]) -> str:
    """ "nl", "en" or "und" (undetermined: both are tried). `known_*` hold the words of the keyword content."""
    score = 0.0
    for word in words:
        if word in _NL:
            score += 2
        elif word in _EN:
            score -= 2
        elif (nl := word in known_nl) != (en := word in known_en):
            score += 1.5 if nl else -1.5
        elif not nl and not en and len(word) > 4:
            score += 0.5 * bool(_NL_SHAPE.search(word)) - 0.5 * bool(_EN_SHAPE.search(word))
    if score >= 0.5:
        return "nl"
    return "en" if score <= -0.5 else "und"
