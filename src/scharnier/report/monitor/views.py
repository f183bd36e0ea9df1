"""One procedure and one reply, said in words: why it counts, what the notices show, what the body says of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from scharnier.analytics.monitor.replies import Settled
from scharnier.report.monitor.words import Words

PUBLICATION = re.compile(r"\d+-\d{4}")
TED = {"nl": "https://ted.europa.eu/nl/notice/-/detail/", "en": "https://ted.europa.eu/en/notice/-/detail/"}
LOOKS = {
    "yes": "yes", "no": "", "uncertain": "open", "visible": "yes", "elsewhere": "open", "not_visible": "no",
    "cannot_be_seen": "open", "unknown": "open",
}  # fmt: skip


@dataclass(frozen=True)
class ReplyView:
    """A reply as it is shown. `link` leads to what it is about, "" where it stands there itself."""

    id: str
    link: str
    body: str
    who: str
    day: str
    about: str
    texts: tuple[tuple[str, str], ...]
    corrections: tuple[str, ...]
    evidence: str
    sha256: str


@dataclass(frozen=True)
class ProcedureView:
    """A procedure as it is shown."""

    id: str
    anchor: str
    heading: str
    verdict: str
    verdict_class: str
    claims: str
    claims_class: str
    followed: str
    followed_class: str
    reasons: tuple[str, ...]
    open: str
    quote: str
    quote_from: str
    notices: tuple[tuple[str, str], ...]
    tied: str
    replies: tuple[ReplyView, ...]


def anchor_of(procedure: str) -> str:
    """The anchor of a procedure: its id in plain letters, with part of a fingerprint where that is not all."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", procedure).strip("-")[:60]
    return f"p-{plain}" if plain == procedure else f"p-{plain}-{sha256(procedure.encode()).hexdigest()[:8]}"


def notice_link(number: str, lang: str) -> str:
    """Where TED shows a notice; empty where the number is not one of TED."""
    return f"{TED[lang]}{number}" if PUBLICATION.fullmatch(number) else ""


def view_procedure(words: Words, row: Mapping[str, Any], replies: Sequence[Settled]) -> ProcedureView:
    """A row of the table of procedures in words."""
    day = words.f.day(row["dispatch_date"]) if row["dispatch_date"] else words.t("no_year")
    quote_from = ""
    if row["evidence_class"]:
        place = words.of("place", row["evidence_form"])
        quote_from = words(
            f"{words.of('class', row['evidence_class'])}, {place} (aankondiging {row['evidence_notice']}).",
            f"{words.of('class', row['evidence_class'])}, {place} (notice {row['evidence_notice']}).",
        )
    return ProcedureView(
        id=row["procedure"],
        anchor=anchor_of(row["procedure"]),
        heading=f"{words.cpv(row['cpv_main'])[9:] or row['procedure']} · {day} · {row['procedure']}",
        verdict=words.of("verdict", row["mandatory"]),
        verdict_class=LOOKS[row["mandatory"]],
        claims=words.of("claims", row["claims"]),
        claims_class=LOOKS[row["claims"]],
        followed=words.of("followed", row["followed"]),
        followed_class="open" if row["followed"] == "unknown" else LOOKS[row["followed"]],
        reasons=tuple(_reasons(words, row)),
        open="; ".join(words.of("open", key) for key in row["open"] or ()),
        quote=row["evidence_quote"] or "",
        quote_from=quote_from,
        notices=tuple((number, notice_link(number, words.lang)) for number in row["notices"]),
        tied=_tied(words, row),
        replies=tuple(view_reply(words, each) for each in replies),
    )


def _reasons(words: Words, row: Mapping[str, Any]) -> list[str]:
    name = row["buyer_name"] or "–"
    key = {"bound": "reason_bound", "not_bound": "reason_not_bound"}.get(row["buyer_status"], "reason_doubt")
    said = [words.t(f"not_counted_{row['counted']}")] if row["counted"] != "yes" else []
    said.append(words.t(key, name=name))
    day = words.t("reason_day", day=words.f.day(row["dispatch_date"])) if row["dispatch_date"] else ""
    old = words.t("reason_old") if row["regime"] == "before_category_rule" else ""
    said.append(f"{day or words.t('reason_no_day')} {old}".strip())
    cpv = words.cpv(row["cpv_main"])
    if row["category"]:
        status = words.of("status", row["category_status"])
        said.append(words.t("reason_category", cpv=cpv, category=words.category(row["category"]), status=status))
    else:
        said.append(words.t("reason_no_category", cpv=cpv))
    relation, threshold, value = row["value_relation"], row["threshold_eur"], row["value_eur"]
    if relation in ("above", "below") and threshold is not None and value is not None:
        money = {"value": words.f.money(value), "threshold": words.f.money(float(threshold))}
        said.append(words.t(f"reason_{relation}", **money))
    else:
        said.append(words.t("reason_presumed" if relation == "presumed_above" else "reason_no_value"))
    return said


def _tied(words: Words, row: Mapping[str, Any]) -> str:
    forms = ", ".join(words.of("form", form) for form in row["forms"])
    told = words(
        f"Soort: {forms}. Bericht {row['decided_by']} besliste.", f"Kind: {forms}. Notice {row['decided_by']} decided."
    )
    if row["verdicts_differ"]:
        told += words(
            " De berichten van deze inkoop geven niet allemaal dezelfde uitkomst.",
            " The notices of this procurement do not all give the same outcome.",
        )
    return told


def view_reply(words: Words, one: Settled, link: str = "") -> ReplyView:
    """A reply in words, in the languages in which the body gave it."""
    reply = one.reply
    texts = [(lang, text) for lang, text in (("nl", reply.text.nl), ("en", reply.text.en)) if text]
    own = [pair for pair in texts if pair[0] == words.lang]
    lines = []
    for each, state in zip(reply.corrects, one.states, strict=True):
        was, to = words.answer(each.field, each.was), words.answer(each.field, each.to)
        field = words.of("field", each.field)
        line = words.t("correction", field=field, was=was, to=to)
        if state == "outdated":
            line += words(
                " Deze staat niet in de cijfers met correcties: het oorspronkelijke gegeven is nu anders of ontbreekt.",
                " It is not in the figures with corrections: the original is other than stated, or is not there.",
            )
        lines.append(line)
    about = words("Over de organisatie als geheel.", "About the body as a whole.")
    if reply.notice:
        about = words(f"Over aankondiging {reply.notice}.", f"About notice {reply.notice}.")
    elif reply.figure:
        about = words(f"Over het cijfer {reply.figure}.", f"About the figure {reply.figure}.")
    if not one.is_found:
        about += words(" Dat staat niet in deze gegevens.", " That is not in these data.")
    return ReplyView(
        id=reply.id,
        link=link,
        body=reply.body,
        who=reply.who,
        day=words.f.day(reply.on),
        about=about,
        texts=tuple(own or texts),
        corrections=tuple(lines),
        evidence=reply.evidence or "",
        sha256=one.sha256,
    )
