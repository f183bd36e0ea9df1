"""From the file of a user to a checked statement: `statement.json`, and the request for the EU system when valid."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from scharnier.codes.countries import load_countries
from scharnier.eudr.rules import load_rules
from scharnier.eudr.statement import limits
from scharnier.eudr.statement.document import (
    CommodityStated,
    Confirmation,
    Interface,
    PlotsSent,
    ProducerSent,
    Remark,
    Signed,
    Statement,
)
from scharnier.eudr.statement.findings import Key, StatementFindings
from scharnier.eudr.statement.goods import Judged, check_goods, check_producer
from scharnier.eudr.statement.parties import check_number, check_parties
from scharnier.eudr.statement.plots import PlotFile, Shelf, divide
from scharnier.eudr.statement.source import DueDiligence, Producer, Signature, Source, load_source
from scharnier.eudr.statement.xml import shorten_hs, write_request
from scharnier.law.eudr_annex import RiskClass, get_country_class

Lang = Literal["nl", "en"]
Sent = list[tuple[Producer, PlotFile | None]]
REQUEST = "request.xml"
_UNSENDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # of XML 1.0


@dataclass(frozen=True)
class Made:
    """A statement, and the request for the EU system (None where the statement is not valid)."""

    statement: Statement
    request: bytes | None

    def json_bytes(self) -> bytes:
        """`statement.json`."""
        value = self.statement.model_dump(mode="json", by_alias=True)
        return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def make_statement(path: Path, on: date, lang: Lang, geojson: Path | None = None) -> Made:
    """Read, check and build. `geojson`: plots for every product that names no producers, divided by ProducerName and
    ProducerCountry. Raises InputProblem where a file cannot be read."""
    source, marked = load_source(path)
    found = StatementFindings(marked)
    day = source.placed_on or on
    check_parties(source, on, found)
    judged = check_goods(source, day, found)
    shelf = Shelf(path.parent, load_rules(day))
    sent = [
        list(_locate(source, number, one, shelf, geojson, found))
        for number, one in zip(range(len(source.commodities)), judged, strict=True)
    ]
    _check_totals(sent, found)
    _check_characters(source, sent, found)
    if source.kind == "simplified_declaration":
        _check_low_risk(source, sent, found)
    request = None
    if found.valid:
        texts = [[(producer, file.data if file else None) for producer, file in row] for row in sent]
        request = write_request(source, texts)
    return Made(_document(source, sent, judged, found, on, lang, request), request)


def _locate(
    source: Source, number: int, judged: Judged, shelf: Shelf, geojson: Path | None, found: StatementFindings
) -> Iterator[tuple[Producer, PlotFile | None]]:
    """The producers of a product with their plots, checked."""
    commodity = source.commodities[number]
    at: Key = ("commodities", number)
    producers: Sent = []
    for place, producer in enumerate(commodity.producers):
        key = (*at, "producers", place)
        file = shelf.get(producer.plots, producer.country, judged.plots_for) if producer.plots else None
        check_producer(source, producer, file is not None, key, found)
        _check_plots(file, (*key, "plots"), found)
        producers.append((producer, file))
    if not commodity.producers and geojson is not None:
        for name, country, data in divide(geojson):
            producer = Producer(name=name or None, country=country or None)
            file = shelf.make(geojson.name, data, country or None, judged.plots_for)
            check_producer(source, producer, True, (*at, "producers"), found)
            _check_plots(file, (*at, "producers"), found)
            producers.append((producer, file))
    if not producers and not source.references:
        empty = {"nl": "", "en": ""}
        where = {"nl": " dit product", "en": " with this product"}
        found.add("no_location", (*at, "producers"), where=where, other=empty)
    what = {"nl": "producenten per product", "en": "producers a product"}
    check_number(found, (*at, "producers"), len(producers), limits.PRODUCERS_OF_COMMODITY, what)
    yield from producers


def _check_plots(file: PlotFile | None, at: Key, found: StatementFindings) -> None:
    if file is None:
        return
    errors, warnings = (file.checked.found.total(level) for level in ("error", "warning"))
    if errors:
        first = next(issue for issue in file.checked.issues if issue.severity == "error")
        said = {lang: f"{first.path}: {first.message(lang)}" for lang in ("nl", "en")}
        found.add("plots_invalid", at, file=file.name, errors=errors, first=said)
    elif warnings:
        found.add("plots_doubtful", at, file=file.name, warnings=warnings)


def _check_totals(sent: list[Sent], found: StatementFindings) -> None:
    files = [file for row in sent for _, file in row if file is not None]
    size = sum(len(file.data) for file in files)
    if size > limits.GEOMETRY_BYTES:
        found.add("geometry_too_large", ("commodities",), found=f"{size / 1e6:.1f}")
    what = {"nl": "producenten", "en": "producers"}
    check_number(found, ("commodities",), sum(map(len, sent)), limits.PRODUCERS, what)


def _check_characters(source: Source, sent: list[Sent], found: StatementFindings) -> None:
    """Texts with a character that XML forbids: the request would be no XML."""
    texts = list(_texts((), source.model_dump(mode="json")))
    for number, row in enumerate(sent):
        if not source.commodities[number].producers:  # those of a GeoJSON file are not in the statement itself
            texts += [(("commodities", number, "producers"), producer.name or "") for producer, _ in row]
    for at, text in texts:
        sign = _UNSENDABLE.search(text)
        if sign:
            found.add("unsendable", at, found=f"U+{ord(sign[0]):04X}")


def _texts(at: Key, value: object) -> Iterator[tuple[Key, str]]:
    if isinstance(value, str):
        yield at, value
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in below:
        yield from _texts((*at, key), part)


def _check_low_risk(source: Source, sent: list[Sent], found: StatementFindings) -> None:
    """A simplified declaration is for who produced it in the own country, which must be of low risk."""
    home = source.operator.address.country if source.operator and source.operator.address else None
    for country in sorted({producer.country for row in sent for producer, _ in row if producer.country}):
        risk = _risk(country)
        if risk is not None and risk != "low":
            why = {
                "nl": f"{country} heeft geen laag risico ({risk}). Dien een gewone verklaring in.",
                "en": f"{country} is not of low risk ({risk}). File an ordinary statement.",
            }
            found.add("not_low_risk", ("commodities",), why=why)
        if home and country != home:
            why = {
                "nl": f"De onderneming zit in {home}, de productie was in {country}. Dien een gewone verklaring in.",
                "en": f"The operator sits in {home}, but production was in {country}. File an ordinary statement.",
            }
            found.add("not_low_risk", ("operator", "address", "country"), why=why)


def _risk(iso2: str) -> RiskClass | None:
    iso3 = next((country.iso3 for country in load_countries().values() if country.iso2 == iso2), None)
    return get_country_class(iso3) if iso3 else None


def _document(
    source: Source,
    sent: list[Sent],
    judged: list[Judged],
    found: StatementFindings,
    on: date,
    lang: Lang,
    request: bytes | None,
) -> Statement:
    simplified = source.kind == "simplified_declaration"
    done, signature = source.due_diligence or DueDiligence(), source.signature or Signature()
    return Statement(
        kind=source.kind,
        valid=found.valid,
        language=lang,
        checked_on=on,
        placed_on=source.placed_on,
        internal_reference=source.internal_reference,
        role=source.role,
        activity=source.activity,
        operator=source.operator,
        representative=source.representative,
        country_of_activity=source.country_of_activity,
        border_country=source.border_country,
        comment=source.comment,
        geolocation_confidential=source.geolocation_confidential,
        commodities=list(_commodities(source, sent, judged)),
        references=source.references,
        confirmation=Confirmation(confirmed=done.confirmed, conclusion=done.conclusion, concluded_by=done.by),
        signature=Signed(name=signature.name, function=signature.function, date=signature.date),
        remarks=[
            Remark(
                code=issue.code, severity=issue.severity, path=issue.path, line=issue.line, message=issue.message(lang)
            )
            for issue in found.issues
        ],
        interface=Interface(
            version=limits.SERVICE,
            document=limits.DOCUMENT,
            document_date=date.fromisoformat(limits.DOCUMENT_DATE),
            operation="submitSd" if simplified else "submitDds",
            request=REQUEST if request else None,
            request_sha256=hashlib.sha256(request).hexdigest() if request else None,
            unclear=[words[lang] for words in limits.load_unclear()],
        ),
    )


def _commodities(source: Source, sent: list[Sent], judged: list[Judged]) -> Iterator[CommodityStated]:
    for commodity, row, one in zip(source.commodities, sent, judged, strict=True):
        countries = {producer.country for producer, _ in row if producer.country}
        yield CommodityStated(
            description=commodity.description,
            hs=commodity.hs,
            hs_sent=shorten_hs(commodity.hs or ""),
            annex_i=list(one.annex),
            species=commodity.species,
            net_mass_kg=commodity.net_mass_kg,
            deviation_percent=commodity.deviation_percent,
            supplementary=commodity.supplementary,
            country_risk={code: risk for code in sorted(countries) if (risk := _risk(code))},
            producers=[_producer(producer, file) for producer, file in row],
        )


def _producer(producer: Producer, file: PlotFile | None) -> ProducerSent:
    plots = None
    if file is not None:
        checked = file.checked
        plots = PlotsSent(
            file=file.name,
            sha256=file.sha256,
            bytes=len(file.data),
            features=checked.features,
            points=len(checked.reading.plots.points.feature),
            polygons=len(checked.reading.plots.polygons),
            hectares_in_polygons=round(checked.hectares, 4),
            valid=checked.valid,
            errors=checked.found.total("error"),
            warnings=checked.found.total("warning"),
        )
    return ProducerSent(
        name=producer.name,
        country=producer.country,
        plots=plots,
        postal_address=producer.postal_address,
        cadastral_number=producer.cadastral_number,
    )
