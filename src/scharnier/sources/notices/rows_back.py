"""A row of a table of notices as the notice it was made of, as far as the row holds it."""

from collections.abc import Mapping
from typing import Any

from scharnier.procurement.notice import Amount, Buyer, Criterion, Lot, Notice, Text


def notice_from_row(row: Mapping[str, Any]) -> Notice:
    """The notice in a row (a dict as `to_pylist` gives). Money has four decimals, as the table has."""
    codes = [code for code in (row["cpv_main"], *(row["cpv_additional"] or ())) if code]
    return Notice(
        id=row["notice_id"],
        schema=row["schema"],
        version=row["version"] or "",
        procedure_id=row["procedure_id"] or "",
        form=row["form"],
        subtype=row["notice_subtype"] or "",
        legal_basis=row["legal_basis"] or "",
        buyers=tuple(
            Buyer(*(one[key] or "" for key in ("name", "country", "type_code", "type_coded", "identifier")))
            for one in row["buyers"] or ()
        ),
        dispatched_on=row["dispatch_date"],
        published_on=row["published"],
        deadline_on=row["deadline"],
        contract_on=row["contract_date"],
        languages=tuple(row["languages"] or ()),
        procedure_type=row["procedure_type"] or "",
        nature=row["nature"],
        cpv=tuple(codes[: row["n_cpv_procedure"]]),
        amounts=tuple(
            Amount(one["kind"], one["amount"], one["currency"] or "", one["field"] or "", one["lot"])
            for one in row["amounts"] or ()
        ),
        lots=tuple(
            Lot(one["id"], one["title"] or "", one["nature"], tuple(one["cpv"] or ()), one["kind"])
            for one in row["lots"] or ()
        ),
        n_lots=row["n_lots"],
        framework=row["framework"],
        dynamic_purchasing=row["dps"],
        social_objectives=tuple(row["social_objectives"] or ()),
        strategic=tuple(row["strategic"] or ()),
        criteria=tuple(
            Criterion(one["kind"], one["name"] or "", one["weight"], one["weight_unit"] or "", one["lot"])
            for one in row["criteria"] or ()
        ),
        texts=tuple(
            Text(one["kind"], one["text"] or "", one["language"] or "", one["field"] or "", one["lot"])
            for one in row["texts"] or ()
        ),
        n_tenders=row["n_tenders"],
        winner_countries=tuple(row["winner_countries"] or ()),
        documents_url=row["documents_url"] or "",
        changes=row["changes"] or "",
        withdrawn=bool(row["withdrawn"]),
        source_file=row["source_file"] or "",
        extra=dict(row["extra"] or ()),
    )
