"""Screen a table of notices: an Ibis pipeline that runs alike on DuckDB and on Spark.

Engine: flatten to facts, find the different ones, join answers, write. Scalar rule: answer each different fact, then
each different set of answers (a signature). So the rule stands in one place, and a million notices cost some ten
thousand judgements. Where all notices differ it takes the time of the scalar rule; the answer is the same.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from scharnier.analytics.notices.classes import NO_CODE, FactTables, Known
from scharnier.analytics.notices.columns import COLUMNS
from scharnier.analytics.notices.engines import Engine
from scharnier.analytics.notices.evidence import NOTHING, Readers
from scharnier.analytics.notices.facts import read_facts
from scharnier.analytics.notices.money import count_reached, read_values
from scharnier.analytics.notices.verdicts import HELD, NO_RANK, Judge, Signature
from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.isv.shapes import Level

SIGNATURE = ("day", "buyer", "kind", "main", "nature", "levels", "value", "lo", "hi", "two", "lots")
THRESHOLD = ("day_class", "kind_class", "main_class", "nature_key", "buyer_class")


class Screener:
    """Screens slices of a table; what it learned of one slice it knows for the next."""

    def __init__(self, content: IsvContent, version: str, workers: int = 1) -> None:
        self.content, self.version, self.readers = content, version, Readers(content, workers)
        self.tables = FactTables(content)
        self.judge = Judge(self.tables)
        tables = self.tables
        self.known = {
            "day": Known(tables.day),
            "buyer": Known(tables.buyer),
            "kind": Known(tables.kind),
            "main": Known(tables.main),
            "code": Known(tables.code),
        }
        self.chains: dict[tuple[int, int, int], int] = {(0, 0, 0): 0}
        self.levels: dict[tuple[Level, ...], int] = {(): 0}
        self.answers: dict[tuple[Any, ...], dict[str, Any]] = {}
        self.periods = len(tables.category_changes)
        self.ship: Callable[[list[dict[str, Any]]], Any] = _table

    def __enter__(self) -> "Screener":
        return self

    def __exit__(self, *_: object) -> None:
        self.readers.close()

    @contextmanager
    def screen(self, engine: Engine, notices: Any) -> Iterator[Any]:
        """An Ibis table with the columns of a screening for the rows of `notices`; what was kept goes at the end."""
        owned: list[str] = []
        self.ship = lambda rows: engine.ship(_table(rows), owned)
        try:
            facts = engine.keep(read_facts(notices, self.content), owned)
            codes = engine.keep(self._code_lists(facts), owned)
            joined = engine.keep(self._join(facts, codes), owned)
            yield self._answer(joined)
        finally:
            engine.drop(owned)

    def _join(self, facts: Any, codes: Any) -> Any:
        """Facts with the answers on single facts."""
        import ibis

        values = read_values(facts, self.content)
        t = facts.mutate(**values).drop("used", "n_known")
        t = t.join(self._look_up(facts, "day", "day_key"), "day_key")
        t = t.join(self._look_up(facts, "kind", "kind_key"), "kind_key")
        t = t.join(self._look_up(facts, "main", "main_key"), "main_key")
        t = t.join(self._look_up(t, "buyer", "buyers_key", "buyer_period"), ["buyers_key", "buyer_period"])
        t = t.left_join(self._codes(codes), "codes_key").drop("codes_key_right")
        shown = [(t.shown_period == at, t[f"best_{at}"]) for at in range(self.periods)]
        masks = [(t.shown_period == at, t[f"all_{at}"]) for at in range(self.periods)]
        t = t.mutate(
            nature_key=t.nature.fill_null(""),
            codes=t.codes.fill_null(0),
            chain_class=t.chain_class.fill_null(0),
            level_class=t.level_class.fill_null(0),
            best=ibis.cases(*shown).fill_null(NO_CODE),
            mask=ibis.cases(*masks).fill_null(0),
            **{
                f"rank_{at}": (t[f"best_{at}"] // 10_000).fill_null(NO_RANK).clip(upper=NO_RANK)
                for at in range(self.periods)
            },
        )
        # What cannot change the answer is the same in every signature: there are the fewer of them.
        held, dutch = t.buyer_status.isin(HELD), t.buyer_status != "foreign"
        bounds = self.judge.bounds
        return t.mutate(
            s_day=t.day_class,
            s_buyer=t.buyer_class,
            s_kind=ibis.ifelse(held, t.kind_class, 0),
            s_main=ibis.ifelse(held, t.main_class, 0),
            s_nature=ibis.ifelse(held, t.nature_key, ""),
            s_levels=ibis.ifelse(dutch, t.level_class, 0),
            s_value=ibis.ifelse(held, t.value_kind, "none"),
            s_lo=ibis.ifelse(held, count_reached(t.value_least, bounds), -1),
            s_hi=ibis.ifelse(held, count_reached(t.value_most, bounds), -1),
            s_two=held & t.value_two,
            s_lots=ibis.ifelse(held & t.small, t.lots_key, ""),
        )

    def _look_up(self, t: Any, name: str, *keys: str) -> Any:
        """A table of the answers on the different keys of `t`."""
        found = _rows(t.select(*keys).distinct())
        asked = [row[0] for row in found] if len(keys) == 1 else found
        answers = self.known[name].of(asked)
        return self.ship(
            [dict(zip(keys, row, strict=True)) | answer for row, answer in zip(found, answers, strict=True)]
        )

    def _code_lists(self, facts: Any) -> Any:
        """For each different list of codes: its best category and all, its chains, and whether all codes are known."""
        import ibis

        lists = facts.filter(facts.codes_key != "").select("codes_key").distinct()
        each = lists.mutate(code=lists.codes_key.split(",").unnest())
        found = [row[0] for row in _rows(each.select("code").distinct())] or ["00000000"]
        rows = [{"code": code} | answer for code, answer in zip(found, self.known["code"].of(found), strict=True)]
        t = each.join(self.ship(rows), "code").group_by("codes_key")
        best = {f"best_{at}": ibis._[f"best_{at}"].min() for at in range(self.periods)}
        marks = ibis._.mark.collect().unique().sort().join(",")
        return t.aggregate(**best, marks=marks, codes=ibis._.unknown.max() + 1)

    def _codes(self, t: Any) -> Any:
        """The same with all categories of a period as bits, and a number for the chains and one for their levels."""
        rows = []
        for (marks,) in _rows(t.select("marks").distinct()) or [("",)]:
            categories, masks = self.tables.join_marks(marks)
            number = self.chains.setdefault(masks, len(self.chains))
            level = self.levels.setdefault(self.tables.chains_of(masks)[1], len(self.levels))
            named = {f"all_{at}": bits for at, bits in enumerate(categories)}
            rows.append({"marks": marks, "chain_class": number, "level_class": level} | named)
        return t.join(self.ship(rows), "marks").drop("marks")

    def _answer(self, t: Any) -> Any:
        """The joined facts with verdicts, evidence, names of categories and chains: the columns of a screening."""
        import ibis

        keys = [*(f"s_{name}" for name in SIGNATURE), "codes", *(f"rank_{at}" for at in range(self.periods))]
        found = _rows(t.select(*keys).distinct())
        t = t.join(self.ship([dict(zip(keys, row, strict=True)) | self._judge(row) for row in found]), keys)
        found = _rows(t.select(*THRESHOLD).distinct())
        rows = [dict(zip(THRESHOLD, row, strict=True)) | self.judge.find_threshold(*row) for row in found]
        t = t.join(self.ship(rows), THRESHOLD)
        t = t.join(self._evidence(t), "evidence_key")
        t = t.join(self._named(t), ["best", "mask"])
        t = t.join(self._chained(), "chain_class")
        t = t.mutate(
            value_eur=t.value_low.cast("float64"),
            value_known=t.value_kind != "none",
            content_version=ibis.literal(self.version),
        )
        return t.select(*(name for name, _, _ in COLUMNS))

    def _judge(self, row: tuple[Any, ...]) -> dict[str, Any]:
        if row not in self.answers:
            day, buyer, kind, main, nature, levels, value, lo, hi, two, lots, codes, *ranks = row
            named = list(self.levels)[levels]
            value_of = (value, lo, hi, two)
            sig = Signature(day, buyer, kind, main, nature, tuple(ranks), codes, named, *value_of, lots)
            self.answers[row] = self.judge.judge(sig)
        return self.answers[row]

    def _evidence(self, t: Any) -> Any:
        found = [row[0] for row in _rows(t.select("evidence_key").distinct())] or [NOTHING]
        read = self.readers.read(found)
        return self.ship([{"evidence_key": key} | one for key, one in zip(found, read, strict=True)])

    def _named(self, t: Any) -> Any:
        """Names of categories."""
        rows = []
        for best, mask in _rows(t.select("best", "mask").distinct()) or [(NO_CODE, 0)]:
            category, status = self.tables.category_of(best)
            names = [name for at, name in enumerate(self.tables.categories) if mask >> at & 1]
            rows.append(
                {"best": best, "mask": mask, "category": category, "category_status": status, "categories": names}
            )
        return self.ship(rows)

    def _chained(self) -> Any:
        rows = []
        for masks, number in self.chains.items():
            products, levels = self.tables.chains_of(masks)
            level = levels[0] if levels else None
            rows.append({"chain_class": number, "chain_products": products, "chain_level": level})
        return self.ship(rows)


def _rows(t: Any) -> list[tuple[Any, ...]]:
    """The rows of a small table."""
    columns = t.to_pyarrow().to_pydict()
    return list(zip(*columns.values(), strict=True))


_LISTS = frozenset({"open", "reasons", "categories", "chain_products"})
_WIDE = frozenset({"threshold_eur", "applicable_threshold_eur", "best", "mask"})


def _table(rows: list[dict[str, Any]]) -> Any:
    """A small Arrow table, with the types that the columns have however few values there are."""
    import pyarrow as pa

    fields = []
    for name in rows[0]:
        value = next((row[name] for row in rows if row[name] is not None), None)
        if name in _LISTS:
            kind = pa.list_(pa.string())
        elif isinstance(value, bool):
            kind = pa.bool_()
        elif isinstance(value, int) or name in _WIDE:
            kind = pa.int64()
        else:
            kind = pa.string()
        fields.append(pa.field(name, kind))
    columns = {field.name: pa.array([row[field.name] for row in rows], field.type) for field in fields}
    return pa.table(columns, schema=pa.schema(fields))
