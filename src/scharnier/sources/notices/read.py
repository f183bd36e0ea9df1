"""One notice from the bytes of one file, whatever its schema."""

from scharnier.procurement.notice import Issue, Notice


def read_notice(data: bytes, name: str) -> tuple[Notice | None, list[Issue]]:
    """The notice in `data`, and what is wrong with it; None where there is none, with an issue that says why.

    Never raises for what is in the data. `name` is what the issues and `source_file` call the file.
    """
    return None, [Issue(name, "", "The schema is not known.", "Hand in eForms, TED or OCDS.", "failed", "unknown")]
