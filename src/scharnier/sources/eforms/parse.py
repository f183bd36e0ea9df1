"""An eForms notice from its rows: which field fills what is in `data/procurement/fields/eforms.yaml`."""

import re
from collections.abc import Iterable
from typing import Any, cast

from scharnier.procurement.notice import Amount, Buyer, Form, Lot, Nature, Notice, Text, TextKind
from scharnier.sources._runtime.fields import load_fields
from scharnier.sources._runtime.trie import Row, compile_trie, read_rows
from scharnier.sources.eforms.criteria import choose_text, list_criteria, list_lot_texts
from scharnier.sources.eforms.results import list_award_amounts, list_origins, list_winner_countries, most_tenders
from scharnier.sources.notices.values import Values

ROOTS = (
    "PriorInformationNotice-2",
    "ContractNotice-2",
    "ContractAwardNotice-2",
    "BusinessRegistrationInformationNotice",
)
_PUBLISHED = re.compile(r"\d{1,8}-\d{4}")
_NOTICE_TEXTS: tuple[tuple[TextKind, str], ...] = (
    ("title", "BT-21"),
    ("description", "BT-24"),
    ("additional", "BT-300"),
)
_CELEX = re.compile(r"3\d{4}[A-Z]\d{4}")


def is_eforms(tag: str) -> bool:
    """Whether the root element, in Clark notation, is that of an eForms notice."""
    return tag.startswith("{") and any(root in tag for root in ROOTS)


def parse_notice(root: Any, values: Values) -> Notice | None:
    """The notice in a document; None, with an issue, where it is not enough of one to be known by anything."""
    return build_notice(read_rows(root, compile_trie("eforms")), values)


def build_notice(document: Row, values: Values) -> Notice | None:
    """The notice of the rows of a document, however they were read; None, with an issue, where they hold nothing."""
    top = document.get("notice")
    row: Row = top[0] if top else {}
    codes = load_fields("eforms").codes
    notice_id = one(row, "notice_id") or one(row, "plain_id")
    published = one(row, "published_id").lstrip("0")
    if not _PUBLISHED.fullmatch(published):  # national examples write "n.a."
        published = ""
    if not any(row.get(key) for key in ("buyer", "title", "lot", "dispatched", "business")):
        values.tell("", "There is nothing in the notice that is known.", "Fetch it again.", "empty", "failed")
        return None
    if not notice_id and not published:
        what = "The notice has no id: it is a draft, or not valid."
        values.tell("BT-701", what, "It is counted under the name of its file.", "no-id")
        notice_id = values.file.rpartition("/")[2].rpartition("!")[2]
    language = _languages(row, codes["language"], values)
    original = one(row, "language")
    organisations = _organisations(row, values)
    lots = tuple(_lot(lot, codes, original, values) for lot in row.get("lot", ()))
    return Notice(
        id=published or notice_id,
        schema="eforms",
        version=one(row, "version"),
        procedure_id=one(row, "procedure_id"),
        form=cast(Form, codes["form"].get(one(row, "form"), "other")),
        subtype=one(row, "subtype"),
        legal_basis=_legal_basis(row),
        buyers=_buyers(row, organisations, original, values),
        dispatched_on=values.day(one(row, "dispatched"), "BT-05(a)"),
        published_on=values.day(one(row, "published"), "OPP-012"),
        deadline_on=_deadline(row, values),
        contract_on=_contract_day(row, values),
        languages=language,
        procedure_type=one(row, "procedure_type"),
        nature=_nature(one(row, "nature"), codes),
        cpv=tuple(values.cpv([*row.get("cpv_main", ()), *row.get("cpv_additional", ())], "BT-262")),
        amounts=tuple(_amounts(row, values)),
        lots=lots,
        n_lots=sum(lot.kind == "lot" for lot in lots) or (len(lots) or None),
        framework=_any_of(row, "framework"),
        dynamic_purchasing=_any_of(row, "dps"),
        social_objectives=_over_lots(row, "social"),
        strategic=_over_lots(row, "strategic"),
        criteria=tuple(
            c for lot in row.get("lot", ()) for c in list_criteria(lot, codes["criterion"], original, values)
        ),
        texts=tuple(_texts(row, codes["language"])),
        n_tenders=most_tenders(row, values),
        winner_countries=list_winner_countries(row, organisations),
        documents_url=next((url for lot in row.get("lot", ()) for url in lot.get("documents", ())), ""),
        changes=one(row, "changed"),
        withdrawn="cancel" in row.get("change_reason", ()),
        source_file=values.file,
        extra=_extra(row, notice_id),
    )


def one(row: Row, key: str) -> str:
    """The first value of a field of one value; "" where there is none."""
    if found := row.get(key):
        text: str = found[0]
        return text
    return ""


def spell_language(code: str, languages: dict[str, str] | Any) -> str:
    """ISO 639-1 of the three letters of the European publications; what is not known stays as it is, small."""
    return cast(str, languages.get(code.upper(), code.lower()))


def _languages(row: Row, known: Any, values: Values) -> tuple[str, ...]:
    given = [*row.get("language", ()), *row.get("other_language", ())]
    for code in given:
        if code.upper() not in known:
            values.tell("BT-702", f"{code!r} is not a known language.", "It is kept as it is.", "unknown-language")
    return tuple(dict.fromkeys(spell_language(code, known) for code in given))


def _legal_basis(row: Row) -> str:
    given = one(row, "legal_basis")
    if _CELEX.fullmatch(given.upper()):
        return given.upper()
    celex = next((x.upper() for x in row.get("legal_basis_id", ()) if _CELEX.fullmatch(x.upper())), "")
    return celex or given


def _organisations(row: Row, values: Values) -> dict[str, tuple[Row, str]]:
    """The row and the country of every organisation and department, by its number in the notice."""
    found: dict[str, tuple[Row, str]] = {}
    for one_of in (*row.get("organisation", ()), *row.get("touchpoint", ())):
        if number := one(one_of, "id"):
            found.setdefault(number, (one_of, values.country(one(one_of, "country"), "BT-514")))
    return found


def _buyers(row: Row, organisations: dict[str, tuple[Row, str]], original: str, values: Values) -> tuple[Buyer, ...]:
    found = []
    for buyer in row.get("buyer", ()):
        number = one(buyer, "organisation")
        organisation, country = organisations.get(number, ({}, ""))
        if number and not organisation:
            what = f"The buyer is organisation {number!r}, which is not in the notice."
            values.tell("OPT-300", what, "Its name and country are not known.", "dangling-reference")
        found.append(
            Buyer(
                choose_text(organisation.get("name"), original),
                country,
                one(buyer, "type"),
                one(buyer, "contracting"),
                one(organisation, "identifier"),
            )
        )
    if not found:
        for business in row.get("business", ()):
            country = values.country(one(business, "country"), "BT-514-Business")
            found.append(Buyer(one(business, "name"), country, "", "", one(business, "identifier")))
    return tuple(found)


def _lot(lot: Row, codes: Any, original: str, values: Values) -> Lot:
    return Lot(
        one(lot, "id"),
        choose_text(lot.get("title"), original),
        _nature(one(lot, "nature"), codes),
        tuple(values.cpv([*lot.get("cpv_main", ()), *lot.get("cpv_additional", ())], "BT-262-Lot")),
        codes["lot_kind"].get(one(lot, "scheme"), "lot"),
    )


def _nature(code: str, codes: Any) -> Nature | None:
    return cast("Nature | None", codes["nature"].get(code) or None)


def _deadline(row: Row, values: Values) -> Any:
    for key, field in (
        ("deadline", "BT-131(d)"),
        ("deadline_request", "BT-1311(d)"),
        ("deadline_interest", "BT-630(d)"),
    ):
        days = [values.day(text, field) for lot in row.get("lot", ()) for text in lot.get(key, ())]
        if found := [day for day in days if day]:
            return max(found)
    return None


def _contract_day(row: Row, values: Values) -> Any:
    for key, field in (("concluded", "BT-145"), ("decided", "BT-1451")):
        days = [values.day(text, field) for contract in row.get("contract", ()) for text in contract.get(key, ())]
        if found := [day for day in days if day]:
            return min(found)
    return None


def _amounts(row: Row, values: Values) -> Iterable[Amount]:
    for key, kind, field in (
        ("estimate", "estimate", "BT-27"),
        ("framework_maximum", "framework_maximum", "BT-271"),
        ("award", "award", "BT-161"),
        ("award_framework", "framework_maximum", "BT-118"),
        ("award_estimate", "framework_estimate", "BT-1118"),
    ):
        for given in row.get(key, ()):
            if amount := values.amount(given, cast(Any, kind), field):
                yield amount
    for lot in row.get("lot", ()):
        name = one(lot, "id")
        for key, kind, field in (
            ("estimate", "lot_estimate", "BT-27-Lot"),
            ("framework_maximum", "lot_framework_maximum", "BT-271-Lot"),
        ):
            for given in lot.get(key, ()):
                if amount := values.amount(given, cast(Any, kind), field, name):
                    yield amount
    yield from list_award_amounts(row, values)


def _any_of(row: Row, key: str) -> bool | None:
    """Whether a technique is used in any lot; None where no lot says."""
    given = [code for lot in row.get("lot", ()) for code in lot.get(key, ())]
    return any(code != "none" for code in given) if given else None


def _over_lots(row: Row, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for lot in row.get("lot", ()) for code in lot.get(key, ())))


def _texts(row: Row, known: Any) -> list[Text]:
    found = [
        Text(kind, text, spell_language(code, known), field)
        for kind, field in _NOTICE_TEXTS
        for code, text in row.get(kind, ())
    ]
    for ground in row.get("exclusion", ()):
        found += [Text("selection", t, spell_language(code, known), "BT-67(b)") for code, t in ground.get("text", ())]
    for lot in row.get("lot", ()):
        found += list_lot_texts(lot, known)
    return found


def _extra(row: Row, notice_id: str) -> dict[str, str]:
    buyers = row.get("buyer", ())
    results = [code for result in row.get("lot_result", ()) for code in result.get("result", ())]
    extra = {
        "notice_id": notice_id,
        "notice_type": one(row, "notice_type"),
        "sdk": one(row, "sdk"),
        "activity": one(buyers[0], "activity") if buyers else "",
        "modifies": one(row, "modified"),
        "change_reason": one(row, "change_reason"),
        "results": " ".join(dict.fromkeys(results)),
        "origins": " ".join(list_origins(row)),
    }
    return {key: text for key, text in extra.items() if text}
