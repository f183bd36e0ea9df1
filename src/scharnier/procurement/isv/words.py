"""The sentences of the decision, in Dutch and English: content (`isv_words.csv`), filled in here."""

from collections.abc import Mapping
from functools import cache

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.norms.shapes import parse_rows
from scharnier.procurement.isv.decision import Said
from scharnier.procurement.isv.shapes import SentenceRow


@cache
def load_words() -> Mapping[str, SentenceRow]:
    """The sentences by code. Raises `ContentError` where the table is not right."""
    rows, faults = parse_rows(content_path("procurement/isv_words.csv"), SentenceRow)
    if faults:
        raise ContentError(f"{faults[0].file}: row {faults[0].row}: {faults[0].what}")
    return {placed.value.code: placed.value for placed in rows}


def say(code: str, **parts: object) -> Said:
    """A sentence by its code. A part is one text for both languages, or a pair (Dutch, English)."""
    row = load_words()[code]
    pairs = {key: part if isinstance(part, tuple) else (part, part) for key, part in parts.items()}
    nl = row.nl.format(**{key: pair[0] for key, pair in pairs.items()})
    en = row.en.format(**{key: pair[1] for key, pair in pairs.items()})
    return Said(code, nl, en)
