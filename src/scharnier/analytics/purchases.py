"""What was bought, where: from ledger lines to distinct purchases that the chain model can be asked about."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scharnier.analytics.mapping import Mapping
from scharnier.codes.classify import Classifier, Suggestion
from scharnier.codes.concordance import Concordance
from scharnier.codes.countries import match_country
from scharnier.codes.products import load_products, product_of_code
from scharnier.sources.ledger import Ledger

TEXT_ROLES = ("description", "category", "category2", "category3")  # from specific to general
CONFIDENCE_OF_OWN_CODE = 1.0
_AT_ONCE = 50_000  # combinations that are worked out at a time
SEVERAL = " | "  # between the labels of one cell


@dataclass(frozen=True)
class Meaning:
    """What a distinct combination of texts and code on the ledger was taken for.

    `weights` is a distribution over industries, empty where it is unknown (then `reason` says why). `alternative` is
    the industry that would be next, for the rank stability. `method` is mapping, code, text or none.
    """

    weights: tuple[tuple[str, float], ...]
    product: str | None
    confidence: float
    method: str
    because: str
    alternative: str | None = None
    reason: str | None = None
    country: str | None = None
    cpv: str | None = None


@dataclass(frozen=True)
class Purchases:
    """Lines by what they mean and where they come from.

    `meaning` and `place` give for each line an index into `meanings` and `places`. A place is
    (origin, seller): ISO codes or None. `unread` holds country texts nobody could read.
    """

    meaning: NDArray[np.int64]
    place: NDArray[np.int64]
    meanings: tuple[Meaning, ...]
    places: tuple[tuple[str | None, str | None], ...]
    unread: tuple[str, ...]


def read_purchases(
    ledger: Ledger, classifier: Classifier, mapping: Mapping | None, concordance: Concordance | None
) -> Purchases:
    """Give every line of the ledger a meaning and a place; distinct combinations are worked out once."""
    roles = [role for role in TEXT_ROLES if role in ledger.text]
    meaning, combinations = distinct(ledger, [*roles, "code"])
    # Texts that differ in an invoice number mean the same; a million of them need not be kept a million times.
    known: dict[Meaning, int] = {}
    number = np.empty(len(combinations), dtype=np.int64)
    for start in range(0, len(combinations), _AT_ONCE):
        some = combinations[start : start + _AT_ONCE]
        for at, found in enumerate(_interpret(some, roles, classifier, mapping, concordance), start):
            number[at] = known.setdefault(found, len(known))
    place, countries = distinct(ledger, ["country_origin", "country_supplier"])
    read = {text: match_country(text) for pair in countries for text in pair if text}
    return Purchases(
        meaning=number[meaning],
        place=place,
        meanings=tuple(known),
        places=tuple((read.get(origin or ""), read.get(seller or "")) for origin, seller in countries),
        unread=tuple(sorted(text for text, country in read.items() if country is None)),
    )


def _interpret(
    combinations: Sequence[tuple[str | None, ...]],
    roles: Sequence[str],
    classifier: Classifier,
    mapping: Mapping | None,
    concordance: Concordance | None,
) -> list[Meaning]:
    """The meaning of each combination of texts and code."""
    # The classifier wants the general first and the specific last.
    texts = [spread(tuple(text or "" for text in reversed(parts[: len(roles)]))) for parts in combinations]
    suggestions = iter(classifier.classify_lines([line for lines in texts for line in lines]))
    suggested = [combine([meaning_of(next(suggestions)) for _ in lines]) for lines in texts]
    return [
        interpret_code_or_mapping(parts, roles, mapping, concordance, by_text) or by_text
        for parts, by_text in zip(combinations, suggested, strict=True)
    ]


def distinct(ledger: Ledger, roles: Sequence[str]) -> tuple[NDArray[np.int64], list[tuple[str | None, ...]]]:
    """For each line the number of its combination of values of the roles, and the combinations themselves."""
    key = np.zeros(len(ledger.rows), dtype=np.int64)
    codes: list[tuple[NDArray[np.int64], list[str | None]]] = []
    for role in roles:
        column = ledger.text.get(role)
        if column is None:
            codes.append((np.zeros(len(key), dtype=np.int64), [None]))
            continue
        index = column.indices.fill_null(len(column.dictionary)).to_numpy(zero_copy_only=False).astype(np.int64)
        codes.append((index, [*column.dictionary.to_pylist(), None]))
    for index, values in codes:
        # Numbering anew after each column keeps the key small, however many columns there are.
        _, key = np.unique(key * len(values) + index, return_inverse=True)
    _, first = np.unique(key, return_index=True)
    return key, [tuple(values[index[line]] for index, values in codes) for line in first]


def interpret_code_or_mapping(
    parts: tuple[str | None, ...],
    roles: Sequence[str],
    mapping: Mapping | None,
    concordance: Concordance | None,
    by_text: Meaning,
) -> Meaning | None:
    """The meaning that the user's mapping, or a code on the line, gives; None where there is neither.

    A code says which industry; the text may still say which product, if that industry makes it.
    """
    texts = tuple(text or "" for text in parts[: len(roles)])
    code = parts[len(roles)]
    if mapping and (entry := mapping.find(texts)):
        reason = None if entry.weights else "mapped_unknown"
        confidence = CONFIDENCE_OF_OWN_CODE if entry.weights else 0.0
        because = f"mapping, row {entry.row}"
        return Meaning(
            entry.weights, entry.product, confidence, "mapping", because, reason=reason, country=entry.country
        )
    if concordance and code and (weights := concordance.map(code)):
        made_by = {sector for sector, _ in weights}
        product = by_text.product if by_text.product and load_products()[by_text.product].sector in made_by else None
        return Meaning(
            weights,
            product or product_of_code(concordance.source, code),
            CONFIDENCE_OF_OWN_CODE,
            "code",
            f"{concordance.source} {code}",
            cpv=code if concordance.source == "cpv" else None,
        )
    return None


def meaning_of(suggestion: Suggestion) -> Meaning:
    """A suggestion of the classifier as a meaning."""
    if suggestion.code is None:
        return Meaning((), None, 0.0, "none", ", ".join(suggestion.because), reason=suggestion.reason or "unrecognised")
    used = {code for code, _ in suggestion.weights}
    other = next((code for code, _ in suggestion.alternatives if code not in used), None)
    return Meaning(
        weights=suggestion.weights,
        product=suggestion.product,
        confidence=suggestion.confidence,
        method="text",
        because=", ".join(suggestion.because),
        alternative=other,
        cpv=suggestion.cpv,
    )


def spread(texts: tuple[str, ...]) -> list[tuple[str, ...]]:
    """One combination of texts for each label, where a cell holds several (the reader puts ` | ` between them)."""
    labels = max((text.count(SEVERAL) + 1 for text in texts), default=1)
    cells = [text.split(SEVERAL) for text in texts]
    return [tuple(cell[label] if len(cell) == labels else cell[0] for cell in cells) for label in range(labels)]


def combine(meanings: Sequence[Meaning]) -> Meaning:
    """One meaning for a line under several labels, each taken as an equal part of it.

    The ledger does not say how the amount is split. Where half of the labels or more say nothing, the line is unknown;
    otherwise the others speak for it, with a confidence lowered by the share that is silent.
    """
    if len(meanings) == 1:
        return meanings[0]
    known = [meaning for meaning in meanings if meaning.weights]
    if len(known) * 2 <= len(meanings):
        return next(meaning for meaning in meanings if not meaning.weights)
    weights: dict[str, float] = {}
    for meaning in known:
        for code, weight in meaning.weights:
            weights[code] = weights.get(code, 0.0) + weight / len(known)
    products = {meaning.product for meaning in known}
    return Meaning(
        weights=tuple(sorted(weights.items(), key=lambda item: (-item[1], item[0]))),
        product=products.pop() if len(products) == 1 else None,
        confidence=sum(meaning.confidence for meaning in known) / len(meanings),
        method="text",
        because="; ".join(meaning.because for meaning in known),
    )


def dictionary(values: Sequence[str | None], index: NDArray[np.int64]) -> pa.DictionaryArray:
    """A column of texts by number, without spelling each of them out."""
    return pa.DictionaryArray.from_arrays(pa.array(index, pa.int32()), pa.array(values, pa.string()))
