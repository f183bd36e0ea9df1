"""Which of the 35 industries of the evidence an industry of another model is, judged by its code where that is safe.

Codes of NACE Rev. 2 and ISIC Rev. 4 (`C10T12`, `J59_J60`, `01T03`, `R_S`) are taken apart into their two-digit
divisions, and a division goes where `chain/jrc56_to_wiod35.csv` sends it; a part of a division (`C24A`, `C302T309`)
goes with it. Codes of WIOD 2013 workbooks (`15t16`) are those of the older NACE, one for one; those of the ICIO tables
of 2016 (`C17T19TEX`) and of EXIOBASE (`i17`, `p01.a`) begin with its divisions. Names are never guessed.
"""

import csv
import re
from functools import cache

from scharnier.kernel.content import content_path
from scharnier.sources.concordances.links import calc_divisions

SECTIONS = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43), "G": (45, 47), "H": (49, 53),
    "I": (55, 56), "J": (58, 63), "K": (64, 66), "L": (68, 68), "M": (69, 75), "N": (77, 82), "O": (84, 84),
    "P": (85, 85), "Q": (86, 88), "R": (90, 93), "S": (94, 96), "T": (97, 98), "U": (99, 99),
}  # fmt: skip
# In the accounts textiles, clothing (13, 14) and leather (15) are one; here they can be told apart. Extraterritorial
# bodies (99) are in neither list: they go with other services, our own choice.
OWN = {13: "c4", 14: "c4", 15: "c5", 99: "c34"}
DIVISIONAL = ("figaro", "wiod-2016", "oecd-icio")
CODE = re.compile(r"([A-U])?(\d\d)(?:\d|[AB])?(?:[T_-]([A-U])?(\d\d)\d?)?")
LETTERS = re.compile(r"([A-U])(?:_([A-U]))?")
# Of ISIC Rev. 3: one or more divisions with what the publisher puts behind them.
ICIO_2016 = re.compile(r"C(\d\d)((?:[T.]\d\d)*)[A-Z]{3}")
EXIOBASE = re.compile(r"[ip](\d\d)(?:\.[\w.]+)?")


def guess_industries(source: str, code: str) -> tuple[str, ...]:
    """The codes c1 .. c35 that a code of a source stands for, more than one where it covers several; empty where it is
    not known."""
    if source == "wiod-2013":
        found = _older().get(code)
        return (found,) if found else ()
    if source == "exiobase" and (digits := EXIOBASE.fullmatch(code)):
        found = _by_older_division().get(int(digits[1]))
        return (found,) if found else ()
    if source not in DIVISIONAL:
        return ()
    if older := ICIO_2016.fullmatch(code):
        return _span(older[1] + older[2])
    return tuple(dict.fromkeys(_by_division()[division] for division in divisions_of(code)))


def divisions_of(code: str) -> list[int]:
    """The two-digit divisions of NACE Rev. 2 in a code; empty where it is no such code."""
    if letters := LETTERS.fullmatch(code):
        return [
            division
            for letter in letters.groups()
            if letter
            for division in range(SECTIONS[letter][0], SECTIONS[letter][1] + 1)
        ]
    digits = CODE.fullmatch(code)
    if digits is None:
        return []
    first, last = int(digits[2]), int(digits[4] or digits[2])
    for letter, division in ((digits[1], first), (digits[3] or digits[1], last)):
        if letter and not SECTIONS[letter][0] <= division <= SECTIONS[letter][1]:
            return []
    return [division for division in range(first, last + 1) if division in _by_division()]


def _span(text: str) -> tuple[str, ...]:
    """`17T19` and `30.32.33`: from one division to another, and single ones."""
    found: list[str] = []
    for part in text.split("."):
        first, last = int(part[:2]), int(part[-2:])
        found += [_by_older_division()[n] for n in range(first, last + 1) if n in _by_older_division()]
    return tuple(dict.fromkeys(found))


@cache
def _by_division() -> dict[int, str]:
    """Division -> c1 .. c35."""
    found: dict[int, str] = {}
    with content_path("chain/jrc56_to_wiod35.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            letters, digits = re.findall(r"[A-U]", row["jrc_industry"]), re.findall(r"\d\d", row["jrc_industry"])
            spans = [SECTIONS[letter] for letter in letters] if not digits else [(int(digits[0]), int(digits[-1]))]
            for first, last in spans:
                found.update(dict.fromkeys(range(first, last + 1), row["sector"]))
    return found | OWN


@cache
def _older() -> dict[str, str]:
    with content_path("codes/wiod35.csv").open(encoding="utf-8") as file:
        return {row["nace11"]: row["code"] for row in csv.DictReader(file)}


@cache
def _by_older_division() -> dict[int, str]:
    """Division of NACE Rev. 1.1 -> c1 .. c35; extraterritorial bodies (99) as in `OWN`."""
    return {int(division): code for division, code in calc_divisions().items()} | {99: OWN[99]}
