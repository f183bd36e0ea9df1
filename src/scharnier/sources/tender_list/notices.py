"""Notices as records of the annual report. They say what should have been; of what was done only what they show."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from scharnier.kernel.errors import InputProblem
from scharnier.procurement.annual.content import load_annual_content
from scharnier.procurement.annual.judge import SHOWING
from scharnier.procurement.annual.shapes import Issue, TenderList, TenderRecord
from scharnier.procurement.isv.content import load_isv_content
from scharnier.procurement.isv.evidence import find_evidence
from scharnier.procurement.isv.facts import tender_from_notice
from scharnier.procurement.notice import Amount, Buyer, Lot, Notice, Text
from scharnier.sources._runtime.members import list_members, load_member
from scharnier.sources._runtime.xml import LARGEST
from scharnier.sources.notices.read import read_notices
from scharnier.sources.tender_list.cells import PERSONAL

PHASE_OF_FORM = {
    "contract_condition": ("specify", "clause"),
    "technical_spec": ("specify", "requirement"),
    "selection": ("select", "requirement"),
    "award": ("award", "criterion"),
}
CALLS = ("competition", "direct_award")


def read_notice_records(path: Path, body: str, lang: str = "nl") -> TenderList:
    """Calls for tenders of `body` in a notice, a folder or archive of them, or what `notices import` wrote (Parquet).

    A notice of another buyer, or one that is no call, is listed as an issue and is no record.

    Raises `InputProblem` where no notice of the body is there.
    """
    reader = _Reader(body, lang)
    notices = _from_parquet(path) if path.suffix == ".parquet" else reader.from_files(path)
    digest = hashlib.sha256()
    records = []
    for number, notice in enumerate(notices, start=1):
        digest.update(f"{notice.id}|{notice.version}|{notice.source_file}\n".encode())
        record = reader.read(notice, number)
        if record is not None:
            records.append(record)
    if not records:
        what, remedy = (
            (f"bevat geen oproep van {body!r}.", "Schrijf de naam zoals in de aankondigingen.")
            if lang == "nl"
            else (f"holds no call for tenders of {body!r}.", "Write the name as in the notices.")
        )
        raise InputProblem(what, remedy, path.name)
    return TenderList(path.name, digest.hexdigest(), tuple(records), tuple(reader.issues), kind="notices")


class _Reader:
    def __init__(self, body: str, lang: str) -> None:
        self.body, self.nl = body, lang == "nl"
        self.issues: list[Issue] = []

    def from_files(self, path: Path) -> Iterator[Notice]:
        for number, given in enumerate(list_members(path, LARGEST, frozenset()), start=1):
            member = load_member(given, LARGEST)
            if member.data is None:
                self._tell(number, member.name, "kan niet worden gelezen", "cannot be read")
                continue
            found = False
            for reading in read_notices(member.data, member.name, LARGEST):
                if reading.notice is not None:
                    found = True
                    yield reading.notice
            if not found:
                self._tell(number, member.name, "is geen aankondiging die wij kennen", "is no notice that we know")

    def read(self, notice: Notice, number: int) -> TenderRecord | None:
        """The record of a call of the body; others become an issue."""
        if not any(self.body.casefold() in buyer.name.casefold() for buyer in notice.buyers):
            self._tell(number, notice.id, "is van een andere inkoper", "is of another buyer")
            return None
        if notice.form not in CALLS:
            self._tell(
                number,
                notice.id,
                "is geen oproep (een gunning of ander bericht)",
                "is no call (an award or other notice)",
            )
            return None
        tender = tender_from_notice(notice)
        uses: dict[str, tuple[str, ...]] = {}
        for hit in find_evidence(tender, load_isv_content()).hits:
            if hit.cls in SHOWING and hit.form in PHASE_OF_FORM:
                phase, use = PHASE_OF_FORM[hit.form]
                uses[phase] = tuple(dict.fromkeys((*uses.get(phase, ()), use)))
        known = {"title": bool(tender.title), "dispatch_on": bool(tender.dispatched), "cpv": bool(tender.cpv)}
        known |= {
            "nature": tender.nature is not None,
            "value_eur": bool(tender.amounts),
            "stage": True,
            **dict.fromkeys(uses, True),
        }
        return TenderRecord(
            id=notice.procedure_id or notice.id,
            row=number,
            title=PERSONAL.sub("…", tender.title)[:300],
            stage="withdrawn" if notice.withdrawn else "published",
            dispatched=tender.dispatched or tender.published,
            cpv=tender.cpv,
            bad_cpv=tender.bad_cpv,
            nature=tender.nature,
            uses=uses,
            empty=tuple(name for name in load_annual_content().columns if name != "id" and not known.get(name)),
            tender=tender,
        )

    def _tell(self, row: int, said: str, nl: str, en: str) -> None:
        names = load_annual_content().columns["id"].names
        remedy = "Telt niet mee." if self.nl else "Does not count."
        self.issues.append(Issue(row, names.nl if self.nl else names.en, said[:80], nl if self.nl else en, remedy))


def _from_parquet(path: Path) -> Iterator[Notice]:
    """Notices as `notices import` wrote them. Raises `InputProblem` for another Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            if not {"notice_id", "schema", "buyers", "amounts", "texts"} <= set(file.schema_arrow.names):
                raise InputProblem("holds no imported notices.", "Make it with `scharnier notices import`.", path.name)
            for batch in file.iter_batches(2000):
                yield from map(_notice, batch.to_pylist())
    except (OSError, pa.ArrowInvalid) as error:
        raise InputProblem("is no Parquet file that can be read.", "Make it anew.", path.name) from error


def _notice(row: dict[str, Any]) -> Notice:
    def many(name: str) -> Iterable[dict[str, Any]]:
        return row.get(name) or ()

    return Notice(
        id=row["notice_id"],
        schema=row["schema"],
        version=row.get("version") or "",
        procedure_id=row.get("procedure_id") or "",
        form=row.get("form") or "other",
        subtype=row.get("notice_subtype") or "",
        legal_basis=row.get("legal_basis") or "",
        buyers=tuple(
            Buyer(*(each[key] or "" for key in ("name", "country", "type_code", "type_coded", "identifier")))
            for each in many("buyers")
        ),
        dispatched_on=row.get("dispatch_date"),
        published_on=row.get("published"),
        nature=row.get("nature"),
        cpv=tuple(filter(None, (row.get("cpv_main"), *(row.get("cpv_additional") or ())))),
        amounts=tuple(
            Amount(each["kind"], each["amount"], each["currency"] or "", each["field"] or "", each["lot"])
            for each in many("amounts")
        ),
        lots=tuple(
            Lot(each["id"], each["title"] or "", each["nature"], tuple(each["cpv"] or ()), each["kind"])
            for each in many("lots")
        ),
        n_lots=row.get("n_lots"),
        framework=row.get("framework"),
        dynamic_purchasing=row.get("dps"),
        social_objectives=tuple(row.get("social_objectives") or ()),
        texts=tuple(
            Text(each["kind"], each["text"] or "", each["language"] or "", each["field"] or "", each["lot"])
            for each in many("texts")
        ),
        withdrawn=bool(row.get("withdrawn")),
        source_file=row.get("source_file") or "",
    )
