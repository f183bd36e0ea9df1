"""What was taken for what and why, for the command line to show."""

from scharnier.sources.ledger.columns import Choice
from scharnier.sources.ledger.messages import render_message
from scharnier.sources.ledger.model import ColumnTaken
from scharnier.sources.ledger.profile import Profile


def build_description(profiles: list[Profile], choice: Choice, lang: str) -> list[ColumnTaken]:
    """The account of a choice already made."""
    roles = {at: role for role, at in choice.columns.items()}
    roles |= dict.fromkeys(choice.years, "amount") | dict.fromkeys(choice.indicators, "category")
    if choice.bracket is not None:
        roles[choice.bracket] = "amount"
    answer = []
    for at, profile in enumerate(profiles):
        role = roles.get(at, "")
        why = choice.because.get(role, "content") if role else ""
        words = render_message(f"because_{why}", lang) if why else ""
        answer.append(ColumnTaken(role, profile.header, words, profile.filled, profile.samples))
    return answer
