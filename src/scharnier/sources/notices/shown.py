"""What notices show of ISV, and which red flags are up: found when they are imported and not at each screening."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyarrow.compute as pc

from scharnier.procurement.flags.quick import find_flag_version, show_flags
from scharnier.procurement.isv.content import load_evidence_content
from scharnier.procurement.isv.facts import CODED_OBJECTIVES
from scharnier.procurement.isv.quick import NOTHING, find_evidence_version, find_pattern, show_evidence
from scharnier.procurement.notice import Notice, Text

WEIGHT = Decimal("0.0001")


def show_texts(texts: Any, objectives: Any) -> list[list[Any]]:
    """The columns has_text, evidence_class, _form, _quote, _field and _version for two columns of a table of notices.

    One pattern finds the few texts that are read: some ten microseconds a notice.
    """
    content = load_evidence_content()
    may = pc.match_substring_regex(texts.flatten().field("text"), find_pattern(content)).to_pylist()
    shown, first = [], 0
    for at, (count, coded) in enumerate(zip(texts.value_lengths().to_pylist(), objectives.to_pylist(), strict=True)):
        found = may[first : first + count]
        first += count
        if any(found) or any(code in CODED_OBJECTIVES for code in coded):
            rows = (row for row, one in zip(texts[at].as_py(), found, strict=True) if one)
            read = (Text(row["kind"], row["text"], row["language"], row["field"]) for row in rows)
            shown.append((count > 0, *show_evidence(read, coded, content)))
        else:
            shown.append((count > 0, *NOTHING))
    columns = [list(column) for column in zip(*shown, strict=True)] or [[] for _ in range(5)]
    return [*columns, [find_evidence_version(content)] * len(shown)]


def show_notices(notices: Sequence[Notice], classes: Sequence[Any]) -> list[list[Any]]:
    """The columns flags_up, flags_open and flags_version for notices and the classes of evidence found in them.

    They are judged as the table has them: a weight of a criterion has four decimals there.
    """
    shown = [show_flags(_as_kept(notice), cls) for notice, cls in zip(notices, classes, strict=True)]
    return [[up for up, _ in shown], [open for _, open in shown], [find_flag_version()] * len(shown)]


def _as_kept(notice: Notice) -> Notice:
    if all(one.weight is None or one.weight == one.weight.quantize(WEIGHT) for one in notice.criteria):
        return notice
    return replace(
        notice,
        criteria=tuple(
            replace(one, weight=None if one.weight is None else one.weight.quantize(WEIGHT)) for one in notice.criteria
        ),
    )
