"""A TED_EXPORT notice from its rows: which field fills what is in `data/procurement/fields/ted_legacy.yaml`."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from scharnier.procurement.notice import Buyer, Form, Lot, Nature, Notice, Text
from scharnier.sources._runtime.fields import load_fields
from scharnier.sources._runtime.trie import Row, compile_trie, read_rows
from scharnier.sources.notices.values import Values
from scharnier.sources.ted_legacy.amounts import list_amounts
from scharnier.sources.ted_legacy.lots import LOT_GROUPS, list_criteria, list_lot_texts, name_lot

_NUMBER = re.compile(r"(\d{4})/S\s*\d+-(\d+)")
_FORM_TEXTS = (
    ("title", "title", "II.1.1"),
    ("description", "description", "II.1.4"),
    ("old_title", "title", "II.1.1"),
    ("old_description", "description", "II.1.5"),
    ("old_scope", "description", "II.2.1"),
    ("suitability", "selection", "III.1.1"),
    ("economic", "selection", "III.1.2"),
    ("economic_least", "selection", "III.1.2"),
    ("technical", "selection", "III.1.3"),
    ("technical_least", "selection", "III.1.3"),
    ("rules", "selection", "III.1.4"),
    ("qualification", "selection", "III.1.9"),
    ("contest_selection", "selection", "III.1.10"),
    ("old_personal", "selection", "III.2.1"),
    ("old_economic", "selection", "III.2.2"),
    ("old_technical", "selection", "III.2.3"),
    ("old_technical_evidence", "selection", "III.2.3"),
    ("performance", "contract_condition", "III.2.2"),
    ("old_conditions", "contract_condition", "III.1.4"),
    ("evaluation", "award", "IV.1.9"),
    ("award_features", "award", "IV.1.11"),
    ("additional", "additional", "VI.3"),
    ("old_additional", "additional", "VI.3"),
)


def is_ted_legacy(tag: str) -> bool:
    """Whether the root element, in Clark notation, is that of a notice of TED before eForms."""
    return tag.rpartition("}")[2] == "TED_EXPORT"


def parse_notice(root: Any, values: Values) -> Notice | None:
    """The notice in a document; None, with an issue, where it holds no form."""
    top = read_rows(root, compile_trie("ted_legacy")).get("export")
    export: Row = top[0] if top else {}
    forms = export.get("form")
    if not forms:
        what = "It has no form in the original language." if export else "It holds nothing that is known."
        values.tell("FORM_SECTION", what, "Fetch the notice again.", "no-form", "failed")
        return None
    form: Row = forms[0]
    codes = load_fields("ted_legacy").codes
    language = (one(form, "language") or one(export, "language")).lower()
    lots = [(group, row) for group in LOT_GROUPS for row in form.get(group, ())]
    cpv = _cpv(export, form, values)
    return Notice(
        id=one(export, "id") or spell_number(one(export, "number")),
        schema="ted_legacy",
        procedure_id=one(form, "reference"),
        form=_form(export, form, codes),
        subtype=_subtype(one(form, "form")),
        legal_basis=_legal_basis(export, form, codes["directive"]),
        buyers=_buyers(export, form, values),
        dispatched_on=values.day(one(export, "dispatched") or one(form, "dispatched"), "DS_DATE_DISPATCH"),
        published_on=values.day(one(export, "published"), "DATE_PUB"),
        deadline_on=values.day(one(form, "deadline") or one(export, "deadline"), "IV.2.2"),
        contract_on=_contract_day(form, values),
        languages=tuple(dict.fromkeys(code.lower() for code in _languages(export, form) if code)),
        procedure_type=one(export, "procedure"),
        nature=_nature(export, form, codes["nature"]),
        cpv=cpv,
        amounts=tuple(list_amounts(form, values)),
        lots=tuple(_lot(group, row, number, form, cpv, codes, values) for number, (group, row) in enumerate(lots, 1)),
        n_lots=len(lots) or None,
        framework=_framework(form),
        dynamic_purchasing=True if form.get("dps") else None,
        criteria=tuple(list_criteria(form)),
        texts=tuple(text for each in forms for text in _texts(each, one(each, "language").lower() or language)),
        n_tenders=_n_tenders(form, values),
        winner_countries=_winner_countries(form, values),
        documents_url=one(form, "documents"),
        changes=spell_number(one(form, "corrected")),
        source_file=values.file,
        extra=_extra(export, form),
    )


def one(row: Row, key: str) -> str:
    """The first value of a field of one value; "" where there is none."""
    if found := row.get(key):
        text: str = found[0]
        return text
    return ""


def spell_number(text: str) -> str:
    """A number in the Official Journal as a publication number: 2018/S 067-150049 as 150049-2018."""
    match = _NUMBER.search(text)
    return f"{match[2]}-{match[1]}" if match else text


def _subtype(form: str) -> str:
    return f"F{int(form):02d}" if form.isdigit() else form


def _form(export: Row, form: Row, codes: Mapping[str, Mapping[str, str]]) -> Form:
    """By what the notice is for, else by its form, else by the type of document in the coded data."""
    for table, value in (
        ("notice", one(form, "notice")),
        ("form", _subtype(one(form, "form"))),
        ("document", one(export, "document_type")),
    ):
        if found := codes[table].get(value):
            return cast(Form, found)
    return "other"


def _legal_basis(export: Row, form: Row, directives: Mapping[str, str]) -> str:
    for row in (form, export):
        if celex := one(row, "legal_basis"):
            return celex
        if directive := one(row, "directive"):
            return directives.get(directive, directive)
    return one(form, "legal_basis_other")[:200]


def _buyers(export: Row, form: Row, values: Values) -> tuple[Buyer, ...]:
    other = "OTHER" if form.get("body_type_other") or form.get("old_body_type_other") else ""
    code = one(form, "body_type") or one(form, "old_body_type") or other
    coded, found = one(export, "body_type"), []
    for number, row in enumerate(
        row for group in ("body_address", "body_other", "old_body") for row in form.get(group, ())
    ):
        country = one(row, "country") or (one(export, "country") if not number else "")
        found.append(
            Buyer(
                one(row, "name"),
                values.country(country, "I.1"),
                "" if number else code,
                "" if number else coded,
                one(row, "identifier"),
            )
        )
    return tuple(found)


def _languages(export: Row, form: Row) -> Iterable[str]:
    yield one(form, "language") or one(export, "language")
    yield from export.get("language", ())
    for listed in export.get("form_languages", ()):
        yield from listed.split()


def _cpv(export: Row, form: Row, values: Values) -> tuple[str, ...]:
    """The main code of the form, then those of its lots; the coded data where the form names none."""
    listed = [*form.get("cpv_main", ()), *form.get("old_cpv_main", ())]
    listed += [code for row in form.get("lot_modified", ()) for code in row.get("cpv_main", ())]
    listed += form.get("old_cpv_additional", ())
    listed += [code for row in form.get("lot", ()) for code in row.get("cpv_additional", ())]
    return tuple(values.cpv(listed or export.get("original_cpv", []), "II.1.2"))


def _nature(export: Row, form: Row, known: Mapping[str, str]) -> Nature | None:
    given = one(form, "nature") or one(form, "old_nature") or one(form, "old_type") or one(export, "nature")
    return cast("Nature | None", known.get(given))


def _lot(
    group: str, row: Row, number: int, form: Row, cpv: tuple[str, ...], codes: Mapping[str, Any], values: Values
) -> Lot:
    titles = row.get("title")
    own = [*row.get("cpv_main", ()), *row.get("cpv_additional", ())]
    if group == "lot":  # in R2.0.9 the main code is that of the whole contract
        own = [*cpv[:1], *own]
    nature = cast("Nature | None", codes["nature"].get(one(form, "nature") or one(form, "old_nature")))
    return Lot(name_lot(row, number), titles[0][1] if titles else "", nature, tuple(values.cpv(own, "II.2.2")))


def _framework(form: Row) -> bool | None:
    if form.get("framework") or form.get("old_framework_plain"):
        return True
    said = [
        *form.get("old_framework", ()),
        *form.get("old_framework_award", ()),
        *form.get("old_framework_planned", ()),
    ]
    if any("FRAMEWORK" in code or code == "YES" for code in said):
        return True
    return False if said else None


def _texts(form: Row, language: str) -> Iterable[Text]:
    for key, kind, field in _FORM_TEXTS:
        for _, text in form.get(key, ()):
            yield Text(cast(Any, kind), text, language, field)
    yield from list_lot_texts(form, language)


def _n_tenders(form: Row, values: Values) -> int | None:
    counts = []
    for group in ("awarding", "prize", "old_award", "old_award_plain"):
        for text in (text for row in form.get(group, ()) for text in row.get("tenders", ())):
            number = values.number(text, "V.2.2")
            if number is not None and 0 <= number < 1_000_000:
                counts.append(int(number))
    return max(counts, default=None)


def _contract_day(form: Row, values: Values) -> date | None:
    days = [values.day(text, "V.2.1") for row in form.get("awarding", ()) for text in row.get("concluded", ())]
    days += [values.day(text, "V.3.1") for row in form.get("prize", ()) for text in row.get("decided", ())]
    for group in ("old_award", "old_award_plain"):
        for row in form.get(group, ()):
            parts = [one(row, part) for part in ("year", "month", "day")]
            if all(parts):
                days.append(values.day("-".join([parts[0], parts[1].zfill(2), parts[2].zfill(2)]), "V.1"))
    return min((day for day in days if day), default=None)


def _winner_countries(form: Row, values: Values) -> tuple[str, ...]:
    groups = ("awarding", "prize", "lot_modified", "old_award", "old_award_plain")
    given = [code for group in groups for row in form.get(group, ()) for code in row.get("country", ())]
    found = (values.country(code, "V.2.3") for code in given)
    return tuple(dict.fromkeys(country for country in found if country))


def _extra(export: Row, form: Row) -> dict[str, str]:
    awards = form.get("awarding", ())
    results = [key for key in ("stopped", "unsuccessful") if any(row.get(key) for row in awards)]
    extra = {
        "edition": one(export, "edition"),
        "document_type": one(export, "document_type"),
        "regulation": one(export, "regulation"),
        "activity": one(form, "body_activity") or one(form, "entity_activity") or one(export, "activity"),
        "body_type": one(form, "body_type_other")[:200],
        "previous": spell_number(one(form, "previous") or one(export, "reference")),
        "results": " ".join(results),
    }
    return {key: text for key, text in extra.items() if text}
