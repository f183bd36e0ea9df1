"""Write, or with --check compare, the JSON Schemas under schema/. A published schema is frozen per version."""

import json
import sys
from pathlib import Path

from scharnier.analytics.assessment import Assessment

TARGET = Path(__file__).resolve().parent.parent / "schema" / "assessment-1.json"


def main() -> int:
    """Write the schema; with --check return 1 when the file and the models differ."""
    schema = Assessment.model_json_schema(by_alias=True, mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    text = json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if "--check" in sys.argv:
        if TARGET.read_text(encoding="utf-8") == text:
            return 0
        print(
            f"{TARGET} and the models differ. A frozen schema does not change: make a new version, or undo the change."
        )
        return 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
