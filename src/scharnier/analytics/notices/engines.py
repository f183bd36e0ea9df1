"""Where a screening runs: DuckDB in this process, or Spark, with the same expressions."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from scharnier.kernel.errors import InputProblem

LOCAL_CLUSTER = "local-cluster[2,1,1024]"  # workers, cores of each, MB of each
# With it, DuckDB 2 writes a column in which a part happens to have no nulls as one that has none: another schema, and
# then parts cannot be put together as they are.
SAME_SCHEMA = "statistics_propagation"
REMEDY = "Install scharnier[spark] and Java 17, or leave --engine out: DuckDB needs neither."


class Engine(Protocol):
    """What the pipeline asks of an engine, beside the Ibis expressions."""

    con: Any
    slices: bool
    """Whether rows of one file can be read by their number: then parts are smaller than files."""
    begun: bool
    """Whether there is a session, with threads of its own: then this process is not copied."""

    def read(self, path: Path) -> Any:
        """The Ibis table of a Parquet file."""

    def compile(self, expr: Any) -> str:
        """The statement of an Ibis expression."""

    def name(self, name: str, expr: Any) -> None:
        """Give an expression a name for statements, until `drop`."""

    def keep(self, name: str, query: str) -> None:
        """Keep the result of a statement under a name, until `drop`."""

    def ship(self, name: str, table: Any) -> None:
        """Give a small Arrow table a name, until `drop`."""

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a small result."""

    def write(self, query: str, path: Path, marks: dict[str, str]) -> None:
        """The result of a statement as one Parquet file that bears these marks."""

    def drop(self) -> None:
        """Let go of what has a name."""

    def spill_to(self, folder: Path) -> None:
        """What does not fit in memory goes to this folder, and nowhere else."""


class DuckEngine:
    """DuckDB in this process. It begins with the first thing that is asked of it."""

    slices = True

    def __init__(self, threads: int | None = None, memory_mb: int = 1200) -> None:
        self.threads, self.memory_mb = threads, memory_mb
        self._owned: dict[str, str] = {}  # names, with what they are

    @cached_property
    def con(self) -> Any:
        """The session."""
        import ibis

        con: Any = ibis.duckdb.connect()
        con.raw_sql(f"set memory_limit = '{self.memory_mb}MB'")
        # Else it is `.tmp` in the folder of whoever runs this. Without a folder DuckDB stops where memory is full.
        con.raw_sql("set temp_directory = ''")
        # All joins look answers up, in the order they are written in. Reordered, DuckDB 2 joined the small tables to
        # each other first, on the few keys they share: 38 million rows by its own estimate for 25,000 notices. For
        # 100,000 it took five minutes and gigabytes of disk.
        con.raw_sql(f"set disabled_optimizers = 'join_order,{SAME_SCHEMA}'")
        if self.threads:
            con.raw_sql(f"set threads = {self.threads}")
        con.raw_sql("set preserve_insertion_order = false")
        return con

    @property
    def begun(self) -> bool:
        """Whether anything was asked of it."""
        return "con" in self.__dict__

    def read(self, path: Path) -> Any:
        """The table, with the number of each row in `file_row_number`."""
        return self.con.read_parquet(str(path), file_row_number=True)

    def compile(self, expr: Any) -> str:
        """Without a session."""
        import ibis

        with in_steps():
            return str(ibis.to_sql(expr, dialect="duckdb", pretty=False))

    def name(self, name: str, expr: Any) -> None:
        """As a view."""
        self._make("view", name, self.compile(expr))

    def keep(self, name: str, query: str) -> None:
        """In a temporary table."""
        self._make("table", name, query)

    def _make(self, kind: str, name: str, query: str) -> None:
        self.con.raw_sql(f'create or replace temp {kind} "{name}" as {query}')
        self._owned[name] = kind

    def ship(self, name: str, table: Any) -> None:
        """As it is."""
        self.con.con.register(name, table)
        self._owned[name] = ""

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """As DuckDB gives them."""
        rows: list[tuple[Any, ...]] = self.con.con.execute(query).fetchall()
        return rows

    def write(self, query: str, path: Path, marks: dict[str, str]) -> None:
        """By DuckDB, with all threads."""
        self.con.raw_sql(copy_query(query, path, marks))

    def drop(self) -> None:
        """Drop tables and views."""
        for name, kind in self._owned.items():
            if kind:
                self.con.raw_sql(f'drop {kind} if exists "{name}"')
            else:
                self.con.con.unregister(name)
        self._owned.clear()

    def spill_to(self, folder: Path) -> None:
        """For what is done from here on."""
        self.con.raw_sql(f"set temp_directory = {quote(str(folder))}")

    def close(self) -> None:
        """End the session."""
        if self.begun:
            self.con.disconnect()


class SparkEngine:
    """Spark: a session of ours on a cluster of its own on this machine, or on a master that is given."""

    slices = False
    begun = True

    def __init__(self, session: Any) -> None:
        import ibis

        self.session = session
        self.con: Any = ibis.pyspark.connect(session)
        self._frames: dict[str, Any] = {}

    def read(self, path: Path) -> Any:
        """The table; every worker must see the path."""
        return self.con.read_parquet(str(path.resolve()))

    def compile(self, expr: Any) -> str:
        """In the language of Spark."""
        with in_steps():
            return str(self.con.compile(expr))

    def name(self, name: str, expr: Any) -> None:
        """As a view."""
        self._view(name, self.session.sql(self.compile(expr)))

    def keep(self, name: str, query: str) -> None:
        """In the memory of the workers."""
        self._view(name, self.session.sql(query).persist())

    def ship(self, name: str, table: Any) -> None:
        """As a view of a frame."""
        self._view(name, self.session.createDataFrame(table))

    def _view(self, name: str, frame: Any) -> None:
        self._frames[name] = frame
        frame.createOrReplaceTempView(name)

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """Gathered here."""
        return [tuple(row) for row in self.session.sql(query).collect()]

    def write(self, query: str, path: Path, marks: dict[str, str]) -> None:
        """Gathered here: a part is a file of one machine."""
        import pyarrow.parquet as pq

        from scharnier.analytics.notices.columns import build_schema

        table = self.session.sql(query).toArrow().cast(build_schema())
        pq.write_table(table.replace_schema_metadata(marks), path, compression="zstd")

    def drop(self) -> None:
        """Let the workers forget."""
        for name, frame in self._frames.items():
            frame.unpersist()
            self.session.catalog.dropTempView(name)
        self._frames.clear()

    def spill_to(self, folder: Path) -> None:
        """The workers spill to folders of their own, by the settings of the cluster."""

    def close(self) -> None:
        """End the session, and take away what the workers of a local cluster left beside Spark itself."""
        import pyspark

        name = self.session.sparkContext.applicationId
        self.session.stop()
        shutil.rmtree(Path(pyspark.__file__).parent / "work" / name, ignore_errors=True)


@contextmanager
def in_steps() -> Iterator[None]:
    """What is computed in steps stays in steps. Made one by Ibis, what a step finds is found each time it is named."""
    import ibis

    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = before


@contextmanager
def open_engine(name: str, threads: int | None = None) -> Iterator[Any]:
    """The engine by the name a user gives: `duckdb`, `local-cluster` or a master as `spark://host:7077`.

    Raises InputProblem where the name is none, or Spark or Java is absent.
    """
    if name == "duckdb":
        engine: Any = DuckEngine(threads)
    elif name == "local-cluster" or name.startswith(("spark://", "local-cluster[", "local[")):
        engine = SparkEngine(start_spark(LOCAL_CLUSTER if name == "local-cluster" else name))
    else:
        raise InputProblem(f"There is no engine {name!r}.", "Choose duckdb, local-cluster or spark://host:port.")
    try:
        yield engine
    finally:
        engine.close()


def start_spark(master: str) -> Any:
    """A session on `master`. Raises InputProblem where pyspark or Java is absent, or the master does not answer."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise InputProblem("Spark is not installed.", REMEDY) from None
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise InputProblem("Java is not installed.", REMEDY)
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.autoBroadcastJoinThreshold": str(64 << 20),
        "spark.executor.memory": "1g",
    }
    if not master.startswith("spark://"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # else the workers of a local cluster find no driver
    else:
        settings = {
            key: value for key, value in settings.items() if key not in ("spark.driver.host", "spark.executor.memory")
        }
    builder = SparkSession.builder.master(master).appName("scharnier")
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except Exception as fault:  # noqa: BLE001  # whatever the gateway to Java raises
        what = f"Spark at {master} does not start: {str(fault).splitlines()[0][:200]}"
        raise InputProblem(what, "Check the address, or leave --engine out to use DuckDB.") from None


def copy_query(query: str, path: Path, marks: dict[str, str]) -> str:
    """The statement by which DuckDB writes a result to a Parquet file that bears these marks."""
    said = ", ".join(f"{name}: {quote(mark)}" for name, mark in marks.items())
    # Writing takes a tenth less of a whole screening than with zstd; a million rows take 103 MB, not 63.
    how = f"format parquet, compression snappy, kv_metadata {{{said}}}"
    return f"copy ({query}) to {quote(str(path))} ({how})"


def quote(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"
