"""How far an explained purchase can be off, in words and figures, in Dutch and English."""

import numpy as np

from scharnier.analytics.chains.noise import Doubt
from scharnier.analytics.chains.trace import Explained
from scharnier.chain.uncertainty_text import explain_age, explain_spread
from scharnier.report.chain_text import Said, percent, value_of
from scharnier.report.formats import Formats

PARTS = {
    "nl": {"table": "de tabel", "spend": "wat gekocht is", "intensity": "de intensiteiten"},
    "en": {"table": "the table", "spend": "what is bought", "intensity": "the intensities"},
}


def doubt_lines(explained: Explained, doubt: Doubt, year: int, lang: str, *, command: bool = True) -> list[str]:
    """Sentences: the interval of the total, what it counts and leaves out, and the age of the table.

    `command`: tell which option states an uncertainty.
    """
    say, f, traced, spread = Said(lang), Formats(lang, "EUR"), explained.traced, doubt.spread
    lines = []
    if doubt.stated:
        stated = ", ".join(f"{PARTS[lang][name]} {f.share(value)}" for name, value in doubt.stated.items())
        lines.append(say(f"Opgegeven onzekerheid: {stated}.", f"Stated uncertainty: {stated}."))
        low, high = (value_of(traced, float(part[0]), lang) for part in (spread.p05, spread.p95))
        if spread.sd[0] > 0:
            lines.append(
                say(
                    f"Het totaal ligt dan negen van de tien keer tussen {low} en {high}.",
                    f"The total then lies between {low} and {high} nine times in ten.",
                )
            )
        else:
            lines.append(
                say(
                    "Het totaal verandert daar niet door; waar het ontstaat, wel.",
                    "That does not change the total; it does change where it arises.",
                )
            )
        if traced.followed.is_money and "intensity" in doubt.stated:
            lines.append(
                say(
                    "Bij geld telt onzekerheid over intensiteiten niet mee: wat een bedrijfstak overhoudt, volgt uit "
                    "de tabel.",
                    "For money, uncertainty of intensities does not count: what an industry keeps follows from the "
                    "table.",
                )
            )
        if traced.split is not None and traced.split.unknown > 0:
            silent = value_of(traced, traced.split.unknown, lang)
            lines.append(
                say(
                    f"Dit gaat over wat bekend is. De {silent} waar geen bron iets over zegt, valt erbuiten.",
                    f"This is about what is known. The {silent} of which no source speaks lies outside it.",
                )
            )
    lines.extend(explain_spread(spread, lang))
    if not doubt.stated and command:
        lines.append(
            say(
                "Weet u hoe onzeker iets is, geef het dan op: --noise table=0.3,spend=0.1.",
                "If you know how uncertain something is, state it: --noise table=0.3,spend=0.1.",
            )
        )
    if any(doubt.aged):
        lines.append(
            say(
                f"De tabel is van {traced.table.year}, de vraag gaat over {year}: {doubt.years} jaar verschil. De "
                "kolom ouderdom telt dat mee, voor zover gemeten; de andere niet. Prijzen: "
                f"{traced.table.price_basis}.",
                f"The table is of {traced.table.year}, the question about {year}: {doubt.years} years apart. The "
                f"column age counts that, as far as was measured; the others do not. Prices: "
                f"{traced.table.price_basis}.",
            )
        )
    else:
        lines.append(explain_age(traced.table.year, year, traced.table.price_basis, lang))
    return lines


def age_lines(doubt: Doubt, lang: str) -> list[str]:
    """What the age intervals say and do not count; why there are none where there are none."""
    say = Said(lang)
    if doubt.years == 0:
        return []
    if not doubt.measured:
        return [
            say(
                "Wat de ouderdom van de tabel doet, is alleen voor geld gemeten en niet hiervoor.",
                "What the age of the table does was measured for money only, not for this.",
            )
        ]
    if not any(doubt.aged):
        return [
            say(
                "Wat de ouderdom van de tabel met deze plaatsen doet, is niet gemeten. Dat is onbekend, niet niets.",
                "What the age of the table does to these places was not measured. That is unknown, not nothing.",
            )
        ]
    lines = [
        say(
            f"Ouderdom: in {doubt.years} jaar tussen twee tabellen kwam negen tiende van het geld op zulke plaatsen "
            "tussen deze grenzen uit. Wat uw leverancier zelf houdt, staat daarbij vast.",
            f"Age: in {doubt.years} years between two tables, nine tenths of the money in such places ended between "
            "these bounds. What your supplier itself keeps is taken as fixed.",
        )
    ]
    if not all(doubt.aged):
        lines.append(
            say("Een streepje betekent: niet gemeten, dus onbekend.", "A dash means: not measured, so unknown.")
        )
    return lines + doubt.limits["nl" if lang == "nl" else "en"]


def between(explained: Explained, doubt: Doubt, place: int, lang: str) -> tuple[str, str]:
    """Of an origin, the interval by stated noise and by age, as shares of the total; "" and "–" where there is none."""
    f, say, total = Formats(lang, "EUR"), Said(lang), explained.traced.total
    noise, aged = "", "–"
    ends = [float(part[1 + place]) for part in (doubt.spread.p05, doubt.spread.p95)]
    to = say("tot", "to")
    if doubt.stated and not np.isnan(ends).any():
        noise = f"{percent(ends[0] / total, f)} {to} {percent(ends[1] / total, f)}"
    found = doubt.aged[place]
    if found is not None:
        aged = f"{percent(found.low / total, f)} {to} {percent(found.high / total, f)}"
    return noise, aged
