"""How fast a million notices are screened on DuckDB, beside the scalar rule on a sample of the same notices.

`python -m benchmarks.screening --from ../shared/data` imports the notices of the reference data and makes more of them:
each is a real notice with its own texts, lots and criteria, with another day, other amounts, in half of them a Dutch
buyer and another CPV code, and a number in every text, so that no two are the same. They are screened with what an
import found; without its flags, as after a change of their content: then these are judged; and without what it found in
the texts, as after a change of the terms: then the texts are read too. All must give the same rows. What it prints says
how long the texts are and under what load it ran.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa

FOLDERS = ("ted_xml_2014_2022_dev.tar.xz", "eforms_norway_dev.tar.xz", "eforms_real", "ted_to_eforms_pairs_dev.tar.xz")
NAMES = (
    "Ministerie van Defensie",
    "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties",
    "Rijkswaterstaat",
    "Dienst Justitiële Inrichtingen",
    "Belastingdienst",
    "Nationale Politie",
    "Universiteit Utrecht",
    "Provincie Overijssel",
    "Waterschap Rijn en IJssel",
    "Stichting Openbaar Onderwijs",
    "NS Groep N.V.",
)
_MAKE = """
copy (
  with base as (select *, row_number() over () - 1 as k from read_parquet($base) where len(amounts) >= 0),
       n as (select count(*) as n from base),
       drawn as (
         select b.*, i, hash(i, 1) % 1000 as a, hash(i, 2) % 1000 as c, hash(i, 3) as h, hash(i, 4) as v
         from range($rows) r(i), n join base b on b.k = i % n.n
       ),
       coded as (
         select d.*, a < 500 as dutch, p.code as other, date '2014-01-01' + cast(h % 4700 as integer) as day,
                exp(cast(v % 2000 as double) / 1000 - 1) as f
         from drawn d join cpv p on p.k = d.h % (select count(*) from cpv)
       )
  select * exclude (k, i, a, c, h, v, dutch, name, other, day, f, has_text, evidence_class, evidence_form,
                    evidence_quote, evidence_field, evidence_version, flags_up, flags_open, flags_version) replace (
    notice_id || '-' || i as notice_id,
    case when dutch then name else buyer_name end as buyer_name,
    case when dutch then 'NL' else buyer_country end as buyer_country,
    case when c < 500 then other else cpv_main end as cpv_main,
    case when c < 500 and n_cpv_procedure = 0 then 1 else n_cpv_procedure end as n_cpv_procedure,
    case when dispatch_date is null then null else day end as dispatch_date,
    case when published is null then null else day + 3 end as published,
    case when dutch then [{'name': name, 'country': 'NL', 'type_code': buyers[1].type_code,
                           'type_coded': buyers[1].type_coded, 'identifier': buyers[1].identifier}]
         else buyers end as buyers,
    [{'kind': x.kind, 'amount': cast(x.amount * f as decimal(24, 4)),
      'currency': case when dutch then 'EUR' else x.currency end, 'field': x.field, 'lot': x.lot}
     for x in amounts] as amounts,
    [{'kind': x.kind, 'language': x.language, 'text': x.text || ' ' || i, 'lot': x.lot, 'field': x.field}
     for x in texts] as texts,
    sha256(i::varchar) as content_sha256
  ) from (select *, case when h % 100 < 12 then list_extract($names, cast(1 + h % len($names) as integer))
                         else 'Gemeente ' || (h % 4000) end as name from coded)
) to $out (format parquet, compression zstd, row_group_size 2048)
"""


def make_notices(shared: Path, out: Path, rows: int) -> float:
    """Write so many notices to `out`; the mean number of characters of the texts of one."""
    import duckdb

    from scharnier.codes.schemes import load_scheme
    from scharnier.sources.notices.load import import_notices

    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"memory_limit": "4GB"}) as con:
        for number, name in enumerate(FOLDERS):
            import_notices(shared / "procurement" / name, Path(folder, f"{number}.parquet"), workers=2)
        con.execute("create temp table cpv(k bigint, code varchar)")
        codes = sorted(load_scheme("cpv").codes)
        con.execute("insert into cpv select unnest(range(len($c))), unnest($c)", {"c": codes})
        names = "[" + ", ".join("'" + name.replace("'", "''") + "'" for name in NAMES) + "]"
        made = Path(folder, "made.parquet")
        query = _MAKE.replace("$base", f"'{folder}/?.parquet'").replace("$out", f"'{made}'")
        con.execute(query.replace("$rows", str(rows)).replace("$names", names))
        show(made, out)
        sample = "select avg(list_sum([len(x.text) for x in texts])) from read_parquet(?) using sample 20000"
        return float(con.execute(sample, [str(out)]).fetchall()[0][0] or 0)


def show(notices: Path, out: Path) -> None:
    """The same notices with what their texts show and the flags that are up, found as an import finds it."""
    import pyarrow.parquet as pq

    from scharnier.sources.notices.rows import FOUND, SCHEMA
    from scharnier.sources.notices.rows_back import notice_from_row
    from scharnier.sources.notices.shown import show_notices, show_texts

    unread = dict.fromkeys(("texts", "amounts", "extra"))  # by the flags
    with pq.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        for batch in pq.ParquetFile(notices).iter_batches(8000):
            columns = show_texts(batch.column("texts"), batch.column("social_objectives"))
            rows = batch.drop_columns(list(unread)).to_pylist()
            columns += show_notices([notice_from_row(row | unread) for row in rows], columns[1])
            for (name, kind), column in zip(FOUND, columns, strict=True):
                batch = batch.append_column(name, pa.array(column, kind))
            writer.write_batch(batch.select(SCHEMA.names).cast(SCHEMA), row_group_size=8000)


_SCREEN = """
import json, resource, sys, time
from pathlib import Path
import scharnier.procurement.isv.quick as quick
if sys.argv[4] == "texts":
    quick.find_evidence_version = lambda _: "another"
import scharnier.procurement.flags.quick as quick_flags
if sys.argv[4] == "flags":
    quick_flags.find_flag_version = lambda: "another"
from scharnier.analytics.notices.crew import MOST
from scharnier.analytics.notices.engines import open_engine
from scharnier.analytics.notices.run import screen_files
from scharnier.analytics.notices.version import find_version
if __name__ == "__main__":
    begun = time.perf_counter()
    version = find_version()
    start = time.perf_counter()
    with open_engine("duckdb", int(sys.argv[3])) as engine:
        done = screen_files([Path(sys.argv[1])], Path(sys.argv[2]), engine, version, workers=int(sys.argv[3]))
    end = time.perf_counter()
    use = resource.getrusage(resource.RUSAGE_SELF)
    crew = resource.getrusage(resource.RUSAGE_CHILDREN)
    # An upper bound: as if each process needed its most at the same moment.
    memory = (use.ru_maxrss + min(int(sys.argv[3]), MOST) * crew.ru_maxrss) / 1024
    used = use.ru_utime + use.ru_stime + crew.ru_utime + crew.ru_stime
    told = [end - start, start - begun, done.total, done.signatures, memory, used]
    print(json.dumps(told))
"""


def time_screening(notices: Path, workers: int, out: Path, mode: str) -> list[float]:
    """Seconds, those to load content, rows, signatures, MB of memory at most and processor seconds.

    `mode` is found; or flags where those that the import found are not used, or texts where nothing that it found is.
    """
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "run.py")
        script.write_text(_SCREEN, encoding="utf-8")
        command = [sys.executable, str(script), str(notices), str(out), str(workers), mode]
        found: list[float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return found


def is_same(*paths: Path) -> bool:
    """Whether screenings have the same rows, in whatever order."""
    import duckdb

    query = "select count(*), sum(hash(s)) from (select * exclude (content_version) from read_parquet(?)) s"
    return len({duckdb.execute(query, [str(path)]).fetchall()[0] for path in paths}) == 1


def time_scalar(notices: Path, sample: int) -> float:
    """Seconds a notice takes by the scalar rule, with its evidence, from rows in memory."""
    import pyarrow.parquet as pq

    from scharnier.procurement.isv.content import load_isv_content
    from scharnier.procurement.isv.decide import decide
    from scharnier.procurement.isv.facts import tender_from_notice
    from scharnier.sources.notices.rows_back import notice_from_row

    content = load_isv_content()
    rows = next(pq.ParquetFile(notices).iter_batches(sample)).to_pylist()
    tenders = [tender_from_notice(notice_from_row(row)) for row in rows]
    start = time.perf_counter()
    for tender in tenders:
        decide(tender, content)
    return (time.perf_counter() - start) / len(tenders)


_MODES = {
    "found": "as the import found it",
    "flags": "flags judged by the screening",
    "texts": "texts read and flags judged by the screening",
}


def main() -> None:
    """Make, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="shared", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, help="a file to make the notices in, or to take them from")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        notices = options.keep or Path(folder, "notices.parquet")
        if not notices.exists():
            letters = make_notices(options.shared, notices, options.rows)
            size = notices.stat().st_size / 1e6
            print(f"{options.rows} notices, {letters:,.0f} characters of text each, {size:,.0f} MB")
        scalar = time_scalar(notices, 500)
        outs = {mode: Path(folder, f"{mode}.parquet") for mode in _MODES}
        for mode in ("found", "found", "found", "flags", "texts"):
            outs[mode].unlink(missing_ok=True)
            load = os.getloadavg()[0]
            timed = time_screening(notices, options.workers, outs[mode], mode)
            seconds, loading, rows, signatures, memory, used = timed
            print(
                f"{_MODES[mode]}: {rows:.0f} notices in {seconds:.1f} s ({used:.1f} s of processors, load before "
                f"{load:.1f}, {options.workers} workers; content loaded in {loading:.1f} s), at most {memory:,.0f} MB, "
                f"{signatures:.0f} signatures; scalar rule {scalar * 1000:.1f} ms a notice, "
                f"{scalar * rows:,.0f} s in all: {scalar * rows / seconds:,.0f} x"
            )
        print("the same rows" if is_same(*outs.values()) else "NOT THE SAME ROWS")


if __name__ == "__main__":
    main()
