"""What `scharnier codes map` and `check-map` say, in Dutch and English."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scharnier.codes.bridge import Bridged
from scharnier.codes.concordance import TARGET
from scharnier.codes.own_mapping import OwnMapping
from scharnier.codes.schemes import Scheme
from scharnier.codes.sectors import load_sectors

if TYPE_CHECKING:
    from scharnier.analytics.chains.spread import Spread
    from scharnier.analytics.chains.table import ChainTable

SHOWN = 12


def explain_lines(
    way: Bridged, scheme: Scheme, table: "ChainTable | None", spread: "Spread | None", lang: str
) -> Iterator[str]:
    """How a code was found, step by step, and whether anything is lost."""
    nl, sectors = lang == "nl", load_sectors()
    yield "Hoe gevonden" if nl else "How it was found"
    said = "uw bestand" if nl else "your file"
    of = said if way.own else f"{scheme.name} → {TARGET}"
    if way.found_under:
        yield f"- {'regel' if nl else 'entry'} {way.found_under} ({of})"
    else:
        yield "- geen regel voor deze code" if nl else "- no entry for this code"
    if way.finer:
        mainly = ", ".join(f"{count} {short(one, lang)}" for one, count in list(way.mainly.items())[:SHOWN])
        yield (
            f"- de {way.finer} fijnste codes eronder gaan vooral naar: {mainly or 'niets'}"
            if nl
            else f"- the {way.finer} finest codes below it go mainly to: {mainly or 'nothing'}"
        )
    if table is not None:
        yield (
            f"- van de 35 bedrijfstakken naar {table.id}: verdeeld naar wat de sectoren daar maken"
            if nl
            else f"- from the 35 industries to {table.id}: divided by what its sectors make"
        )
        for one, weight in way.weights:
            if one in sectors:
                yield f"    {per_cent(weight, lang):>6}  {one:<4} {sectors[one].label(lang, short=True)}"
    yield "Controle" if nl else "Checks"
    if way.weights:
        sum_ = sum(weight for _, weight in (way.weights if spread is None else spread.weights))
        good = abs(sum_ - 1) < 1e-9
        word = ("ja" if nl else "yes") if good else (f"NEE, {sum_:.4f}" if nl else f"NO, {sum_:.4f}")
        yield f"- {'de gewichten zijn samen 1' if nl else 'the weights add up to 1'}: {word}"
    for one, weight in spread.lost if spread else ():
        share, id = per_cent(weight, lang), table.id if table else ""
        yield (
            f"- {share} gaat verloren: geen sector van {id} staat voor {short(one, lang)}"
            if nl
            else f"- {share} is lost: no sector of {id} stands for {short(one, lang)}"
        )
    yield f"- {covers(way.coverage.landed, way.coverage.base, scheme, lang)}"


def per_cent(share: float, lang: str) -> str:
    """A share with one decimal, as the language writes it."""
    text = f"{share:.1%}"
    return text.replace(".", ",") if lang == "nl" else text


def short(target: str, lang: str) -> str:
    """A target with its name."""
    known = load_sectors().get(target)
    return f"{target} ({known.label(lang, short=True)})" if known else target


def covers(landed: int, base: int, scheme: Scheme, lang: str) -> str:
    """What share of a code list lands."""
    share = landed / base if base else 1.0
    shown = f"{share:.0%}" if share in (0.0, 1.0) else f"{min(max(share, 0.0001), 0.9999):.2%}"
    if lang == "nl":
        return (
            f"{landed} van de {base} fijnste codes van {scheme.name} komen ergens terecht ({shown.replace('.', ',')})"
        )
    return f"{landed} of the {base} finest codes of {scheme.name} land somewhere ({shown})"


def check_lines(mapping: OwnMapping, scheme: Scheme, to: str, lang: str) -> Iterator[str]:
    """The faults of a mapping, with their rows, and what it covers."""
    nl = lang == "nl"
    yield (
        f"{mapping.path}: {mapping.rows} rijen, {len(mapping.weights)} codes van {scheme.name} naar {to}"
        if nl
        else f"{mapping.path}: {mapping.rows} rows, {len(mapping.weights)} codes of {scheme.name} to {to}"
    )
    if not mapping.weighted:
        yield (
            "let op  er zijn geen gewichten: de doelen van een code delen gelijk"
            if nl
            else "note  there are no weights: the targets of a code share equally"
        )
    for fault in mapping.faults:
        yield f"{'fout' if nl else 'fault'}  {'rij' if nl else 'row'} {fault.row}  {fault.text(lang)}"
    yield from coverage_lines(mapping.coverage.landed, mapping.coverage.base, mapping.coverage.missing, scheme, lang)
    yield f"{'bereikt' if nl else 'reached'}: {', '.join(mapping.targets[:SHOWN]) or '-'}" + (
        f" (+{len(mapping.targets) - SHOWN})" if len(mapping.targets) > SHOWN else ""
    )
    count = len(mapping.faults)
    yield (f"{count} fouten" if nl else f"{count} faults") if count else ("geen fouten" if nl else "no faults")


def coverage_lines(
    landed: int, base: int, missing: tuple[tuple[str, int], ...], scheme: Scheme, lang: str
) -> Iterator[str]:
    """What share lands, and the largest groups that do not."""
    nl = lang == "nl"
    yield covers(landed, base, scheme, lang)
    for code, count in missing[:SHOWN]:
        yield f"  {'niet' if nl else 'not'}: {code} {scheme.label(code, lang)} ({count} codes)"
    if len(missing) > SHOWN:
        rest = sum(count for _, count in missing[SHOWN:])
        yield f"  {'en' if nl else 'and'} {len(missing) - SHOWN} {'andere' if nl else 'others'} ({rest} codes)"
