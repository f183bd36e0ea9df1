"""Read a content file (law, comparison) into its shape; what is wrong becomes findings with file, line and remedy."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from scharnier.norms.finding import Finding
from scharnier.norms.marked_yaml import Marked, YamlFault, load_marked

Shape = TypeVar("Shape", bound=BaseModel)


def parse_content(path: Path, model: type[Shape], findings: list[Finding]) -> tuple[Shape, Marked] | None:
    """The file as `model`, with its lines; None, and why among the findings, where it has another shape."""
    try:
        marked = load_marked(path.read_text(encoding="utf-8"))
    except (YamlFault, UnicodeDecodeError) as fault:
        line = fault.line if isinstance(fault, YamlFault) else 1
        findings.append(Finding(path.name, f"line {line}", f"{fault}.", "Correct the YAML."))
        return None
    try:
        return model.model_validate(marked.value), marked
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            place = ".".join(map(str, detail["loc"]))
            line = marked.line(tuple(detail["loc"]))
            findings.append(Finding(path.name, f"line {line}", f"{place}: {detail['msg']}.", "Correct this key."))
        return None
