"""Which flags are up on a notice and which cannot be told, in some microseconds: the verdicts of `flag_notice`."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from scharnier.codes.products import load_products
from scharnier.kernel.content import content_path
from scharnier.procurement.flags.content import load_flag_shapes
from scharnier.procurement.flags.facts import facts_from_notice
from scharnier.procurement.flags.frame import Verdict
from scharnier.procurement.flags.run import judge_flags
from scharnier.procurement.isv.content import CATEGORY, load_evidence_content
from scharnier.procurement.isv.quick import find_evidence_version
from scharnier.procurement.isv.shapes import EvidenceClass
from scharnier.procurement.notice import Notice
from scharnier.risk.evidence import load_evidence

SHOWN = ("flags_up", "flags_open")
APART = ("assumptions.py", "from_tender.py")  # of the code of the flags: these decide on no notice
CODE = ("isv/categories.py", "isv/facts.py")
CONTENT = (
    "procurement/rule.yaml",
    *(f"procurement/{name}" for name in CATEGORY),
    *(f"codes/{name}.csv" for name in ("countries", "country_names", "country_names_ambiguous")),
    "codes/schemes/cpv.tsv.gz",
)
ShownFlags = tuple[list[str], list[str]]


def show_flags(notice: Notice, trace: EvidenceClass) -> ShownFlags:
    """The ids of the flags that are up, and of those that cannot be told; those that are in neither list are clear or
    not applicable. `trace` is what the texts of the notice show."""
    judged = judge_flags(facts_from_notice(notice, trace=trace), load_flag_shapes())
    return _list(judged, "flagged"), _list(judged, "unknown")


def _list(judged: Mapping[str, Verdict], verdict: Verdict) -> list[str]:
    return sorted(id for id, found in judged.items() if found == verdict)


def list_deciding() -> list[Path]:
    """The files of code and content that decide on flags, without those on evidence and on goods."""
    here = Path(__file__).parent
    code = [path for path in sorted(here.glob("*.py")) if path.name not in APART]
    content = [*sorted(content_path("procurement/flags").glob("*.yaml")), *map(content_path, CONTENT)]
    return [*code, *(here.parent / name for name in CODE), *content]


@cache
def find_flag_version() -> str:
    """A hash of all content and code that decides on flags: where it changes, notices are judged anew.

    Of the sources on goods only what a flag reads is in it, so that other statements do not make it another.
    """
    digest = hashlib.sha256(find_evidence_version(load_evidence_content()).encode())
    for path in list_deciding():
        told = path.read_bytes() if path.suffix == ".gz" else path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(path.name.encode() + b"\0" + told + b"\0")
    base = load_evidence()
    said = [(one.good, one.place, one.level) for one in base.records if one.good is not None]
    ties = [(one.product, one.good, one.relation) for links in base.product_goods.values() for one in links]
    products = [(one.id, one.cpv) for one in load_products().values()]
    digest.update(repr((said, ties, products)).encode())
    return digest.hexdigest()[:12]
