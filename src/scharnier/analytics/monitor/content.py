"""What the monitor assumes where it counts, from `data/procurement/monitor.yaml`."""

from datetime import date
from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.norms.content_yaml import parse_content
from scharnier.norms.finding import Finding
from scharnier.procurement.isv.content import load_isv_content
from scharnier.procurement.isv.shapes import Assumed, EvidenceClass, Texts
from scharnier.procurement.notice import Form


class MonitorRules(BaseModel):
    """`monitor.yaml`. Every value has a mark and a reason; `value` of each is what the name says."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: Annotated[str, Field(pattern=r"^isv-monitor-\d{4}\.\d{2}(\.\d+)?$")]
    checked_on: date
    small_below: Assumed[Annotated[int, Field(ge=0, le=1000)]]
    claim_classes: Assumed[tuple[EvidenceClass, ...]]
    related_classes: Assumed[tuple[EvidenceClass, ...]]
    condition_subtypes: Assumed[Texts]
    counted_forms: Assumed[tuple[Form, ...]]
    one_body_rows: Assumed[Texts]
    name_ends: Assumed[Texts]
    name_parts_after_comma: Assumed[Texts]
    legal_forms: Assumed[Texts]
    same_id_share: Assumed[Annotated[float, Field(gt=0, le=1)]]


@cache
def load_monitor_rules() -> MonitorRules:
    """The shipped rules. Raises `ContentError` where the file has another shape or names what does not exist."""
    findings: list[Finding] = []
    parsed = parse_content(content_path("procurement/monitor.yaml"), MonitorRules, findings)
    if parsed is None:
        raise ContentError("; ".join(map(str, findings[:5])))
    rules = parsed[0]
    unknown = set(rules.one_body_rows.value) - {row.id for row, _ in load_isv_content().buyers}
    if unknown:
        raise ContentError(f"monitor.yaml: one_body_rows: {', '.join(sorted(unknown))} stand not in buyers.csv.")
    double = set(rules.claim_classes.value) & set(rules.related_classes.value)
    if double:
        raise ContentError(f"monitor.yaml: {', '.join(sorted(double))} stand in two lists of classes.")
    return rules
