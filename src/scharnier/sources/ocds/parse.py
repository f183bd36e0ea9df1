"""Notices from an OCDS release or record: which field fills what is in `data/procurement/fields/ocds.yaml`."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, cast

from scharnier.codes.countries import load_countries, match_country
from scharnier.procurement.notice import Amount, Buyer, Criterion, Form, Lot, Nature, Notice, Text
from scharnier.sources._runtime.fields import load_fields
from scharnier.sources.notices.values import Values
from scharnier.sources.ocds.json import objects, pick, pick_text

_NUTS = re.compile(r"(?=UK|..\d|..[A-Z]\d)([A-Z]{2})[A-Z0-9]{0,3}")
_TYPES = re.compile(r"TED_CA_TYPE|buyer-legal-type", re.IGNORECASE)
_TEXTS = (
    ("release", "title", "title"),
    ("release", "description", "description"),
    ("release", "conditions", "contract_condition"),
    ("release", "selection", "selection"),
    ("release", "selection_least", "selection"),
    ("release", "eligibility", "selection"),
    ("release", "award_text", "award"),
    ("release", "additional", "additional"),
    ("lot", "title", "title"),
    ("lot", "description", "description"),
    ("lot", "conditions", "contract_condition"),
    ("lot", "selection", "selection"),
    ("lot", "selection_text", "selection"),
)


def list_releases(value: Any) -> Iterator[dict[str, Any]]:
    """The releases in a release, a record, a package of either, or a list; of a record its compiled release."""
    if isinstance(value, list):
        for item in value:
            yield from list_releases(item)
    elif isinstance(value, dict):
        if isinstance(value.get("compiledRelease"), dict):
            yield value["compiledRelease"]
        elif isinstance(value.get("records"), list):
            yield from list_releases(value["records"])
        elif isinstance(value.get("releases"), list):
            yield from list_releases(value["releases"])
        elif "ocid" in value and ("tag" in value or "tender" in value or "parties" in value):
            yield value


def parse_release(release: dict[str, Any], values: Values) -> Notice | None:
    """The notice of a release; None, with an issue, where it has no ocid."""
    ocid, codes = pick_text(release, "release", "ocid"), load_fields("ocds").codes
    if not ocid:
        values.tell("ocid", "The release has no ocid.", "Ask the publisher.", "no-id", "failed")
        return None
    number = pick_text(release, "release", "id")
    if not number:
        values.tell("id", "The release has no id.", "It is counted under its ocid and date.", "no-release-id", "note")
    language = pick_text(release, "release", "language").lower()[:2]
    dated = values.day(pick_text(release, "release", "date"), "date")
    lots = tuple(_lots(release, codes["nature"], values))
    return Notice(
        id=number or f"{ocid}-{dated.isoformat() if dated else ''}".rstrip("-"),
        schema="ocds",
        procedure_id=ocid,
        form=_form(release, codes["tag"]),
        subtype=",".join(str(tag) for tag in pick(release, "release", "tag")),
        legal_basis=pick_text(release, "release", "legal_basis"),
        buyers=tuple(_buyers(release, values)),
        dispatched_on=dated,
        published_on=dated,
        deadline_on=values.day(pick_text(release, "release", "deadline"), "tender.tenderPeriod.endDate"),
        contract_on=_contract_day(release, values),
        languages=(language,) if language else (),
        procedure_type=pick_text(release, "release", "procedure_type"),
        nature=cast("Nature | None", codes["nature"].get(pick_text(release, "release", "nature"))),
        cpv=tuple(_cpv(release, values)),
        amounts=tuple(_amounts(release, values)),
        lots=lots,
        n_lots=len(lots) or None,
        framework=_flag(release, "framework"),
        dynamic_purchasing=_flag(release, "dps"),
        social_objectives=_goals(release, codes["goal"]),
        strategic=_over_lots(release, "strategies"),
        criteria=tuple(_criteria(release, codes["criterion"], values)),
        texts=tuple(_texts(release, language)),
        n_tenders=_n_tenders(release, values),
        winner_countries=_winner_countries(release, values),
        documents_url=pick_text(release, "release", "documents"),
        changes=pick_text(release, "release", "amends"),
        withdrawn=pick_text(release, "release", "status") in ("withdrawn", "cancelled"),
        source_file=values.file,
    )


def _form(release: dict[str, Any], known: Any) -> Form:
    tags = [str(tag) for tag in pick(release, "release", "tag")]
    if "compiled" in tags or not tags:
        found = "result" if objects(release, "award") else "competition" if "tender" in release else "planning"
        return cast(Form, found)
    return cast(Form, known.get(tags[-1], "other"))


def _country(party: dict[str, Any], values: Values) -> str:
    given = pick_text(party, "party", "country")
    if len(given) <= 3 and given:
        return values.country(given, "parties.address.country")
    if not given:  # Scotland and Wales give a region of NUTS (UKM95) and no country; a state (CA) is no such region
        region = _NUTS.fullmatch(pick_text(party, "party", "region"))
        return values.country(region[1], "parties.address.region") if region else ""
    iso3 = match_country(given)
    if iso3 is None:
        values.tell(
            "parties.address.countryName", f"{given[:40]!r} is not a country.", "It is left empty.", "unknown-country"
        )
        return ""
    return load_countries()[iso3].iso2


def _buyers(release: dict[str, Any], values: Values) -> Iterator[Buyer]:
    wanted, parties = pick_text(release, "release", "buyer_id"), objects(release, "party")
    chosen = [p for p in parties if "buyer" in pick(p, "party", "roles")]
    chosen = chosen or [p for p in parties if wanted and pick_text(p, "party", "id") == wanted]
    for party in chosen:
        kinds = [
            str(kind.get("id", ""))
            for kind in pick(party, "party", "classifications")
            if isinstance(kind, dict) and _TYPES.search(str(kind.get("scheme", "")))
        ]
        name = pick_text(party, "party", "name") or pick_text(party, "party", "legal_name")
        country, number = _country(party, values), pick_text(party, "party", "identifier")
        yield Buyer(name, country, kinds[0] if kinds else "", "", number)
    if not chosen and (name := pick_text(release, "release", "buyer_name")):
        yield Buyer(name, "", "", "", "")


def _codes(found: list[Any]) -> list[str]:
    """The CPV codes among classifications; other schemes are not ours to read here."""
    return [
        str(item.get("id", "")).strip()
        for item in found
        if isinstance(item, dict) and str(item.get("scheme", "")).upper() in ("CPV", "EU-CPV") and item.get("id")
    ]


def _cpv(release: dict[str, Any], values: Values) -> list[str]:
    listed = _codes(pick(release, "release", "classification"))
    listed += _codes(pick(release, "release", "additional_classification"))
    for item in objects(release, "item"):
        listed += _codes(pick(item, "item", "classification")) + _codes(pick(item, "item", "additional_classification"))
    return values.cpv(listed, "tender.classification")


def _lots(release: dict[str, Any], natures: Any, values: Values) -> Iterator[Lot]:
    main = _codes(pick(release, "release", "classification"))
    by_lot: dict[str, list[str]] = {}
    for item in objects(release, "item"):
        listed = _codes(pick(item, "item", "classification")) + _codes(pick(item, "item", "additional_classification"))
        by_lot.setdefault(pick_text(item, "item", "lot"), []).extend(listed)
    for number, lot in enumerate(objects(release, "lot"), 1):
        name = pick_text(lot, "lot", "id") or str(number)
        nature = cast("Nature | None", natures.get(pick_text(lot, "lot", "nature")))
        cpv = values.cpv([*main, *by_lot.get(name, ())], "items.classification")
        yield Lot(name, pick_text(lot, "lot", "title"), nature, tuple(cpv))


def _money(given: Any) -> tuple[str, str] | None:
    if not isinstance(given, dict) or given.get("amount") is None or isinstance(given["amount"], bool | list | dict):
        return None
    amount = given["amount"]
    return (amount if isinstance(amount, str) else f"{amount:f}", str(given.get("currency") or ""))


def _amounts(release: dict[str, Any], values: Values) -> Iterable[Amount]:
    found: list[Amount | None] = []
    for key, kind in (("estimate", "estimate"), ("framework_maximum", "framework_maximum")):
        for money in map(_money, pick(release, "release", key)):
            found += [values.amount(money, cast(Any, kind), f"tender.{key}")] if money else []
    for lot in objects(release, "lot"):
        for money in map(_money, pick(lot, "lot", "estimate")):
            found += [values.amount(money, "lot_estimate", "lots.value", pick_text(lot, "lot", "id"))] if money else []
    awards = objects(release, "award")
    for award in awards:
        lots = pick(award, "award", "lots")
        for money in map(_money, pick(award, "award", "value")):
            whole = len(awards) == 1 and not lots
            of_lot = str(lots[0]) if len(lots) == 1 else None
            found += [values.amount(money, "award" if whole else "lot_award", "awards.value", of_lot)] if money else []
    return (amount for amount in found if amount)


def _flag(release: dict[str, Any], key: str) -> bool | None:
    said = [
        *pick(release, "release", key),
        *(flag for lot in objects(release, "lot") for flag in pick(lot, "lot", key)),
    ]
    return any(flag is True for flag in said) if said else None


def _over_lots(release: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(code) for lot in objects(release, "lot") for code in pick(lot, "lot", key)))


def _goals(release: dict[str, Any], known: Any) -> tuple[str, ...]:
    """Goals that are social, in the codes of BT-775; a social goal that is not known stays as published."""
    goals = _over_lots(release, "goal")
    return tuple(dict.fromkeys(known.get(goal, goal) for goal in goals if goal in known or goal.startswith("social")))


def _criteria(release: dict[str, Any], kinds: Any, values: Values) -> Iterator[Criterion]:
    for lot in objects(release, "lot"):
        for row in objects(lot, "criterion"):
            number = pick_text(row, "criterion", "numbers")
            name = pick_text(row, "criterion", "name") or pick_text(row, "criterion", "text")
            kind = kinds.get(pick_text(row, "criterion", "type"), "unknown")
            weight = values.number(number, "BT-541") if number else None
            yield Criterion(cast(Any, kind), name, weight, "", pick_text(lot, "lot", "id") or None)


def _texts(release: dict[str, Any], language: str) -> Iterator[Text]:
    for group, key, kind in _TEXTS:
        for row in objects(release, "lot") if group == "lot" else (release,):
            name = pick_text(row, "lot", "id") or None if group == "lot" else None
            for text in pick(row, group, key):
                if isinstance(text, str) and text.strip():
                    yield Text(cast(Any, kind), text.strip(), language, f"{group}.{key}", name)
    for lot in objects(release, "lot"):
        for row in objects(lot, "criterion"):
            for text in (*pick(row, "criterion", "name"), *pick(row, "criterion", "text")):
                if isinstance(text, str) and text.strip():
                    yield Text(
                        "award", text.strip(), language, "lots.awardCriteria", pick_text(lot, "lot", "id") or None
                    )


def _n_tenders(release: dict[str, Any], values: Values) -> int | None:
    given = pick_text(release, "release", "n_tenders")
    number = values.number(given, "tender.numberOfTenderers") if given else None
    return int(number) if number is not None and 0 <= number < 1_000_000 else None


def _contract_day(release: dict[str, Any], values: Values) -> date | None:
    days = [values.day(pick_text(c, "contract", "signed"), "dateSigned") for c in objects(release, "contract")]
    days = days or [values.day(pick_text(a, "award", "date"), "awards.date") for a in objects(release, "award")]
    return min((day for day in days if day), default=None)


def _winner_countries(release: dict[str, Any], values: Values) -> tuple[str, ...]:
    winners = {str(number) for award in objects(release, "award") for number in pick(award, "award", "suppliers")}
    chosen = [p for p in objects(release, "party") if pick_text(p, "party", "id") in winners]
    return tuple(dict.fromkeys(country for party in chosen if (country := _country(party, values))))
