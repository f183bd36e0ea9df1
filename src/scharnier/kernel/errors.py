"""Faults a user can mend, said in one line: where it is, what is wrong, what to do."""

from dataclasses import dataclass

KEYED = (".yaml", ".yml", ".json", ".jsonl", ".ndjson", ".geojson", "standard input")


@dataclass
class InputProblem(Exception):
    """Something handed to Scharnier cannot be used as it stands.

    Raised by readers and loaders, printed by the command line as one line (exit code 2), never as a traceback.
    `message` says what is wrong, `remedy` what the user can do; `file`, `row` (1-based, as the user counts them, the
    header being row 1) and `column` (its name) say where, as far as known. In a file of keys (YAML, JSON) the row is a
    line and the column a key, as in `products[0].hs`.
    """

    message: str
    remedy: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        row, column = ("line", "key") if self.file.lower().endswith(KEYED) else ("row", "column")
        place = ", ".join(
            part
            for part in (
                self.file,
                f"{row} {self.row}" if self.row is not None else "",
                f"{column} {self.column!r}" if self.column else "",
            )
            if part
        )
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} {self.remedy}" if self.remedy else text


class ContentError(Exception):
    """Shipped content (norms, codes, evidence, models) is wrong: a dangling reference, a missing source.

    A fault of ours, not of the user: it stops the start, and the lint that CI runs finds it first.
    """
