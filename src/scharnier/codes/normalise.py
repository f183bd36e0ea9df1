"""Reading a code as people write it: dots, spaces, check digits, lost zeros. What stays ambiguous is not decided.

Each function gives the codes a text may stand for, best reading first, without looking whether they exist;
`Scheme.normalise` keeps those that do and answers only when one is left.
"""

import re
from collections.abc import Callable, Iterator
from types import MappingProxyType

_ROMAN = re.compile(r"[IVX]+")
_LOWER = frozenset("abcdefghijklmnopqrstu")  # a lone small letter is no section


def parse_cpv(text: str) -> Iterator[str]:
    """`15861000-1`, `15861000`, `1586`, and the seven digits that remain when a spreadsheet ate the leading zero."""
    found = re.fullmatch(r"(\d{1,8})(?:-(\d))?", re.sub(r"[\s.]", "", text))
    if not found:
        return
    digits, check = found.groups()
    if len(digits) == 8:
        yield digits
    elif check is not None:
        # A check digit follows all eight digits: fewer than seven before it is no CPV code at all.
        if len(digits) == 7:
            yield "0" + digits
    else:
        if len(digits) > 1:
            yield digits.ljust(8, "0")
        if len(digits) != 2:  # two digits are a division: 31 is never the 031 of 03100000
            yield ("0" + digits).ljust(8, "0")


def parse_hs(text: str) -> Iterator[str]:
    """`0901 21 00`, `0901.21`, `090121`; an odd number of digits has lost its leading zero, for no code has one.

    Longer codes (ten digits of the customs tariff) are no code of these lists; `Concordance.map` still places them.
    """
    bare = re.sub(r"[\s.\-]", "", text)
    if _ROMAN.fullmatch(bare):  # in capitals only: a tick or cross in a column is no section
        yield bare
    elif bare.isdecimal() and bare.isascii() and len(bare) <= 10:
        whole = bare if len(bare) % 2 == 0 else "0" + bare
        yield whole
        if len(whole) in (4, 6):  # CN writes an undivided heading with zeros only: 0409 is 04090000
            yield whole.ljust(8, "0")


def parse_activity(text: str) -> Iterator[str]:
    """NACE, CPA: `A01.11`, `01.11`, `0111`, and `1.11` where a spreadsheet ate the zero; `A` is a section."""
    if text.strip() in _LOWER:
        return
    found = re.fullmatch(r"([A-U])?((?:\d{1,2})(?:\.\d{1,2}){0,2}|\d{1,6})?", re.sub(r"\s", "", text.upper()))
    if not found or not (found[1] or found[2]):
        return
    digits = found[2]
    if not digits:
        yield found[1]
    elif "." in digits:
        head, _, tail = digits.partition(".")
        yield f"{head.zfill(2)}.{tail}"
    else:
        for whole in (digits, "0" + digits):
            # Two digits are a division (14 is never 01.4), and after a section letter no zero was lost.
            if len(whole) > 1 and (whole == digits or not (found[1] or len(digits) == 2)):
                yield ".".join(part for part in (whole[:2], whole[2:4], whole[4:]) if part)


def parse_isic(text: str) -> Iterator[str]:
    """ISIC: `A0111`, `0111`, `01.11`, and `111` where the zero was lost and no group 111 exists."""
    if text.strip() in _LOWER:
        return
    found = re.fullmatch(r"([A-U])?(\d{1,4})?", re.sub(r"[\s.]", "", text.upper()))
    if not found or not (found[1] or found[2]):
        return
    if not found[2]:
        yield found[1]
        return
    if len(found[2]) > 1:
        yield found[2]
    if not found[1] and len(found[2]) in (1, 3):
        yield "0" + found[2]


PARSERS: MappingProxyType[str, Callable[[str], Iterator[str]]] = MappingProxyType(
    {
        "cpv": parse_cpv,
        "hs": parse_hs,
        "cn": parse_hs,
        "cpa": parse_activity,
        "nace": parse_activity,
        "isic": parse_isic,
    }
)
