"""Load what must be looked at again and belongs to no single law (`norms/checks.yaml`)."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from scharnier.norms.finding import Finding
from scharnier.norms.law_records import Check, Gap
from scharnier.norms.law_shapes import CheckShape, GapShape, Shape
from scharnier.norms.marked_yaml import YamlFault, load_marked


class ChecksFile(Shape):
    """The whole file; `about` is the whole id of a norm, or empty for the Library as a whole."""

    checks: tuple[CheckShape, ...] = ()
    gaps: tuple[GapShape, ...] = ()


@dataclass
class CheckShelf:
    """General checks and gaps; `findings` is what is wrong with the shape."""

    checks: list[Check] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def load_checks(path: Path, checked_on: date) -> CheckShelf:
    """The general checks and gaps; none where there is no such file. `checked_on` stands in where a gap has no date."""
    shelf = CheckShelf()
    if not path.is_file():
        return shelf
    try:
        marked = load_marked(path.read_text(encoding="utf-8"))
        file = ChecksFile.model_validate(marked.value or {})
    except YamlFault as fault:
        shelf.findings.append(Finding(path.name, f"line {fault.line}", f"{fault}.", "Correct the YAML."))
        return shelf
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            place = ".".join(map(str, detail["loc"]))
            line = f"line {marked.line(tuple(detail['loc']))}"
            shelf.findings.append(Finding(path.name, line, f"{place}: {detail['msg']}.", "Correct this key."))
        return shelf
    for check in file.checks:
        what = {"nl": check.what.nl, "en": check.what.en}
        shelf.checks.append(Check(check.id, check.about, check.on, check.every, check.until, what))
    for gap in file.gaps:
        what, settle = ({"nl": words.nl, "en": words.en} for words in (gap.what, gap.settle))
        shelf.gaps.append(Gap(gap.id, gap.about, what, settle, gap.last_looked_on or checked_on))
    return shelf
