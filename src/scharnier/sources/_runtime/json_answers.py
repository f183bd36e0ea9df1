"""Answers in JSON: whether one is good enough to stop asking, and what it holds."""

import json
from collections.abc import Mapping
from typing import Any

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.looks import find_fault


def find_json_fault(content: bytes, headers: Mapping[str, str]) -> str:
    """What is wrong with an answer in JSON; empty when it can be read."""
    if why := find_fault(content, headers, "json"):
        return why
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return "the answer is no whole JSON"
    return ""


def read_json(content: bytes, address: str, rows: str) -> dict[str, Any]:
    """An object that has a list called `rows`. Raises InputProblem where it is something else."""
    answer = json.loads(content)
    if not isinstance(answer, dict) or not isinstance(answer.get(rows), list):
        raise InputProblem(
            f"the service answers otherwise than described (no list {rows!r}).",
            "Has it changed? A copy of source.yaml can describe it anew (--settings).",
            address,
        )
    return answer
