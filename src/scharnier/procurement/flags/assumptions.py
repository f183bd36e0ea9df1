"""What the red flags assume, with the file and line where an analyst changes it; and whether their content is right."""

import json
from pathlib import Path

from scharnier.kernel.content import content_path
from scharnier.norms import load_library
from scharnier.norms.content_yaml import parse_content
from scharnier.norms.finding import Finding
from scharnier.procurement.flags.content import FlagContent, read_flag_content
from scharnier.procurement.isv.assumptions import Assumption


def list_flag_assumptions() -> tuple[Assumption, ...]:
    """Every parameter of every flag in the order of the files; the key begins with the id of the flag."""
    rows = []
    for path in sorted(content_path("procurement/flags").glob("*.yaml")):
        parsed = parse_content(path, FlagContent, [])
        if parsed is None:
            continue
        content, marked = parsed
        for key, held in content.parameters.items():
            why = {"nl": held.why.nl, "en": held.why.en}
            value = held.value if isinstance(held.value, str) else json.dumps(held.value, ensure_ascii=False)
            line = marked.line(("parameters", key))
            file = f"flags/{path.name}"
            rows.append(Assumption(f"{content.id}.{key}", value, held.mark, held.source, why, file, line))
    return tuple(rows)


def lint_flag_content(root: Path | None = None) -> list[Finding]:
    """Everything wrong with the content of the flags under `root` (the shipped folder by default)."""
    return read_flag_content(content_path("procurement/flags") if root is None else root, load_library())[1]
