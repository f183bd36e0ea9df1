"""What must stand beside an interval: what it counts, what it leaves out, how old the table is; Dutch and English."""

from typing import Final

import numpy as np

from scharnier.chain.uncertainty import Spread

_PARTS: Final = {
    "nl": {"table": "de tabel", "use": "wat gekocht is", "intensity": "de intensiteiten"},
    "en": {"table": "the table", "use": "what is bought", "intensity": "the intensities"},
}
_NOTHING: Final = {
    "nl": "Er is geen interval: van geen enkel gegeven is opgegeven hoe onzeker het is. Dat betekent niet dat het "
    "getal zeker is.",
    "en": "There is no interval: of no input is stated how uncertain it is. That does not make the number certain.",
}
_ASSUMED: Final = {
    "nl": "Het interval neemt aan dat fouten los van elkaar staan. Fouten die samenhangen, zoals een "
    "verkeerde wisselkoers, heffen elkaar niet op: dan is het interval te smal.",
    "en": "The interval takes errors as independent of one another. Errors that hang together, such as a wrong "
    "exchange rate, do not cancel: then the interval is too narrow.",
}
_MOST: Final = {
    "nl": "Hangen alle fouten samen, dan is de standaardafwijking hoogstens {ratio} keer zo groot.",
    "en": "If all errors hang together, the standard deviation is at most {ratio} times as large.",
}
_LEFT_OUT: Final = {
    "nl": "Niet meegeteld, omdat geen onzekerheid is opgegeven: {parts}. De echte onzekerheid is groter.",
    "en": "Left out, because no uncertainty is stated: {parts}. The real uncertainty is larger.",
}
_DRAWN: Final = {
    "nl": "Berekend uit {draws} trekkingen (begingetal {seed}).",
    "en": "Calculated from {draws} draws (seed {seed}).",
}
_REFUSED: Final = {
    "nl": "{refused} getrokken tabellen konden niet worden opgelost en tellen niet mee: het interval is te smal.",
    "en": "{refused} drawn tables could not be solved and do not count: the interval is too narrow.",
}
_RESCALED: Final = {
    "nl": "Per trekking is gemiddeld {rescaled} keer een inkoop teruggebracht, zodat er toegevoegde waarde bleef.",
    "en": "Per draw {rescaled} cells on average had their purchases scaled back, so that value added was left.",
}
_AGE: Final = {
    "unknown": {
        "nl": "Het jaar van de tabel is niet opgegeven; hoe oud de verhoudingen zijn, is onbekend.",
        "en": "The year of the table is not stated; how old its proportions are is unknown.",
    },
    "same": {
        "nl": "De tabel en de bestedingen zijn van hetzelfde jaar ({table}). Prijzen: {prices}.",
        "en": "The table and the spend are of the same year ({table}). Prices: {prices}.",
    },
    "apart": {
        "nl": "De tabel is van {table}, de bestedingen zijn van {spend}: {years} jaar verschil. Wie van wie koopt en "
        "wat het kost, kan veranderd zijn; geen interval hier telt dat mee. Prijzen: {prices}.",
        "en": "The table is of {table}, the spend of {spend}: {years} years apart. Who buys from whom and at what "
        "price may have changed; no interval here counts that. Prices: {prices}.",
    },
}


def explain_spread(spread: Spread, lang: str) -> tuple[str, ...]:
    """Sentences that belong beside the intervals, in Dutch (`nl`) or English."""
    lang = "nl" if lang == "nl" else "en"
    if spread.draws == 0 and np.isnan(spread.p05).all():
        return (_NOTHING[lang],)
    sentences = [_DRAWN[lang].format(draws=spread.draws + spread.refused, seed=spread.seed)] if spread.draws else []
    if spread.refused:
        sentences.append(_REFUSED[lang].format(refused=spread.refused))
    if spread.rescaled:
        number = f"{spread.rescaled:.1f}"
        sentences.append(_RESCALED[lang].format(rescaled=number.replace(".", ",") if lang == "nl" else number))
    sentences.append(_ASSUMED[lang])
    if spread.sd_most is not None and (spread.sd > 0).any():
        ratio = float(np.divide(spread.sd_most, spread.sd, out=np.ones_like(spread.sd), where=spread.sd > 0).max())
        sentences.append(_MOST[lang].format(ratio=int(np.ceil(ratio))))
    left_out = [
        f"{_PARTS[lang][part]} ({_percent(float(share.max()))})"
        for part, share in spread.unstated.items()
        if share.any()
    ]
    if left_out:
        sentences.append(_LEFT_OUT[lang].format(parts=", ".join(left_out)))
    return tuple(sentences)


def explain_age(table_year: int | None, spend_year: int, prices: str, lang: str) -> str:
    """What the age and the prices of the table mean for the answer, in Dutch (`nl`) or English.

    `prices` is the price basis as the manifest of the model gives it.
    """
    lang = "nl" if lang == "nl" else "en"
    basis = prices or {"nl": "niet opgegeven", "en": "not stated"}[lang]
    if table_year is None:
        return _AGE["unknown"][lang]
    years = abs(spend_year - table_year)
    return _AGE["apart" if years else "same"][lang].format(
        table=table_year, spend=spend_year, years=years, prices=basis
    )


def _percent(share: float) -> str:
    return "<1%" if share < 0.005 else f"{round(100 * share)}%"
