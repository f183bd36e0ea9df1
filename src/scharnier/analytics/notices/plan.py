"""The statements of a screening: Ibis expressions over tables of fixed names, compiled once for all parts.

Engine: flatten to facts, find the different ones, join what the scalar rule answers. The tables are `notices` (given),
`facts`, `lists` (of the different lists of codes) and one for each of ANSWERS, which `screen.py` fills.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from scharnier.analytics.notices.classes import NO_CODE
from scharnier.analytics.notices.columns import COLUMNS, FLAG_COLUMNS
from scharnier.analytics.notices.facts import read_facts
from scharnier.analytics.notices.flags import build_flags_key
from scharnier.analytics.notices.money import list_boundaries
from scharnier.analytics.notices.verdicts import HELD, NO_RANK
from scharnier.procurement.flags.quick import SHOWN as FLAGS_SHOWN
from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.isv.quick import SHOWN
from scharnier.sources.notices.rows import EVIDENCE, FLAGS, SCHEMA

TEXT, NUMBER, TEXTS, YES = "string", "int64", "array<string>", "boolean"
KINDS = {"list<string>": TEXTS, "bool": YES, "double": "float64"}  # other types have one name
SIGNATURE = (
    "s_day",
    "s_buyer",
    "s_kind",
    "s_main",
    "s_nature",
    "s_levels",
    "s_value",
    "s_lo",
    "s_hi",
    "s_two",
    "s_lots",
)
THRESHOLD = ("kind_class", "main_class", "nature_key")  # with day and buyer, which are the same in a signature
_TYPES = {"s_nature": TEXT, "s_value": TEXT, "s_two": YES, "s_lots": TEXT, "nature_key": TEXT}
Columns = dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A table of answers: the columns of the keys, those of the answer, and the statement that finds the keys."""

    keys: Columns
    answer: Columns
    find: str = ""

    @property
    def columns(self) -> Columns:
        """All of its columns with their types."""
        return self.keys | self.answer


def list_answers(periods: int) -> dict[str, Asked]:
    """The tables of answers, where codes change their category so many times."""
    best, all_of, rank = ([f"{name}_{at}" for at in range(periods)] for name in ("best", "all", "rank"))
    signature = {name: _TYPES.get(name, NUMBER) for name in (*SIGNATURE, "codes", *rank, *THRESHOLD)}
    judged = {"mandatory": TEXT, "advice": TEXT, "regime": TEXT, "open": TEXTS, "reasons": TEXTS}
    judged |= {"threshold_eur": NUMBER, "value_relation": TEXT}
    judged |= {"applicable_threshold_eur": NUMBER, "threshold_kind": TEXT}
    return {
        "day": Asked({"day_key": TEXT}, {"day_class": NUMBER, "shown_period": NUMBER, "buyer_period": NUMBER}),
        "kind": Asked({"kind_key": TEXT}, {"kind_class": NUMBER}),
        "main": Asked({"main_key": TEXT}, {"main_class": NUMBER}),
        "buyer": Asked(
            {"buyers_key": TEXT, "buyer_period": NUMBER},
            {"buyer_class": NUMBER, "buyer_status": TEXT, "buyer_list_id": TEXT},
        ),
        "code": Asked({"code": TEXT}, {"unknown": NUMBER} | dict.fromkeys(best, NUMBER) | {"mark": TEXT}),
        "marks": Asked({"marks": TEXT}, {"chain_class": NUMBER, "level_class": NUMBER} | dict.fromkeys(all_of, NUMBER)),
        "evidence": Asked({"evidence_key": TEXT}, dict.fromkeys(SHOWN, TEXT)),
        "flags": Asked({"flags_key": TEXT, SHOWN[0]: TEXT}, dict.fromkeys(FLAGS_SHOWN, TEXTS)),
        "named": Asked(
            {"best": NUMBER, "mask": NUMBER}, {"category": TEXT, "category_status": TEXT, "categories": TEXTS}
        ),
        "chain": Asked({"chain_class": NUMBER}, {"chain_products": TEXTS, "chain_level": TEXT}),
        "verdict": Asked(signature, {"verdict_class": NUMBER}),
        "said": Asked({"verdict_class": NUMBER}, judged),  # apart: there are far fewer of them
    }


@dataclass(frozen=True, slots=True)
class Plan:
    """The statements of a screening, and how each table of answers is asked."""

    facts: str
    lists: str
    final: str
    answers: dict[str, Asked]


Compile = Callable[[Any], str]


def find_stale(column: str, version: str, compile: Compile) -> str:
    """The statement that counts the notices that have another version in this column."""
    import ibis

    held = ibis.table({column: TEXT}, name="notices")[column].fill_null("")
    return compile((held != version).sum().fill_null(0).as_table())


def build_plan(content: IsvContent, version: str, periods: int, shown: bool, flagged: bool, compile: Compile) -> Plan:
    """The plan under a version, for tables in which it stands what the texts show (`shown`) or for others; and which
    flags are up (`flagged`), or for others."""
    import ibis

    answers = list_answers(periods)
    tables = {name: ibis.table(asked.columns, name=f"{name}_answers") for name, asked in answers.items()}
    unused = {*(() if shown else dict(EVIDENCE)), *(() if flagged else dict(FLAGS))}
    columns = {name: kind for name, kind in ibis.Schema.from_pyarrow(SCHEMA).items() if name not in unused}
    notices = ibis.table(columns, name="notices")
    more = {name: notices[name] for name in FLAGS_SHOWN} if flagged else {"flags_key": build_flags_key(notices)}
    flat = read_facts(notices, content, list_boundaries(content), shown, more)
    facts = ibis.table(flat.schema(), name="facts")
    filled = _fill_lists(facts, tables["code"], periods)
    lists = ibis.table(filled.schema(), name="lists")
    joined = _join(facts, tables, lists, periods)
    marked = lists.join(tables["marks"], "marks")
    named = [marked.select(best=marked[f"best_{at}"], mask=marked[f"all_{at}"]) for at in range(periods)]
    finds = {name: facts.select(f"{name}_key") for name in ("day", "kind", "main", *(() if shown else ("evidence",)))}
    finds |= {
        "code": facts.select("codes_key").distinct().select(code=ibis._.codes_key.split(",").unnest()),
        "buyer": facts.join(tables["day"], "day_key").select("buyers_key", "buyer_period"),
        "marks": lists.select("marks"),
        "named": ibis.union(*named),
        "verdict": joined.select(*answers["verdict"].keys),
    }
    if not flagged:
        read = facts if shown else facts.join(tables["evidence"], "evidence_key")
        finds["flags"] = read.select(*answers["flags"].keys)
    asked = {name: replace(one, find=compile(finds[name].distinct())) for name, one in answers.items() if name in finds}
    final = _finish(joined, tables, answers, version)
    return Plan(compile(flat), compile(filled), compile(final), answers | asked)


def _fill_lists(facts: Any, codes: Any, periods: int) -> Any:
    """For each different list of codes: its best category, the marks of all, and whether all codes are known."""
    import ibis

    found = facts.filter(facts.codes_key != "").select("codes_key").distinct()
    each = found.mutate(code=found.codes_key.split(",").unnest()).join(codes, "code").group_by("codes_key")
    best = {f"best_{at}": ibis._[f"best_{at}"].min() for at in range(periods)}
    marks = ibis._.mark.collect().unique().sort().join(",")
    return each.aggregate(**best, marks=marks, codes=ibis._.unknown.max() + 1)


def _join(facts: Any, tables: dict[str, Any], lists: Any, periods: int) -> Any:
    """Facts with the answers on single facts, and the signature."""
    import ibis

    t = facts.join(tables["day"], "day_key").join(tables["kind"], "kind_key").join(tables["main"], "main_key")
    t = t.join(tables["buyer"], ["buyers_key", "buyer_period"])
    t = t.left_join(lists.join(tables["marks"], "marks"), "codes_key").drop("codes_key_right")
    best = [(t.shown_period == at, t[f"best_{at}"]) for at in range(periods)]
    mask = [(t.shown_period == at, t[f"all_{at}"]) for at in range(periods)]
    # What cannot change the answer is the same in every signature: there are the fewer of them.
    held, dutch = t.buyer_status.isin(HELD), t.buyer_status != "foreign"
    ranks = {f"rank_{at}": (t[f"best_{at}"] // 10_000).fill_null(NO_RANK).clip(upper=NO_RANK) for at in range(periods)}
    return t.mutate(
        codes=t.codes.fill_null(0),
        chain_class=t.chain_class.fill_null(0),
        best=ibis.cases(*best).fill_null(NO_CODE),
        mask=ibis.cases(*mask).fill_null(0),
        s_day=t.day_class,
        s_buyer=t.buyer_class,
        s_kind=ibis.ifelse(held, t.kind_class, 0),
        s_main=ibis.ifelse(held, t.main_class, 0),
        s_nature=ibis.ifelse(held, t.nature_key, ""),
        s_levels=ibis.ifelse(dutch, t.level_class.fill_null(0), 0),
        s_value=ibis.ifelse(held, t.value_kind, "none"),
        s_lo=ibis.ifelse(held, t.value_lo, -1).cast(NUMBER),
        s_hi=ibis.ifelse(held, t.value_hi, -1).cast(NUMBER),
        s_two=held & t.value_two,
        s_lots=ibis.ifelse(held, t.lots_key, ""),
        **ranks,
    )


def _finish(t: Any, tables: dict[str, Any], answers: dict[str, Asked], version: str) -> Any:
    """The joined facts with all answers: the columns of a screening, in their types."""
    import ibis

    asked = [name for name in ("evidence", "flags") if f"{name}_key" in t.columns]  # flags turn on evidence
    names = ["verdict", "said", "named", "chain", *asked]
    for name in names:
        t = t.join(tables[name], list(answers[name].keys))
    t = t.mutate(value_known=t.value_kind != "none", content_version=ibis.literal(version))
    return t.select(**{name: t[name].cast(KINDS.get(kind, kind)) for name, kind, _ in COLUMNS + FLAG_COLUMNS})
