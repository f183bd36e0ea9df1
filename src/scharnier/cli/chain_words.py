"""What `scharnier chain` says, in Dutch and English."""

from collections.abc import Iterator

from scharnier.analytics.chains.noise import Doubt
from scharnier.analytics.chains.table import ChainTable
from scharnier.analytics.chains.trace import Explained, Grouped, Tracing
from scharnier.report.chain_doubt_text import age_lines, between, doubt_lines
from scharnier.report.chain_text import TIER_NAMES, Said, covered, percent, proof_lines, split_parts, title_of, total_of
from scharnier.report.formats import Formats

GROUPS, PASSED = 15, 12
BAR = 24
FULL, EMPTY = "█", "·"


def path_lines(traced: Tracing, lang: str) -> Iterator[str]:
    """The paths of a purchase as text."""
    say, f = Said(lang), Formats(lang, "EUR")
    yield from _head(traced, lang)
    paths = traced.paths
    if not len(paths):
        yield ""
        yield covered(traced, lang)
        return
    yield ""
    yield say(
        "A ← B: A koopt van B. Aan het eind van elke regel ligt wat u volgt.",
        "A ← B: A buys from B. What you follow lies at the end of each line.",
    )
    yield ""
    deel, samen = say(("deel", "samen"), ("share", "so far"))
    yield f"{'#':>4}  {deel:>6}  {samen:>6}  {say('pad', 'path')}"
    sum_ = 0.0
    for rank, (value, cells) in enumerate(paths, 1):
        share = value / paths.total
        sum_ += share
        names = " ← ".join(traced.table.name(cell, lang) for cell in cells)
        yield f"{rank:>4}  {percent(share, f):>6}  {percent(sum_, f):>6}  {names}"
    yield ""
    yield covered(traced, lang)
    if paths.tied:
        yield say(
            "Er zijn meer paden met precies de waarde van het laatste; ook een ander had daar kunnen staan.",
            "More paths have exactly the value of the last; another could have stood there.",
        )
    yield from _foot(traced, lang)


def group_lines(grouped: Grouped, traced: Tracing, lang: str) -> Iterator[str]:
    """The paths put together, and through what they pass."""
    say, f, paths = Said(lang), Formats(lang, "EUR"), grouped.paths
    yield from _head(traced, lang)
    what = {
        "country": say("landen", "countries"),
        "industry": say("bedrijfstakken", "industries"),
        "cell": say("land en bedrijfstak", "country and industry"),
    }[grouped.by]
    count, part = f.number(len(paths)), f.share(paths.coverage)
    yield ""
    if not len(paths):
        yield covered(traced, lang)
        return
    yield say(
        f"De {count} grootste paden ({part} van het totaal), samengevoegd naar {what}:",
        f"The {count} largest paths ({part} of the total), put together by {what}:",
    )
    yield ""
    for group in grouped.groups[:GROUPS]:
        many = say("pad" if group.count == 1 else "paden", "path" if group.count == 1 else "paths")
        yield f"{percent(group.share, f):>6}  {' ← '.join(group.sequence)}  ({f.number(group.count)} {many})"
    if len(grouped.groups) > GROUPS:
        more = f.number(len(grouped.groups) - GROUPS)
        yield say(f"        en nog {more} andere", f"        and {more} others")
    yield ""
    yield say(
        "Waar deze paden langs gaan, en waar ze eindigen (deel van deze paden):",
        "Where these paths pass, and where they end (share of these paths):",
    )
    yield ""
    passage, covered_ = grouped.passage, grouped.passage.covered or 1.0
    heads = [say("ergens", "any"), *TIER_NAMES[lang], say("eindigt", "ends")]
    yield "  ".join(f"{head:>12}" if i else f"{head:>7}" for i, head in enumerate(heads))
    for place in passage.order()[:PASSED]:
        if passage.anywhere[place] <= 0:
            break
        figures = [passage.anywhere[place], *passage.tiers[place], passage.ends[place]]
        shown = [percent(float(value) / covered_, f) for value in figures]
        columns = "  ".join(f"{text:>12}" if i else f"{text:>7}" for i, text in enumerate(shown))
        yield f"{columns}  {passage.labels[place]}"
    yield from _foot(traced, lang)


def explain_lines(explained: Explained, doubt: Doubt, year: int, lang: str) -> Iterator[str]:
    """What is known of a purchase, how sure it is and what the model cannot say. `year` is the one asked about."""
    say, f, traced = Said(lang), Formats(lang, "EUR"), explained.traced
    table = traced.table
    yield from _head(traced, lang)
    if traced.total > 0:
        yield ""
        yield say("Hoe diep in de keten", "How deep in the chain")
        for name, value in zip(TIER_NAMES[lang], explained.tiers.tolist(), strict=True):
            yield _bar(name, value / traced.total, f)
        yield ""
        yield say("Waar het meeste ligt, alle schakels samen", "Where most of it lies, all tiers together")
        heads = _spans(say("opgegeven", "stated"), say("ouderdom", "age"), doubt)
        if heads:
            yield f"{'#':>4}  {say('deel', 'share'):>6}{heads}"
        for rank, origin in enumerate(explained.origins, 1):
            share = percent(origin.value / traced.total, f)
            deepest = TIER_NAMES[lang][int(origin.tiers.argmax())]
            mostly = say(f"vooral {deepest}", f"mostly {deepest}")
            name = f"{table.name(origin.cell, lang)} ({table.code(origin.cell)}; {mostly})"
            yield f"{rank:>4}  {share:>6}{_spans(*between(explained, doubt, rank - 1, lang), doubt)}  {name}"
        for line in age_lines(doubt, lang):
            yield f"- {line}"
        yield ""
        yield covered(traced, lang)
        yield say("Toon ze met: scharnier chain paths", "Show them with: scharnier chain paths")
    yield ""
    yield say("Hoe zeker is de som", "How sure is the sum")
    yield from (f"- {line}" for line in proof_lines(explained, lang))
    yield ""
    yield say("Hoe ver kan het ernaast zitten", "How far can it be off")
    yield from (f"- {line}" for line in doubt_lines(explained, doubt, year, lang))
    yield ""
    yield say("Wat dit model niet kan zeggen", "What this model cannot say")
    for caveat in table.caveats.get(lang) or [say("De uitgever noemt niets.", "Its publisher names nothing.")]:
        yield f"- {caveat}"
    yield from _foot(traced, lang, short=True)


def head_lines(
    title: str, table: ChainTable, bought: list[tuple[int, float]], followed: str, lang: str
) -> Iterator[str]:
    """What an answer is about: what is bought (cells and their part), what is followed, in which model."""
    say, f = Said(lang), Formats(lang, "EUR")
    yield title + (f" ({table.code(bought[0][0])})" if len(bought) == 1 else "")
    if len(bought) > 1:
        parts = ", ".join(f"{table.code(cell)} {f.share(part)}" for cell, part in bought[:6])
        yield f"{say('Gekocht', 'Bought')}: {parts}{' …' if len(bought) > 6 else ''}"
    yield f"{say('Gevolgd', 'Followed')}: {followed}"
    yield f"{say('Model', 'Model')}: {model_line(table)}"


def model_line(table: ChainTable) -> str:
    """Title, year, name and licence of a model."""
    year = "" if table.year is None or str(table.year) in table.title else f", {table.year}"
    return f"{table.title}{year} ({table.id}; {table.licence})"


def source_line(table: ChainTable, lang: str) -> str:
    """Whom to thank."""
    return f"{Said(lang)('Bron', 'Source')}: {table.attribution or table.publisher} ({table.licence})"


def _head(traced: Tracing, lang: str) -> Iterator[str]:
    say, f, table = Said(lang), Formats(lang, "EUR"), traced.table
    yield from head_lines(title_of(traced, lang), table, traced.cells(), traced.followed.names[lang], lang)
    yield ""
    yield total_of(traced, lang)
    split = traced.split
    if split is not None:
        for name, part in split_parts(split, lang):
            yield _bar(name, part, f, wide=36)
    elif traced.unknown > 0:
        silent = f.share(traced.unknown)
        yield say(
            f"Van {silent} van de keten is dit onbekend; dat telt niet mee en is niet nul.",
            f"For {silent} of the chain this is unknown; it is not counted and it is not zero.",
        )


def _foot(traced: Tracing, lang: str, *, short: bool = False) -> Iterator[str]:
    say, table = Said(lang), traced.table
    year = table.year or say("het jaar van de tabel", "the year of the table")
    yield ""
    if not short:
        yield say(
            f"Een pad is een gemiddelde van bedrijfstakken in {year}, geen spoor van uw eigen levering.",
            f"A path is an average of industries in {year}, not a trace of your own delivery.",
        )
    yield source_line(table, lang)


def _spans(noise: str, aged: str, doubt: Doubt) -> str:
    """Two columns of intervals, each only where there is one to show."""
    columns = [noise] if doubt.stated else []
    columns += [aged] if any(doubt.aged) else []
    return "".join(f"  {column:>16}" for column in columns)


def _bar(name: str, share: float, f: Formats, wide: int = 22) -> str:
    filled = min(BAR, round(share * BAR))
    return f"  {name:<{wide}} {percent(share, f):>6}  {FULL * filled}{EMPTY * (BAR - filled)}"
