"""What was taken for what and why, for the command line to show."""

from dataclasses import dataclass

from scharnier.sources.ledger.messages import render_message


@dataclass(frozen=True)
class ColumnTaken:
    """One line of the account: the role, the header taken for it, why in words, and a few values."""

    role: str
    header: str
    because: str
    samples: tuple[str, ...]


def render_because(because: str, lang: str) -> str:
    """Why a column was taken, in words; `because` is user, header or content."""
    return render_message(f"because_{because}", lang)
