"""The targets of a body with their dates, as a table."""

from scharnier.procurement.annual.annual import Annual
from scharnier.report.chain_text import Said
from scharnier.report.isv_annual_tables import DAY, HIGH, LOW, SHARE, TEXT, Line, Table, behind
from scharnier.report.isv_annual_words import word


def goals(annual: Annual, lang: str, ask: int | None) -> Table:
    """The targets of one ask, or all of them."""
    say = Said(lang)
    heads = (
        (say("Doel", "Target"), TEXT),
        (say("Soort", "Kind"), TEXT),
        (say("Uiterlijk", "Due"), DAY),
        (say("Doel (aandeel)", "Goal (share)"), SHARE),
        (say("Cijfer", "Figure"), SHARE),
        (say(*LOW), SHARE),
        (say(*HIGH), SHARE),
        (say("Stand", "Status"), TEXT),
    )
    lines = []
    for each in annual.targets or ():
        if ask is not None and each.target.ask != ask:
            continue
        kind = say("tussendoel", "intermediate") if each.step else say("doel", "goal")
        kind = say("maatregel", "measure") if each.goal is None else kind
        figure = each.figure
        status = word("target_unknown" if each.status == "unknown" else each.status, lang)
        if each.status == "unknown" and figure is None:
            status = say("niet te zeggen: geen cijfers van dat jaar", "cannot be said: no figures of that year")
        now = (figure.share, figure.low, figure.high) if figure else (None, None, None)
        decided = "" if each.step else say(f" Besluit: {each.target.decided}.", f" Decided: {each.target.decided}.")
        title = f"{each.target.title.rstrip('.')}.{decided}"
        lines.append(Line((title, kind, each.due_on, each.goal, *now, status), behind(figure, lang) if figure else ()))
    title = say("Alle doelen en tussendoelen", "All targets and intermediate targets")
    if ask is not None:
        title = say(f"Doelen bij verzoek {ask}", f"Targets for ask {ask}")
    empty = say("Er zijn geen doelen opgegeven.", "No targets were given.")
    note = say(
        "Gehaald is: ook als al het onbekende nee zou zijn. Niet gehaald is: ook als al het onbekende ja zou zijn. Een "
        "maatregel is gehaald als hij op tijd is genomen.",
        "Met means: even if all that is unknown were no. Not met means: even if all that is unknown were yes. A "
        "measure "
        "is met when it was taken in time.",
    )
    return Table(f"goals{ask or ''}", title, heads, tuple(lines), note if ask is None else "", empty)
