"""What a notice should have whatever its schema: who buys what, and when it was sent."""

from collections import Counter
from datetime import date

from scharnier.procurement.notice import Notice
from scharnier.sources.notices.values import Values

_PLACEHOLDER = date(2000, 1, 1)
_BUSINESS = ("X01", "X02")  # about a grouping: they buy nothing


def check_complete(notice: Notice, values: Values) -> None:
    """Add an issue for everything missing that no notice of its kind goes without."""
    if not any(buyer.name for buyer in notice.buyers):
        _missing(values, "buyer", "who buys", "Whether the buyer is bound cannot be told.")
    elif not any(buyer.country for buyer in notice.buyers):
        _missing(values, "buyer country", "the country of the buyer", "Whether the buyer is bound cannot be told.")
    if notice.dispatched_on is None:
        _missing(values, "dispatch date", "the day it was sent", "Which rule held cannot be told.")
    elif notice.dispatched_on == _PLACEHOLDER:
        what = f"It says it was sent on {_PLACEHOLDER}, which stands for a day that was not filled in."
        values.tell("dispatch date", what, "It is kept; take the day of publication.", "placeholder-date")
    if not notice.cpv and not any(lot.cpv for lot in notice.lots) and notice.subtype not in _BUSINESS:
        _missing(values, "CPV", "a CPV code", "What is bought must be told from the text.")
    counts = Counter(lot.id for lot in notice.lots)
    if twice := [name for name, count in counts.items() if count > 1][:3]:
        what = f"Lots bear the same id: {', '.join(twice)}."
        values.tell("lots", what, "What is said of one may be of the other.", "twin-lots")
    if notice.schema == "eforms" and notice.lots:
        described = {text.lot for text in notice.texts if text.kind == "description"}
        if bare := [lot.id for lot in notice.lots if lot.kind != "group" and lot.id not in described][:3]:
            what = f"Lots have no description (BT-24): {', '.join(name or 'one without id' for name in bare)}."
            values.tell("BT-24-Lot", what, "Read the documents: evidence in a text cannot be seen.", "missing-lot-text")
    if notice.form == "other" and notice.subtype not in (*_BUSINESS, "F14"):
        what = f"What the notice is for is not known (form {notice.subtype or 'not given'!r})."
        values.tell("form", what, "It is kept under the form `other`.", "unknown-form")


def _missing(values: Values, field: str, what: str, remedy: str) -> None:
    values.tell(field, f"The notice does not say {what}.", remedy, f"missing-{field.replace(' ', '-').lower()}")
