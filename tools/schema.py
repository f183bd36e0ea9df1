"""Write, or with --check compare, the JSON Schemas under schema/. A published schema is frozen per version.

Files of versions that are no longer written stay where they are: what was saved under them can still be read.
"""

import json
import sys
from inspect import isfunction
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from scharnier.analytics.assessment import Assessment
from scharnier.diligence.dossier.document import build_dossier_schema
from scharnier.diligence.dossier.log import LogLine
from scharnier.eudr.statement import Statement
from scharnier.law.profile.schema import build_profile_schema

FOLDER = Path(__file__).resolve().parent.parent / "schema"
# What is written today: file, and the model it is generated from, or what builds the schema.
SCHEMAS: dict[str, Any] = {
    "assessment-3.json": Assessment,
    "dossier-1.json": build_dossier_schema,
    "dossier-log-1.json": lambda: LogLine.model_json_schema(mode="validation"),
    "eudr-statement-1.json": Statement,
    "profile-1.json": build_profile_schema,
}


def main() -> int:
    """Write the schemas; with --check return 1 when a file and its model differ."""
    wrong = 0
    for name, model in SCHEMAS.items():
        schema = model() if isfunction(model) else TypeAdapter(model).json_schema(by_alias=True, mode="serialization")
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        text = json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        target = FOLDER / name
        if "--check" not in sys.argv:
            FOLDER.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8")
            print(f"wrote {name}")
        elif not target.is_file() or target.read_text(encoding="utf-8") != text:
            print(
                f"{name} and its model differ. A frozen schema does not change: make a new version, or undo the change."
            )
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main())
