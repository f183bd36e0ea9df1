"""Checks of who files, for whom, where, and what is confirmed and signed."""

import re
from datetime import date

from scharnier.eudr.properties import iso2_codes
from scharnier.eudr.statement.findings import Key, StatementFindings
from scharnier.eudr.statement.limits import LENGTHS, MEMBER_STATES, REFERENCES, WITH_NORTHERN_IRELAND
from scharnier.eudr.statement.source import Address, Party, Source

EORI = re.compile(r"^[A-Z]{2}[A-Z0-9]{1,15}$")


def check_parties(source: Source, on: date, found: StatementFindings) -> None:
    """All of a statement but its products."""
    simplified = source.kind == "simplified_declaration"
    if source.activity is None:
        _missing(found, ("activity",))
    if simplified and not source.internal_reference:
        _missing(found, ("internal_reference",))
    check_length(
        found,
        ("internal_reference",),
        source.internal_reference,
        "internal_reference_simplified" if simplified else "internal_reference",
    )
    check_length(found, ("comment",), source.comment, "comment")
    if source.geolocation_confidential is None:
        _missing(found, ("geolocation_confidential",))
    _check_roles(source, found)
    _check_countries(source, found)
    for number, reference in enumerate(source.references):
        check_length(found, ("references", number), reference, "reference")
    check_number(found, ("references",), len(source.references), REFERENCES, {"nl": "verwijzingen", "en": "references"})
    _check_confirmation(source, on, found)


def _check_roles(source: Source, found: StatementFindings) -> None:
    if source.operator is None:
        _missing(found, ("operator",))
    else:
        _check_party(found, ("operator",), source.operator)
        customs = source.activity in ("import", "export")
        if customs and not source.operator.eori:
            who = {"nl": "de marktdeelnemer", "en": "the operator"}
            found.add("eori_missing", ("operator", "eori"), who=who)
        country = source.operator.address.country if source.operator.address else None
        outside = country is not None and country in iso2_codes() and country not in MEMBER_STATES
        if outside and source.activity in ("export", "domestic"):
            found.add("only_import", ("activity",), country=country)
    if source.role == "representative":
        if source.representative is None:
            why = {
                "nl": 'Wie voor een ander indient vult "representative" in: naam en adres. Doe dat of laat de rol weg.',
                "en": 'Who files for another fills in "representative": name and address. Do so or leave out the role.',
            }
            found.add("role_conflict", ("role",), why=why)
        else:
            _check_party(found, ("representative",), source.representative)
        if source.operator and not (source.operator.eori or source.operator.identifier):
            _missing(found, ("operator", "identifier"))
    elif source.representative is not None:
        why = {
            "nl": 'Er staat een "representative", maar de rol is "operator". Verander de rol of haal hem weg.',
            "en": 'There is a "representative", but the role is "operator". Change the role or remove it.',
        }
        found.add("role_conflict", ("representative",), why=why)


def _check_party(found: StatementFindings, at: Key, party: Party) -> None:
    if not party.name:
        _missing(found, (*at, "name"))
    check_length(found, (*at, "name"), party.name, "operator")
    check_length(found, (*at, "email"), party.email, "email")
    check_length(found, (*at, "phone"), party.phone, "phone")
    if party.eori and not EORI.match(party.eori):
        found.add("eori_form", (*at, "eori"), found=party.eori[:40])
    address = party.address or Address()
    for name in ("street", "postal_code", "city", "country"):
        value = getattr(address, name)
        if not value:
            _missing(found, (*at, "address", name))
        elif name != "country":
            check_length(found, (*at, "address", name), value, name)
    check_country(found, (*at, "address", "country"), address.country)


def _check_countries(source: Source, found: StatementFindings) -> None:
    for name in ("country_of_activity", "border_country"):
        value = getattr(source, name)
        if value is not None and value not in WITH_NORTHERN_IRELAND:
            found.add("not_in_eu", (name,), found=value[:40])


def _check_confirmation(source: Source, on: date, found: StatementFindings) -> None:
    done = source.due_diligence
    if done is None or not done.confirmed:
        found.add("not_confirmed", ("due_diligence", "confirmed"))
    # A simplified declaration confirms; it states no conclusion about risk and is not signed (Annex III).
    if source.kind == "due_diligence_statement" and (done is None or done.conclusion is None or not done.by):
        found.add("no_conclusion", ("due_diligence", "conclusion"))
    signature = source.signature
    for name in () if source.kind == "simplified_declaration" else ("name", "function", "date"):
        if signature is None or not getattr(signature, name):
            _missing(found, ("signature", name))
    if signature and signature.date and signature.date > on:
        found.add("signed_later", ("signature", "date"), date=signature.date.isoformat(), on=on.isoformat())


def check_country(found: StatementFindings, at: Key, code: str | None) -> None:
    """A country code that does not exist."""
    if code and code not in iso2_codes():
        found.add("country_unknown", at, found=code[:40])


def check_length(found: StatementFindings, at: Key, text: str | None, kind: str) -> None:
    """A text longer than the interface takes."""
    if text and len(text) > LENGTHS[kind]:
        found.add("too_long", at, found=len(text), most=LENGTHS[kind])


def check_number(found: StatementFindings, at: Key, number: int, most: int, what: dict[str, str]) -> None:
    """More things than the interface takes."""
    if number > most:
        found.add("too_many", at, found=number, most=most, what=what)


def _missing(found: StatementFindings, at: Key) -> None:
    found.add("missing", at, field=".".join(str(part) for part in at))
