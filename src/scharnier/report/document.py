"""The assessment as JSON: stable to the byte, so that two runs can be compared."""

import json

from scharnier.analytics.assessment import Assessment

MAPS = ("evidence", "datasets", "norms", "places", "sectors", "themes", "products", "sdgs")


def render_json(assessment: Assessment) -> bytes:
    """UTF-8, members in the order of the schema, look-up tables sorted by id, ends with a newline.

    Raises ValueError when a figure is not a number: such an answer must not leave the house.
    """
    content = assessment.model_dump(mode="json", by_alias=True)
    for name in MAPS:
        content[name] = dict(sorted(content[name].items()))
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
