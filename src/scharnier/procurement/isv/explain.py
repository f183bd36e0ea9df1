"""Say why: the reasons in the order of the decision table, what a person must check, the provisions it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scharnier.kernel.provenance import Confidence
from scharnier.law.words import day as say_day
from scharnier.law.words import money
from scharnier.procurement.isv.categories import Candidate, ChainHit, find_candidates
from scharnier.procurement.isv.days import CallDay
from scharnier.procurement.isv.decision import Open, Said, Verdict
from scharnier.procurement.isv.evidence import Evidence
from scharnier.procurement.isv.judge import Judged, Known
from scharnier.procurement.isv.words import say

ISV = "isv-2017"
SPECIAL = "eu-procurement-2014"


@dataclass(frozen=True, slots=True)
class Case:
    """All that was found out about a tender."""

    known: Known
    call: CallDay
    shown: Judged
    days: tuple[Judged, ...]
    verdict: Verdict
    open: tuple[Open, ...]
    chains: tuple[ChainHit, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Explained:
    """The words of a decision."""

    reasons: tuple[Said, ...]
    missing: tuple[Said, ...]
    provisions: tuple[str, ...]
    assumptions: tuple[str, ...]
    value_basis: Said


def explain(case: Case) -> Explained:
    """Reasons, checks, provisions and assumptions of a case."""
    reasons = tuple(_reasons(case))
    missing = tuple(_missing(case)) if case.verdict == "uncertain" else tuple(_remarks(case))
    return Explained(reasons, missing, _provisions(case), _assumptions(case), _basis(case))


def _reasons(case: Case) -> Iterator[Said]:
    known = case.known
    tender, buyer = known.tender, known.buyer
    name = buyer.name.strip() or ("De inkoper", "The buyer")
    row = buyer.row
    note = (row.note_nl, row.note_en) if row else ("", "")
    yield say(buyer.why, name=name, row=(row.name_nl, row.name_en) if row else "", note=note)
    if buyer.status != "foreign":
        yield from _day_reasons(case)
    yield from _category_reasons(case)
    if buyer.status in ("bound", "uncertain", "unknown"):
        yield from _value_reasons(case)
        if "directive" in case.open:
            yield say("directive_defence")
        if "small_lots" in case.open:
            yield say("small_lots")
    if tender.framework:
        yield say("framework")
    if tender.dynamic_purchasing:
        yield say("dynamic")
    if tender.withdrawn:
        yield say("withdrawn")
    if case.chains and buyer.status != "foreign" and case.verdict != "yes":
        names = known.content.product_names
        top = [hit for hit in case.chains if hit.level == case.chains[0].level]
        level = {"high": ("hoog", "high"), "medium": ("middelhoog", "medium"), "low": ("laag", "low")}[top[0].level]
        nl = ", ".join(_small(names[hit.product].nl) for hit in top)
        yield say("chain_advises", products=(nl, ", ".join(_small(names[hit.product].en) for hit in top)), level=level)
    if case.verdict == "yes":
        yield say("verdict_yes")
    published = tender.form != "other" or bool(tender.texts)  # a draft of a tender is no notice to look in
    nothing = case.evidence.cls in ("none", "false_positive", "exclusion_ground_only")
    if nothing and published and buyer.status != "foreign":
        yield say("no_trace")


def _day_reasons(case: Case) -> Iterator[Said]:
    rule, span = case.known.content.rule, case.call.span
    start = rule.category_rule_from.value
    if case.call.why in ("day_missing", "day_modification"):
        yield say(case.call.why)
    elif case.call.why == "day_result":
        yield say("day_result", days=rule.call_before_result_days.value)
    if "date" in case.open and span is not None and case.call.why != "day_modification":
        yield say("day_open", first=_day(span.first), last=_day(span.last))
    elif span is None or "date" in case.open:
        return
    elif span.last < rule.old_rule_from.value:
        yield say("day_older", day=_day(span.last), old=_day(rule.old_rule_from.value))
    elif span.last < start:
        yield say("day_old", day=_day(span.last), from_=_day(start))
    elif case.call.shown is not None:
        if case.call.why in ("day_result", "day_contract"):
            yield say("day_between", first=_day(span.first), last=_day(span.last), from_=_day(start))
        else:
            codes = {"planning": "day_planned", "direct_award": "day_direct"}
            yield say(codes.get(case.known.tender.form, "day_ok"), day=_day(case.call.shown), from_=_day(start))
        if (span.first.year, span.first.month) == (start.year, start.month):
            yield say("day_april")


def _category_reasons(case: Case) -> Iterator[Said]:
    known, best = case.known, case.shown.best
    tender, content = known.tender, known.content
    codes = tuple(dict.fromkeys((*tender.cpv, *(code for lot in tender.lots for code in lot.cpv))))
    unknown = [code for code in codes if code not in content.cpv_codes]
    if best is None:
        if codes:
            yield say("category_none", codes=", ".join(codes[:8]) + (" …" if len(codes) > 8 else ""))
            later = find_candidates(codes, date.max, content)
            if later:
                yield say("category_later", category=_named(later[0], case), day=_day(later[0].valid_from))
        else:
            yield say("category_missing")
    else:
        word = {True: (" Woorden in de tekst wijzen erop.", " Words in the text point to it."), None: ("", "")}
        word[False] = (" Geen woord in de tekst wijst erop.", " No word in the text points to it.")
        keyword = word[best.keyword_found] if best.status == "boundary" else ("", "")
        yield say(
            f"category_{best.status}", cpv=best.cpv, prefix=best.prefix, category=_named(best, case), keyword=keyword
        )
        others = case.shown.candidates[1:]
        if others:
            pairs = [_named(one, case) for one in others]
            yield say("category_more", others=("; ".join(nl for nl, _ in pairs), "; ".join(en for _, en in pairs)))
        yield say("map_own")
    if unknown or tender.bad_cpv:
        yield say("cpv_unknown", codes=", ".join((*unknown, *(code[:20] for code in tender.bad_cpv))[:8]))


def _value_reasons(case: Case) -> Iterator[Said]:
    threshold, value, shown = case.shown.threshold, case.known.value, case.shown
    if threshold.amount is None:
        yield say("threshold_unknown")
    else:
        yield say(threshold.why, amount=_eur(threshold.amount), also=_eur(threshold.also or 0))
    for left in value.left_out:
        raw = f"{left.amount.amount:f} {left.amount.currency}".strip()[:40]
        yield say(f"left_{left.why}", raw=raw, field=left.amount.field or "?")
    if value.kind == "lots":
        yield say("value_lots_partly" if value.high is None else "lots_added", value=_eur(value.low))
    if shown.value_why == "threshold_unknown":
        return
    upper = value.high if shown.value_why in ("value_below", "value_award_below") else value.low
    yield say(shown.value_why, value=_eur(upper), second=_eur(value.second))


def _missing(case: Case) -> Iterator[Said]:
    """One question for each open point, in the order of the table; nothing that could not change the answer."""
    known, shown = case.known, case.shown
    name = known.buyer.name.strip() or ("de inkoper", "the buyer")
    if "buyer" in case.open:
        code = {"buyer_missing": "check_buyer_name", "buyer_joint": "check_joint"}.get(known.buyer.why, "check_buyer")
        yield say(code, name=name)
    if "date" in case.open:
        yield say("check_date")
    if "category" in case.open:
        best = next((one.best for one in case.days if one.best), None)
        yield say("check_category", cpv=best.cpv, category=_named(best, case)) if best else say("check_cpv")
    if "threshold" in case.open:
        if shown.threshold.amount is None:
            yield say("check_threshold", day=_day(shown.day))
        elif shown.threshold.question:
            yield say(shown.threshold.question)
    if "value" in case.open:
        if known.value.second is not None:
            yield say("check_total", value=_eur(known.value.low), second=_eur(known.value.second))
        else:
            yield say("check_value")
    if "directive" in case.open:
        yield say("check_directive")
    if "small_lots" in case.open:
        yield say("check_small_lots")


def _remarks(case: Case) -> Iterator[Said]:
    """What to check though the verdict is clear: where it turns on a list we know from memory."""
    light = case.shown.threshold.light
    bound = case.known.buyer.status == "bound"
    if case.verdict == "no" and bound and case.shown.best and light and light.confidence is Confidence.UNVERIFIED:
        yield say("check_annex_xiv", cpv=case.known.tender.cpv[0])


def _provisions(case: Case) -> tuple[str, ...]:
    known, shown = case.known, case.shown
    status = known.buyer.status
    if status == "foreign":
        return (f"{ISV}:bound",)
    found = [f"{ISV}:bound"] if status != "not_bound" else [f"{ISV}:bound", f"{ISV}:others"]
    if shown.best:
        found.append(known.content.category_names[shown.best.category].provision)
    else:
        found += [f"{ISV}:categories", f"{ISV}:not_listed"]
    if status != "not_bound":
        found += [f"{ISV}:threshold", shown.threshold.provision]
        found += [f"{SPECIAL}:annex.3"] if shown.threshold.question == "check_annex_iii" else []
    if case.verdict == "yes" or (case.verdict == "uncertain" and "category" not in case.open):
        found += [f"{ISV}:clause", f"{ISV}:legal_nature"]
    return tuple(dict.fromkeys(found))


def _assumptions(case: Case) -> tuple[str, ...]:
    """The keys of rule.yaml that this answer rests on."""
    buyer, why = case.known.buyer.why, case.shown.value_why
    keys = {
        "buyer_code_alone": "central_code_alone_is",
        "buyer_joint": "joint_with_bound_is",
        "buyer_unknown": "silent_codes",
    }
    found = [keys[buyer]] if buyer in keys else []
    if case.known.buyer.status in ("foreign", "not_bound"):
        return tuple(found)
    found += ["category_rule_from", "governing_day"]
    by_day = {
        "day_result": "call_before_result_days",
        "day_contract": "call_before_contract_days",
        "day_publication": "publication_follows_dispatch_within_days",
    }
    found += [by_day[case.call.why]] if case.call.why in by_day else []
    if case.shown.best and case.shown.best.valid_from >= case.known.content.rule.eight_list_from.value:
        found.append("eight_list_from")
    by_value = {"value_presumed": "presumed_above_forms", "value_award_below": "award_below_is"}
    found += [by_value[why]] if why in by_value else []
    dropped = {left.why for left in case.known.value.left_out}
    found += ["dummy_at_most_eur", "dummy_below_eur_in_eu_notices"] if "dummy" in dropped else []
    found += ["absurd_from_eur"] if "absurd" in dropped else []
    found += ["light_regime_reads"] if case.shown.threshold.why == "threshold_light" else []
    found += ["defence_goods_outside_annex_iii"] if case.shown.threshold.question == "check_annex_iii" else []
    found += ["defence_directive_is"] if "directive" in case.open else []
    found += ["small_lots_share_at_most"] if "small_lots" in case.open else []
    return tuple(found)


def _basis(case: Case) -> Said:
    value = case.known.value
    if value.kind == "none":
        return say("basis_presumed" if case.shown.relation == "presumed_above" else "basis_none")
    text = (
        _eur(value.low)
        if value.high in (None, value.low)
        else tuple(f"{low} – {high}" for low, high in zip(_eur(value.low), _eur(value.high), strict=True))
    )
    return say(f"basis_{value.kind}", value=text, fields=", ".join(value.fields))


def _named(one: Candidate, case: Case) -> tuple[str, str]:
    names = case.known.content.category_names[one.category]
    return names.nl, names.en


def _small(name: str) -> str:
    """A name within a sentence: kleding, but ICT."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _eur(amount: Decimal | int | None) -> tuple[str, str]:
    value = float(amount or 0)
    return money(value, "nl"), money(value, "en")


def _day(on: date) -> tuple[str, str]:
    return say_day(on, "nl"), say_day(on, "en")
