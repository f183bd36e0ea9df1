"""What `scharnier chain move` says, in Dutch and English. The caution stands first, always."""

from collections.abc import Iterator

from scharnier.analytics.chains.moves import Effect, Judged, Listed
from scharnier.analytics.chains.stressors import Followed
from scharnier.analytics.chains.trace import list_cells
from scharnier.chain.marginal import CAUTION, Move
from scharnier.cli.chain_words import head_lines, source_line
from scharnier.report.chain_text import PER, Said, amount_of, per_unit, signed
from scharnier.report.formats import Formats
from scharnier.risk.evidence import load_theme_names

HALF = 10  # of a line, each way
STRESSORS = 12  # of a model with hundreds; a table holds them all


def caution_of(lang: str) -> str:
    """What stands beside every move."""
    return CAUTION["nl" if lang == "nl" else "en"]


def listed_lines(listed: Listed, top: int, lang: str) -> Iterator[str]:
    """Moves to every country, for one thing."""
    say, f, table, followed = Said(lang), Formats(lang, "EUR"), listed.table, listed.followed
    bought = list_cells(listed.bought)
    title = say("Een ander land van herkomst", "Another supplier country")
    name = table.name(bought[0][0], lang) if len(bought) == 1 else say("een pakket", "a basket")
    yield from head_lines(f"{title}: {name}", table, bought, followed.names[lang], lang)
    yield ""
    yield caution_of(lang)
    yield ""
    part, per = f.share(listed.share), per_unit(table, followed, lang)
    yield say(
        f"Van elke aankoop verhuist {part} naar dezelfde bedrijfstak in een ander land. Per {per} die u uitgeeft:",
        f"Of each purchase {part} moves to the same industry in another country. Per {per} you spend:",
    )
    yield "  " + say("nu", "now") + f": {_now(listed, lang)}"
    heads = (
        say("Lager, ook als het onbekende tegenzit", "Lower, even if the unknown goes against it"),
        say("Hoger, ook als het onbekende meezit", "Higher, even if the unknown goes well"),
    )
    for head, moves in zip(heads, (listed.lower, listed.higher), strict=True):
        yield ""
        yield f"{head}: {f.number(len(moves))}"
        for rank, move in enumerate(moves[:top], 1):
            yield _move_line(listed, rank, move, len(bought) > 1, lang)
        if len(moves) > top:
            more = f.number(len(moves) - top)
            yield say(f"      en nog {more}", f"      and {more} more")
    yield ""
    yield say(
        f"Niemand kan het zeggen: {f.number(listed.unclear)}. Daar, of hier, zwijgen de bronnen over te veel van de "
        "keten. Dat is onbekend, niet laag.",
        f"Nobody can say: {f.number(listed.unclear)}. There, or here, sources are silent about too much of the chain. "
        "That is unknown, not low.",
    )
    yield say(f"Maakt geen verschil: {f.number(listed.same)}.", f"Makes no difference: {f.number(listed.same)}.")
    best = (*listed.lower, *listed.higher)[:1]
    ask = table.regions[best[0].to] if best else say("LAND", "COUNTRY")
    yield ""
    yield say(
        f"Dit gaat over één ding. Wat hier beter is, kan op een ander thema slechter zijn. Bekijk alles: --to {ask}",
        f"This is about one thing. A country that is better here can be worse elsewhere. See everything: --to {ask}",
    )
    yield source_line(table, lang)


def judged_lines(judged: Judged, lang: str) -> Iterator[str]:
    """One move on everything."""
    say, f, table = Said(lang), Formats(lang, "EUR"), judged.table
    everything = say("alle thema's en alles wat het model telt", "all themes, and all that the model counts")
    bought = list_cells(judged.bought)
    if len(judged.steps) == 1:
        seller, to, _ = judged.steps[0]
        title = say(
            f"Van {table.name(seller, lang)} naar {table.name(to, lang)}",
            f"From {table.name(seller, lang)} to {table.name(to, lang)}",
        )
    else:
        where = table.region_name(table.regions[judged.steps[0][1]], lang)
        title = say(f"{len(judged.steps)} aankopen naar {where}", f"{len(judged.steps)} purchases to {where}")
    yield from head_lines(title, table, bought, everything, lang)
    yield ""
    yield caution_of(lang)
    yield ""
    counts, part = judged.counts, f.share(judged.share)
    yield say(
        f"{part} van de aankoop verhuist. Lager: {counts['lower']}. Hoger: {counts['higher']}. Niemand kan het zeggen: "
        f"{counts['unclear']}. Geen verschil: {counts['same']}. Bedragen bij een thema: van elke {f.money(PER)}, wat "
        "wordt verdiend waar schade waarschijnlijk is (kans 4 of 5).",
        f"{part} of the purchase moves. Lower: {counts['lower']}. Higher: {counts['higher']}. Nobody can say: "
        f"{counts['unclear']}. No difference: {counts['same']}. Amounts of a theme: of every {f.money(PER)}, what is "
        "earned where harm is likely (likelihood 4 or 5).",
    )
    if judged.stays:
        codes = ", ".join(table.code(cell) for cell in judged.stays)
        yield say(f"Is daar al, en blijft: {codes}.", f"Is there already, and stays: {codes}.")
    yield say(
        "De balk loopt van het laagste tot het hoogste dat het verschil kan zijn; links van │ is minder.",
        "The bar runs from the lowest to the highest that the change can be; left of │ is less.",
    )
    spoken = [effect for effect in judged.effects if effect.followed.spoken is not None and not effect.silent]
    most = max((abs(end) for effect in spoken for end in (effect.low, effect.high)), default=0.0)
    heads: dict[str, str] = {
        "higher": say("Hoger, ook als het onbekende meezit", "Higher, even if the unknown goes well"),
        "lower": say("Lager, ook als het onbekende tegenzit", "Lower, even if the unknown goes against it"),
        "unclear": say("Niemand kan het zeggen", "Nobody can say"),
        "same": say("Geen verschil", "No difference"),
    }
    for verdict, head in heads.items():
        mine = [effect for effect in judged.effects if effect.verdict == verdict and not effect.silent]
        themes = [effect for effect in mine if effect.followed.spoken is not None]
        others = [effect for effect in mine if effect.followed.spoken is None]
        if not mine:
            continue
        yield ""
        yield f"{head}:"
        for effect in (*themes, *others[:STRESSORS]):
            widest = most if effect.followed.spoken is not None else max(effect.before, abs(effect.low), effect.high)
            yield f"  {_line(effect, widest)}{_effect_line(judged, effect, lang)}"
        if len(others) > STRESSORS:
            more = f.number(len(others) - STRESSORS)
            yield say(f"  en nog {more}; --format csv toont alles", f"  and {more} more; --format csv shows all")
    silent = [_name(effect, lang) for effect in judged.effects if effect.silent]
    if silent:
        yield ""
        yield (
            say(
                "Onbekend, niet laag: geen bron zegt ergens iets over ",
                "Unknown, not low: no source says anything about ",
            )
            + f"{', '.join(silent)}."
        )
    if judged.without:
        yield ""
        yield say("Thema's ontbreken: ", "Themes are missing: ") + judged.without
    yield ""
    yield source_line(table, lang)


def _now(listed: Listed, lang: str) -> str:
    say, followed = Said(lang), listed.followed
    known = amount_of(followed, listed.total, lang)
    if not listed.unknown > 0:
        return known
    if followed.spoken is not None:
        silent = amount_of(followed, listed.unknown, lang)
        return say(f"{known} is bekend; over {silent} zegt geen bron iets", f"{known} known; no source on {silent}")
    most = amount_of(followed, listed.unknown, lang)
    return say(
        f"{known} is bekend; waar cijfers ontbreken, rekenen we tot {most} erbij (het hoogste van die bedrijfstak)",
        f"{known} known; where figures are missing we count up to {most} more (the highest of that industry)",
    )


def _move_line(listed: Listed, rank: int, move: Move, several: bool, lang: str) -> str:
    table, say = listed.table, Said(lang)
    name = table.name(move.to, lang)
    if several:
        name = f"{table.code(move.seller)} → {name}"
    ends = _ends(listed.followed, move.low, move.high, lang)
    shown = signed(listed.followed, move.change, lang)
    exact = abs(move.high - move.low) <= 1e-6 * abs(move.change)
    between = "" if exact else say(f" (van {ends[0]} tot {ends[1]})", f" (from {ends[0]} to {ends[1]})")
    return f"{rank:>4}  {shown:>8}  {name}{between}"


def _effect_line(judged: Judged, effect: Effect, lang: str) -> str:
    say, followed = Said(lang), effect.followed
    per = "" if followed.is_money else f" {say('per', 'per')} {per_unit(judged.table, followed, lang)}"
    before = amount_of(followed, effect.before, lang)
    ends = _ends(followed, effect.low, effect.high, lang)
    if effect.verdict == "unclear":
        change = say(f"van {ends[0]} tot {ends[1]}", f"from {ends[0]} to {ends[1]}")
    else:
        change = signed(followed, effect.change, lang)
    now = say("nu", "now")
    return f"  {_name(effect, lang)}: {change} ({now} {before}{per})"


def _line(effect: Effect, most: float) -> str:
    """From the lowest to the highest that the change can be, about a middle where nothing changes."""
    low, high = (HALF + round(HALF * value / most) if most > 0 else HALF for value in (effect.low, effect.high))
    marks = ["█" if min(low, high) <= at <= max(low, high) else "·" for at in range(2 * HALF + 1)]
    marks[HALF] = "│"
    return "".join(marks)


def _ends(followed: Followed, low: float, high: float, lang: str) -> tuple[str, str]:
    return signed(followed, low, lang), signed(followed, high, lang)


def _name(effect: Effect, lang: str) -> str:
    spoken = effect.followed.spoken
    return load_theme_names()[spoken.theme][lang] if spoken is not None else effect.followed.names[lang]
