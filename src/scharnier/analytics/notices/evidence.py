"""Evidence in the few texts that may hold a term: read by the scalar rule, with only the terms that can stand there."""

import multiprocessing
from multiprocessing.pool import Pool

from scharnier.analytics.notices.facts import CELL, GROUP, ITEM, ROW
from scharnier.procurement.isv.content import IsvContent, load_isv_content
from scharnier.procurement.isv.quick import Shown, show_evidence
from scharnier.procurement.notice import Text

PAYS = 10_000


def read_evidence(key: str, content: IsvContent) -> Shown:
    """The columns on evidence for one key of `facts.py`."""
    coded, _, texts = key.partition(GROUP)
    rows = [row.split(CELL, 3) for row in texts.split(ROW)] if texts else []
    found = (Text(kind, body, language, field) for kind, field, language, body in rows)  # type: ignore[arg-type]
    return show_evidence(found, coded.split(ITEM) if coded else (), content)


class Readers:
    """Reads keys here, or in other processes where there are so many that starting them pays."""

    def __init__(self, content: IsvContent, workers: int) -> None:
        self.content, self.workers = content, workers
        self.pool: Pool | None = None

    def read(self, found: list[tuple[str]]) -> list[Shown]:
        """The columns on evidence for each key, in their order."""
        keys = [key for (key,) in found]
        shipped = self.workers > 1 and self.content is load_isv_content()
        if not shipped or (self.pool is None and len(keys) < PAYS):
            return [read_evidence(key, self.content) for key in keys]
        if self.pool is None:
            self.pool = multiprocessing.get_context("spawn").Pool(self.workers)
        return self.pool.map(_read_shipped, keys, chunksize=100)

    def close(self) -> None:
        """End the other processes."""
        if self.pool is not None:
            self.pool.terminate()
            self.pool.join()
            self.pool = None


def _read_shipped(key: str) -> Shown:
    return read_evidence(key, load_isv_content())
