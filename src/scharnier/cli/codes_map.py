"""`scharnier codes map` and `scharnier codes check-map`: the way from a code to the industries of a model."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from scharnier.cli.codes_map_words import check_lines, coverage_lines, explain_lines, per_cent
from scharnier.cli.stores import model_store
from scharnier.cli.terminal import plain, print_json
from scharnier.codes.bridge import Bridged, bridge, check_shipped, need_scheme, shipped_coverage
from scharnier.codes.concordance import SOURCES, TARGET
from scharnier.codes.own_mapping import load_mapping, read_mapping
from scharnier.codes.schemes import SCHEME_TITLES, Scheme, load_scheme
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.errors import InputProblem

if TYPE_CHECKING:
    from scharnier.analytics.chains.spread import Spread
    from scharnier.analytics.chains.table import ChainTable

STARTER = "wiod2013-2011"  # its industries are those of the concordances
Lang = Annotated[str, typer.Option(help="Language: nl or en.")]
As = Annotated[Literal["text", "json"], typer.Option("--format", help="text or json.")]
To = Annotated[str, typer.Option(help="The 35 industries (wiod35), or a chain model you added, as exiobase.")]
Store = Annotated[Path | None, typer.Option(help="Folder of models you added, if not the usual one.")]


def map_code(
    scheme: Annotated[str, typer.Argument(metavar="[SCHEME]", help=f"One of: {', '.join(SOURCES)}; or give --from.")],
    code: Annotated[str, typer.Argument(metavar="CODE", help='As people write it: "15861000-1", "0901 21 00".')] = "",
    from_: Annotated[str, typer.Option("--from", help="The list the code is of, in place of SCHEME.")] = "",
    to: To = TARGET,
    mapping: Annotated[Path | None, typer.Option(help="Your own concordance; goes before the shipped one.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Also how it was found, and the checks.")] = False,
    store: Store = None,
    lang: Lang = "en",
    form: As = "text",
) -> None:
    """Show the industries of the chain model a code stands for, with weights and what they rest on."""
    if from_ and code and scheme != from_:
        raise InputProblem(f"two lists: {scheme!r} and {from_!r}.", "Give one, and one code.")
    if not from_ and not code:
        raise InputProblem("no code.", "As in: scharnier codes map --from cpv 15861000-1")
    named, text = (from_, code or scheme) if from_ else (scheme, code)
    found, table = need_scheme(named), _load_target(to, store)
    to = table.id if table else to
    own = None
    if mapping is not None:
        own = load_mapping(mapping, found, _targets(table, None), to, lang)
    way = bridge(found, find_code(found, text), own)
    spread = _spread(table, way)
    answer = _answer(way, found, to, spread, table, lang)
    if form == "json":
        print_json({**answer, **(_explained(way, spread) if explain else {})})
        return
    typer.echo(f"{way.code}  {found.label(way.code, lang)}")
    wide = max((len(one["code"]) for one in answer["industries"]), default=0)
    for industry in answer["industries"]:
        shown = f"{per_cent(industry['weight'], lang):>6}  {industry['code']:<{max(wide, 4)}} {industry['label']}"
        typer.echo(f"  {plain(shown).rstrip()}")
    if not answer["industries"]:
        typer.echo("  geen bedrijfstak van het model" if lang == "nl" else "  no industry of the model")
    lacking = (
        "de code is weggelaten, zie docs/method/concordances.md"
        if lang == "nl"
        else "the code is left out, see docs/method/concordances.md"
    )
    typer.echo(plain(f"  {'basis' if lang != 'nl' else 'berust op'}: {way.basis or way.left_out or lacking}"))
    if explain:
        for line in (*explain_lines(way, found, table, spread, lang), *_concordance(table, lang)):
            typer.echo(plain(line))


def check_map(
    file: Annotated[Path | None, typer.Argument(help="Your own concordance; without it the shipped one.")] = None,
    from_: Annotated[str, typer.Option("--from", help=f"The list its codes are of: {', '.join(SOURCES)}.")] = "cpv",
    to: To = TARGET,
    store: Store = None,
    lang: Lang = "en",
    form: As = "text",
) -> None:
    """Check a concordance: unknown codes, doubles, weights, and what share of the list lands. Exit code 1 on faults."""
    scheme = need_scheme(from_)
    if file is None:
        _check_shipped(scheme, lang, form)
        return
    table = _load_target(to, store)
    mapping = read_mapping(file, scheme, _targets(table, file), to)
    if form == "json":
        faults = [{"kind": f.kind, "row": f.row, "code": f.code, "text": f.text(lang)} for f in mapping.faults]
        cover = mapping.coverage
        print_json(
            {
                "file": mapping.path,
                "scheme": scheme.name,
                "to": to,
                "rows": mapping.rows,
                "codes": len(mapping.weights),
                "weighted": mapping.weighted,
                "faults": faults,
                "coverage": {"base": cover.base, "landed": cover.landed, "missing": dict(cover.missing)},
                "targets": list(mapping.targets),
            }
        )
    else:
        for line in check_lines(mapping, scheme, to, lang):
            typer.echo(plain(line))
    if mapping.faults:
        raise typer.Exit(1)


def find_code(scheme: Scheme, text: str) -> str:
    """The code a text stands for; an InputProblem that names the candidates where it could be several, or none."""
    candidates = scheme.candidates(text)
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        readings = ", ".join(f"{one} ({scheme.label(one)})" for one in candidates)
        raise InputProblem(f"{text!r} can be read as {readings}.", "Write the code in full, with its leading zero.")
    raise InputProblem(
        f"{text!r} is not a code of {scheme.title}.", f"`scharnier codes list {scheme.name}` shows them all."
    )


def _load_target(to: str, store: Path | None) -> "ChainTable | None":
    """The model to go to, None for the 35 industries themselves."""
    if to in (TARGET, STARTER):
        return None
    from scharnier.analytics.chains.table import load_table
    from scharnier.chain.stored import list_stored

    folder = model_store(store)
    known = list_stored(folder)
    if to not in known:
        begun = [id for id in known if id.startswith(to.lower())]
        if len(begun) != 1:
            raise _no_model(to, known, begun)
        to = begun[0]
    table = load_table(to, folder)
    if not any(table.industries.values()):
        raise InputProblem(
            f"model {to} does not say which of the 35 industries its sectors are.",
            "Give --sectors when you add it: see scharnier model add --help.",
        )
    return table


def _concordance(table: "ChainTable | None", lang: str) -> list[str]:
    """Who says which industries the sectors of the model are."""
    from scharnier.chain.stored import StoredModel
    from scharnier.cli.model_words import concordance_lines

    if table is None or not isinstance(table.model, StoredModel):
        return []
    head = f"Bedrijfstakken van {table.id}" if lang == "nl" else f"Industries of {table.id}"
    return [head, *(f"- {line.partition(' ')[2].strip()}" for line in concordance_lines(table.model, lang))]


def _no_model(to: str, known: Sequence[str], begun: Sequence[str]) -> InputProblem:
    """Nothing of that name: several, or a source of which no table was added yet."""
    from scharnier.sources.mrio.detect import KEYS

    if begun:
        return InputProblem(f"{to!r} can be {' or '.join(begun)}.", "Write the name in full.", column="--to")
    there, word = f"Known: {', '.join((TARGET, STARTER, *known))}.", re.split(r"[-_.\d]", to.lower())[0]
    keys = [key for key in KEYS if word and key.startswith(word)]
    if keys:
        remedy = f"Add one first: scharnier model add {max(keys)} FILE (docs/models.md). {there}"
        return InputProblem(f"no model of {to!r} was added yet.", remedy, column="--to")
    return InputProblem(f"there is no concordance to {to!r}.", there, column="--to")


def _targets(table: "ChainTable | None", file: Path | None) -> set[str]:  # noqa: ARG001
    """What a file may name: the 35 industries, and the sectors of the model."""
    return {*load_sectors(), *(table.industries if table else ())}


def _spread(table: "ChainTable | None", way: Bridged) -> "Spread | None":
    if table is None:
        return None
    from scharnier.analytics.chains.spread import Spread, spread_industries

    direct = tuple(one for one in way.weights if one[0] in table.industries)
    through = spread_industries(table, tuple(one for one in way.weights if one[0] not in table.industries))
    joined: dict[str, float] = {}
    for sector, weight in (*direct, *through.weights):
        joined[sector] = joined.get(sector, 0.0) + weight
    return Spread(tuple(sorted(joined.items(), key=lambda one: (-one[1], one[0]))), through.lost)


def _answer(
    way: Bridged, scheme: Scheme, to: str, spread: "Spread | None", table: "ChainTable | None", lang: str
) -> dict[str, Any]:
    sectors = load_sectors()
    weights = way.weights if spread is None else spread.weights
    return {
        "scheme": way.scheme,
        "code": way.code,
        "label": scheme.label(way.code, lang),
        "to": to,
        "industries": [
            {
                "code": one,
                "weight": round(weight, 6),
                "label": sectors[one].label(lang) if one in sectors else _stands_for(table, one, lang),
            }
            for one, weight in weights
        ],
        "basis": way.basis,
    }


def _stands_for(table: "ChainTable | None", sector: str, lang: str) -> str:
    codes = table.industries.get(sector, ()) if table else ()
    return ", ".join(load_sectors()[code].label(lang, short=True) for code in codes)


def _explained(way: Bridged, spread: "Spread | None") -> dict[str, Any]:
    return {
        "explain": {
            "found_under": way.found_under,
            "own_mapping": way.own,
            "industries_before": [[one, weight] for one, weight in way.weights],
            "finer_codes": way.finer,
            "finer_codes_mainly": dict(way.mainly),
            "left_out": way.left_out,
            "weights_sum_to_one": way.conserved,
            "lost": [] if spread is None else [[one, weight] for one, weight in spread.lost],
            "coverage": {"base": way.coverage.base, "landed": way.coverage.landed},
        }
    }


def _check_shipped(scheme: Scheme, lang: str, form: str) -> None:
    cover, wrong = shipped_coverage(scheme.name), check_shipped(scheme.name)
    if form == "json":
        landing = {"base": cover.base, "landed": cover.landed, "missing": dict(cover.missing)}
        print_json({"scheme": scheme.name, "to": TARGET, "not_one": wrong, "coverage": landing})
    else:
        nl = lang == "nl"
        typer.echo(f"{SCHEME_TITLES[scheme.name]} → {load_scheme(TARGET).title}")
        for line in coverage_lines(cover.landed, cover.base, cover.missing, scheme, lang):
            typer.echo(line)
        said = "codes waarvan de gewichten niet samen 1 zijn" if nl else "codes whose weights do not add up to 1"
        typer.echo(f"{said}: {len(wrong)}")
    if wrong:
        raise typer.Exit(1)
