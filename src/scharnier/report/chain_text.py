"""Sentences about a traced purchase that the command line and the page share, in Dutch and English."""

import math
from dataclasses import dataclass
from typing import TypeVar

from scharnier.analytics.chains.stressors import Followed
from scharnier.analytics.chains.table import ChainTable
from scharnier.analytics.chains.trace import Explained, Split, Tracing
from scharnier.report.formats import Formats

T = TypeVar("T")
TIER_NAMES = {
    "nl": ("leverancier", "schakel 1", "schakel 2", "schakel 3+"),
    "en": ("supplier", "tier 1", "tier 2", "tier 3+"),
}
PER = 1000  # euros bought, in sentences
UNITS = {
    "million USD": {"nl": "miljoen dollar", "en": "million dollars"},
    "million EUR": {"nl": "miljoen euro", "en": "million euros"},
    "M.EUR": {"nl": "miljoen euro", "en": "million euros"},
    "kilotonnes CO2": {"nl": "kiloton CO2", "en": "kilotonnes of CO2"},
}


@dataclass(frozen=True)
class Said:
    """Chooses the language."""

    lang: str

    def __call__(self, nl: T, en: T) -> T:
        """The first in Dutch, the second otherwise."""
        return nl if self.lang == "nl" else en


def bought_name(traced: Tracing, lang: str) -> str:
    """What is bought, in words."""
    say, bought = Said(lang), traced.cells()
    if len(bought) == 1:
        return traced.table.name(bought[0][0], lang)
    return say(f"een pakket van {len(bought)} aankopen", f"a basket of {len(bought)} purchases")


def title_of(traced: Tracing, lang: str) -> str:
    """The head of an answer."""
    say = Said(lang)
    return say(f"Door de keten: {bought_name(traced, lang)}", f"Through the chain: {bought_name(traced, lang)}")


def total_of(traced: Tracing, lang: str) -> str:
    """What a thousand euros of it come to."""
    say, f = Said(lang), Formats(lang, "EUR")
    if traced.split is not None:
        amount, silent = (value_of(traced, part, lang) for part in (traced.total, traced.split.unknown))
        return say(
            f"Van elke {f.money(PER)} die u uitgeeft, wordt voor zover bekend {amount} verdiend waar schade "
            f"waarschijnlijk is. Over {silent} zegt geen bron iets.",
            f"Of every {f.money(PER)} you spend, {amount} is known to be earned where harm is likely. "
            f"No source says anything about {silent}.",
        )
    if traced.followed.is_money:
        amount = value_of(traced, traced.total, lang)
        return say(
            f"Van elke {f.money(PER)} die u uitgeeft, wordt {amount} ergens verdiend. Waar, staat hieronder.",
            f"Of every {f.money(PER)} you spend, {amount} is earned somewhere. Where, stands below.",
        )
    unit = unit_name(traced.table.unit, lang)
    return say(
        f"Met elke {unit} die u hier uitgeeft, komt {value_of(traced, traced.total, lang)} mee.",
        f"Each {unit} you spend here carries {value_of(traced, traced.total, lang)} with it.",
    )


def value_of(traced: Tracing, value: float, lang: str) -> str:
    """A value per unit bought, in words: euros of a thousand, or the unit of the stressor."""
    return amount_of(traced.followed, value, lang)


def amount_of(followed: Followed, value: float, lang: str) -> str:
    """As `value_of`, for what is followed."""
    f, size = Formats(lang, "EUR"), abs(value)
    if followed.is_money:
        euros = value * PER
        return f.money_exact(euros) if 0 < abs(euros) < 10 else f.money(euros)
    unit = unit_name(followed.unit.partition(" / ")[0], lang)
    decimals = 0 if size >= 100 else 2 if size >= 1 else 4
    return f"{f.number(value, decimals)} {unit}"


def signed(followed: Followed, value: float, lang: str) -> str:
    """A change, with its sign."""
    text = amount_of(followed, value, lang)
    return f"+{text}" if value > 0 else text


def per_unit(table: ChainTable, followed: Followed, lang: str) -> str:
    """Of what the values are: a thousand euros, or a unit of the table."""
    return Formats(lang, "EUR").money(PER) if followed.is_money else f"1 {unit_name(table.unit, lang)}"


def covered(traced: Tracing, lang: str) -> str:
    """What share of the total the paths are, and how large another one can be."""
    say, f, paths = Said(lang), Formats(lang, "EUR"), traced.paths
    part = f.share(paths.coverage)
    one, count = len(paths) == 1, f.number(len(paths))
    if not len(paths) and traced.split is not None and round(traced.split.unknown, 9) > 0:
        return say(
            "Geen bron noemt een plaats in deze keten waar schade waarschijnlijk is. Dat is onbekend, niet nul.",
            "No source names a place in this chain where harm is likely. That is unknown, not zero.",
        )
    if not len(paths):
        return say("Geen enkel pad leidt naar wat u volgt.", "No path leads to what you follow.")
    if paths.complete:
        return say(
            f"Dit {'is het enige pad' if one else 'zijn alle paden'}: {part} van het totaal.",
            f"{'This is the only path' if one else 'These are all paths there are'}: {part} of the total.",
        )
    most = f.share(paths.bound / paths.total)
    return say(
        f"{'Dit pad is' if one else f'Deze {count} paden zijn samen'} {part} van het totaal. "
        f"Elk ander pad is hooguit {most}: dat is bewezen.",
        f"{'This path is' if one else f'These {count} paths are'} {part} of the total. "
        f"Any other path is at most {most}: that is proven.",
    )


def proof_lines(explained: Explained, lang: str) -> list[str]:
    """What the certificate says, in words."""
    say, traced = Said(lang), explained.traced
    sure = _figures(traced.error / traced.total) if traced.total > 0 else 15
    agree = _figures(explained.apart)
    lines = [
        say(
            f"Van het totaal zijn de eerste {sure} cijfers zeker: dat is bewezen, niet geschat.",
            f"The first {sure} figures of the total are certain: that is proven, not estimated.",
        ),
        say(
            f"Twee berekeningen, vanaf de koper en vanaf de verkopers, geven dezelfde eerste {agree} cijfers "
            f"({explained.method}).",
            f"Two calculations, from the buyer and from the sellers, agree in the first {agree} figures "
            f"({explained.method}).",
        ),
        say(
            "Dit gaat over het rekenwerk. Hoe goed de tabel de wereld beschrijft, zegt het niet.",
            "This is about the arithmetic. It does not say how well the table describes the world.",
        ),
    ]
    if count := traced.followed.negative:
        lines.append(
            say(
                f"{count} cellen van het model hebben een waarde onder nul; die tellen als nul.",
                f"{count} cells of the model have a value below zero; they count as zero.",
            )
        )
    return lines


def split_parts(split: Split, lang: str) -> list[tuple[str, float]]:
    """Where the money of a theme ends: words and share."""
    say = Said(lang)
    return [
        (say("kans 4 of 5 van 5: waarschijnlijk", "likelihood 4 or 5 of 5: likely"), round(split.likely, 9)),
        (say("kans 1 tot en met 3", "likelihood 1 to 3"), round(split.less, 9)),
        (say("geen gegevens: onbekend, niet laag", "no data: unknown, not low"), round(split.unknown, 9)),
    ]


def percent(share: float, f: Formats) -> str:
    """A share with one decimal, so that figures stand in line."""
    if 0 < share < 0.0005:
        return f"<{f.number(0.1, 1)}%"
    return f"{f.number(share * 100, 1)}%"


def unit_name(unit: str, lang: str) -> str:
    """A unit of a table in words where we have them."""
    return UNITS.get(unit, {}).get(lang, unit)


def _figures(error: float) -> int:
    """How many figures are certain when the relative error is this."""
    return 0 if not math.isfinite(error) else 15 if error <= 1e-15 else min(15, max(0, math.floor(-math.log10(error))))
