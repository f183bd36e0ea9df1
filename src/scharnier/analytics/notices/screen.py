"""Screen a table of notices: statements that run alike on DuckDB and on Spark, and the scalar rule.

Engine: flatten to facts, find the different ones, join answers, write. Scalar rule: answer each different fact, then
each different set of answers (a signature). So the rule stands in one place, and a million notices cost some ten
thousand judgements. Where all notices differ it takes the time of the scalar rule; the answer is the same.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from scharnier.analytics.notices.classes import NO_CODE, FactTables, Known
from scharnier.analytics.notices.columns import SCREENING
from scharnier.analytics.notices.engines import Engine
from scharnier.analytics.notices.evidence import Readers
from scharnier.analytics.notices.flags import read_flags
from scharnier.analytics.notices.plan import (
    NUMBER,
    TEXT,
    TEXTS,
    THRESHOLD,
    YES,
    Columns,
    Plan,
    build_plan,
    find_stale,
    list_answers,
)
from scharnier.analytics.notices.verdicts import Judge, Signature
from scharnier.procurement.flags.quick import find_flag_version
from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.isv.quick import find_evidence_version
from scharnier.procurement.isv.shapes import Level

Row = tuple[Any, ...]


class Screener:
    """Screens slices of a table; what it learned of one slice it knows for the next."""

    def __init__(self, content: IsvContent, version: str, compile: Callable[[Any], str], workers: int = 1) -> None:
        self.content, self.readers = content, Readers(content, workers)
        self.tables = FactTables(content)
        self.judge = Judge(self.tables)
        self.version, self.compile = version, compile
        self.plans: dict[tuple[bool, bool], Plan] = {}
        self.stale = {
            "evidence_version": find_stale("evidence_version", find_evidence_version(content), compile),
            "flags_version": find_stale("flags_version", find_flag_version(), compile),
        }
        self.marks = {"scharnier": SCREENING, "content_version": version}
        self.chains: dict[tuple[int, int, int], int] = {(0, 0, 0): 0}
        self.levels: dict[tuple[Level, ...], int] = {(): 0}
        self.answers: dict[Row, Row] = {}
        self.thresholds: dict[Row, Row] = {}
        self.said: dict[Row, int] = {}
        tables, answers = self.tables, list_answers(len(self.tables.category_changes))
        single: dict[str, Callable[..., dict[str, Any]]] = {
            "day": tables.day,
            "kind": tables.kind,
            "main": tables.main,
            "buyer": tables.buyer,
        }
        single["code"] = tables.code
        self.asks: dict[str, Callable[[list[Row]], list[Row]]] = {
            name: Known(ask, answers[name].answer).of for name, ask in single.items()
        }
        self.asks |= {"marks": self._marks, "named": self._named, "chain": self._chains, "verdict": self._verdicts}
        self.asks["said"] = self._said
        self.asks["evidence"], self.asks["flags"] = self.readers.read, read_flags

    def __enter__(self) -> "Screener":
        return self

    def __exit__(self, *_: object) -> None:
        self.readers.close()

    def screen(self, engine: Engine, notices: Any, path: Path) -> None:
        """Write the screening of the rows of `notices`, an Ibis table of the engine, to a Parquet file."""
        try:
            engine.name("notices", notices)
            shown, flagged = (
                name in notices.columns and not engine.fetch(stale)[0][0] for name, stale in self.stale.items()
            )
            flagged = flagged and shown  # flags turn on what the texts show
            plan = self._plan(shown, flagged)
            engine.keep("facts", plan.facts)
            for name in ("day", "kind", "main", "buyer", "code"):
                self._answer(engine, plan, name)
            engine.keep("lists", plan.lists)
            self._answer(engine, plan, "marks")
            self._answer(engine, plan, "named", (NO_CODE, 0))
            self._answer(engine, plan, "chain", *((number,) for number in self.chains.values()))
            for name in ("verdict", *(() if shown else ("evidence",)), *(() if flagged else ("flags",))):
                self._answer(engine, plan, name)
            self._answer(engine, plan, "said", *((number,) for number in self.said.values()))
            engine.write(plan.final, path, self.marks)
        finally:
            engine.drop()

    def _plan(self, shown: bool, flagged: bool) -> Plan:
        if (shown, flagged) not in self.plans:
            periods = len(self.tables.category_changes)
            plan = build_plan(self.content, self.version, periods, shown, flagged, self.compile)
            self.plans[shown, flagged] = plan
        return self.plans[shown, flagged]

    def _answer(self, engine: Engine, plan: Plan, name: str, *more: Row) -> None:
        """A table of the answers on the different keys that the engine finds, and some more."""
        asked = plan.answers[name]
        found = engine.fetch(asked.find) if asked.find else []
        if more:
            found = list(dict.fromkeys([*more, *found]))
        rows = [key + answer for key, answer in zip(found, self.asks[name](found), strict=True)]
        engine.ship(f"{name}_answers", _table(rows, asked.columns))

    def _marks(self, found: list[Row]) -> list[Row]:
        """Of lists of marks: a number for the chains and one for their levels, and all categories of each period."""
        rows = []
        for (marks,) in found:
            categories, masks = self.tables.join_marks(marks)
            number = self.chains.setdefault(masks, len(self.chains))
            level = self.levels.setdefault(self.tables.chains_of(masks)[1], len(self.levels))
            rows.append((number, level, *categories))
        return rows

    def _named(self, found: list[Row]) -> list[Row]:
        """Names of categories."""
        names = self.tables.categories
        return [
            (*self.tables.category_of(best), [name for at, name in enumerate(names) if mask >> at & 1])
            for best, mask in found
        ]

    def _chains(self, found: list[Row]) -> list[Row]:
        masks = {number: mask for mask, number in self.chains.items()}
        read = [self.tables.chains_of(masks[number]) for (number,) in found]
        return [(products, levels[0] if levels else None) for products, levels in read]

    def _verdicts(self, found: list[Row]) -> list[Row]:
        """A number for what the scalar rule says of each signature, and of the threshold that holds in any case."""
        rows = []
        named, at = list(self.levels), len(THRESHOLD)
        for row in found:
            signature, classes = row[:-at], row[-at:]
            if signature not in self.answers:
                self.answers[signature] = self._judge(signature, named)
            day, buyer = signature[:2]
            kept = (day, *classes, buyer)
            if kept not in self.thresholds:
                self.thresholds[kept] = tuple(self.judge.find_threshold(*kept).values())
            both = self.answers[signature] + self.thresholds[kept]
            rows.append((self.said.setdefault(both, len(self.said)),))
        return rows

    def _said(self, found: list[Row]) -> list[Row]:
        said = list(self.said)
        return [said[number] for (number,) in found]

    def _judge(self, row: Row, named: list[tuple[Level, ...]]) -> Row:
        day, buyer, kind, main, nature, levels, value, lo, hi, two, lots, codes, *ranks = row
        sig = Signature(day, buyer, kind, main, nature, tuple(ranks), codes, named[levels], value, lo, hi, two, lots)
        said = self.judge.judge(sig).values()
        return tuple(tuple(one) if isinstance(one, list) else one for one in said)


def _table(rows: list[Row], columns: Columns) -> Any:
    """A small Arrow table, with the types that the columns have however few values there are."""
    import pyarrow as pa

    kinds = {TEXT: pa.string(), NUMBER: pa.int64(), YES: pa.bool_(), TEXTS: pa.list_(pa.string())}
    values = zip(*rows, strict=True) if rows else ((),) * len(columns)
    arrays = [pa.array(list(part), kinds[kind]) for part, kind in zip(values, columns.values(), strict=True)]
    return pa.table(arrays, names=list(columns))
