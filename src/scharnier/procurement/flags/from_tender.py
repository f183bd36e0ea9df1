"""The facts of the red flags from the file in which a buyer describes a tender."""

from scharnier.codes.countries import match_country
from scharnier.kernel.errors import InputProblem
from scharnier.procurement.flags.facts import FlagFacts, FlagLot, Labour, Minimum
from scharnier.procurement.isv.shapes import EvidenceClass
from scharnier.procurement.notice import Criterion
from scharnier.procurement.texts.tender_file import TenderShape, tender_of

DIRECTIVE = "32014L0024"


def facts_from_tender(shape: TenderShape, file: str) -> FlagFacts:
    """The facts. Raises `InputProblem`, with `file` and the key, for an unknown country or a lot that is not there."""
    tender = tender_of(shape)
    least, labour = shape.minimum_delivery, shape.labour
    places = [("origin_country", shape.origin_country)]
    places += [("other_origin_countries", country) for country in shape.other_origin_countries]
    for one in shape.award_criteria:
        if one.lot is not None and one.lot > len(shape.lots):
            what = f"There is no lot {one.lot}."
            raise InputProblem(what, f"The file has {len(shape.lots)}.", file, column="award_criteria")
    trace: dict[bool | None, EvidenceClass | None] = {True: "explicit_isv", False: "none", None: None}
    return FlagFacts(
        id=shape.title,
        form="competition" if shape.tenders_received is None else "other",
        legal_basis=DIRECTIVE if shape.procedure == "european_open" else "",
        procedure_type={"european_open": "open", "other": "other", None: ""}[shape.procedure],
        buyer_countries=(shape.buyer_country,),
        dispatched_on=shape.dispatch_on,
        deadline_on=shape.deadline_on,
        contract_on=shape.contract_on,
        delivery_on=shape.delivery_on,
        minimum=Minimum(least.days, least.source) if least else None,
        cpv=tender.cpv,
        lots=tuple(FlagLot(lot.id, lot.cpv) for lot in tender.lots),
        n_lots=tender.n_lots,
        criteria=tuple(
            Criterion(one.kind, one.name, one.weight_pct, "per-exa", str(one.lot) if one.lot else None)
            for one in shape.award_criteria
        ),
        n_tenders=shape.tenders_received,
        origins=tuple(dict.fromkeys(_country(text, key, file) for key, text in places if text)),
        labour=Labour(
            labour.hours,
            labour.price_eur,
            _country(labour.country, "labour.country", file) if labour.country else "",
            labour.floor_eur_per_hour,
            labour.floor_source or "",
        ),
        trace=trace[shape.isv_in_documents],
        trace_in="documents",
    )


def _country(text: str, key: str, file: str) -> str:
    found = match_country(text)
    if found is None:
        raise InputProblem(
            f"{text!r} is no country we know.", "Use a name or an ISO code, such as IN.", file, column=key
        )
    return found
