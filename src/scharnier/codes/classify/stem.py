"""Light stemming: enough to bring singular and plural together, never so much that two things become one."""

import re

_EN_KEEP = ("ss", "us", "is", "ous")


def stem_en(word: str) -> str:
    """Singular of an English noun, roughly: companies → company, boxes → box, fees → fee."""
    if len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(_EN_KEEP):
        return word[:-1]
    return word


_SINGULAR_IN_S = ("ss", "uis", "eis", "ijs", "oos", "aas", "ees", "eus", "iks")  # huis, reis, prijs: no plurals
_LONG_VOWEL = re.compile(r"([aeou])\1(?=[bcdfgklmnprstvz]$)")


def _closed(stem: str) -> str:
    """Undo what Dutch spelling does to syllables: bussen → bus, straat and straten → strat, muur and muren → mur."""
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiou":
        stem = stem[:-1]
    if stem.endswith("v"):
        stem = stem[:-1] + "f"
    elif stem.endswith("z"):
        stem = stem[:-1] + "s"
    return _LONG_VOWEL.sub(r"\1", stem) if len(stem) > 4 else stem


def stem_nl(word: str) -> str:
    """Key that a Dutch noun shares with its plural. Not a word: only for comparing."""
    if len(word) < 4:
        return word
    if word.endswith("jes"):  # uitje and uitjes are one
        word = word[:-1]
    if word.endswith("heden"):
        return word[:-5] + "heid"
    if word.endswith(("ien", "ies", "eeen")):
        return word[:-2] + "e" if word.endswith("ies") else word[:-1]
    if word.endswith("en") and len(word) > 4:
        return _closed(word[:-2])
    if word.endswith("s") and not word.endswith(_SINGULAR_IN_S) and len(word) > 4:
        return _closed(word[:-1])
    if word.endswith("e") and len(word) > 5 and word[-2] not in "aeiou":
        return _closed(word[:-1])
    return _closed(word)


_DIMINUTIVES = ("je", "pje", "tje", "etje")


def list_undiminished(word: str) -> tuple[str, ...]:
    """What a Dutch diminutive may be the small form of: plantjes → plant, boompje → boom, tuintje → tuin."""
    small = word.removesuffix("s")
    if not small.endswith("je") or len(small) < 6:
        return ()
    return tuple(small.removesuffix(end) for end in _DIMINUTIVES if small.endswith(end) and len(small) - len(end) >= 3)


_ADJECTIVE = {
    "nl": re.compile(r"(?:lijk|ig|isch|ief|iev|eel|el|air|aal|al|baar|bar|end)e$|(?:lijk|isch|baar)$"),
    "en": re.compile(r"(?:ical|ial|nal|ble|ive|ous|ary|ory|ern)$"),
}


def is_adjective(word: str, lang: str) -> bool:
    """Whether a word looks like an adjective, which says less about what was bought than a noun."""
    return len(word) > 5 and bool(_ADJECTIVE[lang].search(word))
