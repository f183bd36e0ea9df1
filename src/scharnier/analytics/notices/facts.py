"""A table of notices as facts: what is carried through, and one key for each group of facts that the rule reads.

A key is a text that holds the facts themselves, joined by control characters that no notice has, so that the engine can
find the different ones and the scalar rule can read them back. Nothing is decided here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from scharnier.analytics.notices.money import count_reached, read_values
from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.isv.facts import CODED_OBJECTIVES
from scharnier.procurement.isv.quick import SHOWN, find_pattern

GROUP, ROW, CELL, ITEM = "\x1c", "\x1d", "\x1e", "\x1f"  # between groups of facts, their rows, cells, items of a cell
CARRIED = (
    "notice_id",
    "schema",
    "version",
    "procedure_id",
    "source_file",
    "content_sha256",
    "form",
    "notice_subtype",
    "buyer_name",
    "dispatch_date",
    "published",
    "changes",
    "nature",
    "framework",
    "n_lots",
    "n_tenders",
    "cpv_main",
)
AWARDED = ("result", "completion")


def read_facts(t: Any, content: IsvContent, bounds: Sequence[int], shown: bool, more: Mapping[str, Any]) -> Any:
    """An Ibis expression with a row for each row of `t`: the carried columns, the keys and the value.

    What the texts show is in columns of the table where `shown`, else those that may show something are in a key.
    `more` are columns of `t` that are carried too.
    """
    import ibis

    codes = ibis.ifelse(t.cpv_main.isnull(), t.cpv_additional, ibis.array([t.cpv_main]).concat(t.cpv_additional))
    t = t.mutate(codes=codes)
    t = t.mutate(own=t.codes[: t.n_cpv_procedure].filter(_readable))
    any_code = content.rule.light_regime_reads.value == "any_code"
    keys = {
        "codes_key": text(t.codes.filter(_readable).join(",")),
        "main_key": text((t.own if any_code else t.own[:1]).join(",")),
        "buyers_key": text(t.buyers.map(_buyer).join(ROW)),
        "kind_key": _cells(t.form, t.notice_subtype, t.legal_basis),
        "day_key": _day_key(t, content),
        "nature_key": text(t.nature),
    }
    if shown:
        keys |= {name: t[name] for name in ("has_text", *SHOWN)}
    else:
        keys |= {"has_text": t.texts.length() > 0, "evidence_key": _evidence_key(t, content)}
    keys |= more
    facts = read_values(t, content)
    facts = facts.mutate(**keys)
    return facts.select(
        *CARRIED,
        *keys,
        "value_left_out",
        "value_kind",
        "value_two",
        value_eur=facts.value_low.cast("float64"),
        value_lo=count_reached(facts.value_least, bounds),
        value_hi=count_reached(facts.value_most, bounds),
        # Long, and different in nearly every notice: only where it can play a part.
        lots_key=ibis.ifelse(facts.small, _lots_key(facts), ""),
        buyer_id=text(t.buyers[:1].map(lambda one: one["identifier"]).join("")).nullif(""),
        country=t.buyer_country,
        withdrawn=t.withdrawn.fill_null(False),
        # Of DuckDB a year has 64 bits, which Ibis does not know.
        year=ibis.coalesce(t.dispatch_date, t.published).year().cast("int64").cast("int32"),
    )


def _readable(code: Any) -> Any:
    return (code.length() == 8) & (code != "00000000")


def text(value: Any) -> Any:
    """As a text, empty where it is null."""
    return value.cast("string").fill_null("")


def _cells(*values: Any) -> Any:
    first, *rest = map(text, values)
    for value in rest:
        first = first + CELL + value
    return first


def _buyer(one: Any) -> Any:
    return _cells(one["name"], one["country"], one["type_code"], one["type_coded"])


def _day_key(t: Any, content: IsvContent) -> Any:
    """What `find_call_day` reads of a notice, and no more, so that there are few different ones."""
    import ibis

    changed = t.form == "modification"
    kind = ibis.cases((changed, "modification"), (t.form.isin(AWARDED), "result"), else_="competition")
    published = t.published
    if content.rule.governing_day.value == "dispatch":
        published = ibis.ifelse(t.dispatch_date.isnull(), published, ibis.null("date"))
    return _cells(kind, t.dispatch_date, published, ibis.ifelse(changed, t.contract_date, ibis.null("date")))


def _evidence_key(t: Any, content: IsvContent) -> Any:
    """The texts in which a term may stand and the coded objectives; empty in nearly all notices."""
    pattern = find_pattern(content)
    texts = t.texts.filter(lambda one: one["text"].re_search(pattern))
    coded = t.social_objectives.filter(lambda one: one.isin(CODED_OBJECTIVES))
    written = texts.map(lambda one: _cells(one["kind"], one["field"], one["language"], one["text"]))
    return text(coded.join(ITEM)) + GROUP + text(written.join(ROW))


def _lots_key(t: Any) -> Any:
    """All that the exception for small lots reads: the codes of the procedure, the lots and the amounts."""
    lots = t.lots.map(lambda lot: _cells(lot["id"], lot["cpv"].join(ITEM)))
    amounts = t.amounts.map(lambda a: _cells(a["kind"], a["amount"], a["currency"], a["lot"], a["lot"].isnull()))
    head = _cells(t.n_lots, t.own.join(ITEM))
    return head + GROUP + text(lots.join(ROW)) + GROUP + text(amounts.join(ROW))
