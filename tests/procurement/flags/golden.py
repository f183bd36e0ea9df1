"""The golden pairs: run this file to write them anew, and read the difference."""

import json
from pathlib import Path
from typing import Any

from scharnier.norms.shaped_yaml import read_shape
from scharnier.procurement.flags.content import load_flag_content
from scharnier.procurement.flags.frame import Indicator
from scharnier.procurement.flags.from_tender import facts_from_tender
from scharnier.procurement.flags.run import INDICATORS, make_flag
from scharnier.procurement.texts.tender_file import TenderShape

FOLDER = Path(__file__).resolve().parents[2] / "golden" / "flags"


def answer(indicator: Indicator) -> dict[str, Any]:
    """For each case what people read in both languages, and the rest once."""
    content = load_flag_content()[indicator.id]
    given = json.loads((FOLDER / indicator.id / "in.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = {}
    for name, tender in given.items():
        shape, _ = read_shape(name, json.dumps(tender), TenderShape)
        flag = make_flag(content, indicator.assess(facts_from_tender(shape, name), content))
        said = flag.as_json("en")
        for key in ("title", "is_not", "to_do", "provisions", "version"):
            said.pop(key)
        dutch = flag.as_json("nl")
        found[name] = said | {"reasons_nl": dutch["reasons"], "missing_nl": dutch["missing"]}
    return found


if __name__ == "__main__":
    for each in INDICATORS:
        text = json.dumps(answer(each), ensure_ascii=False, indent=2)
        (FOLDER / each.id / "out.json").write_text(text + "\n", encoding="utf-8")
