"""Official links and our own tables → the concordances that ship, and the code list of WIOD 2016.

`python -m scharnier.sources.concordances.parse --from <reference data>`; build the code lists first.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from scharnier.codes.build import build_table, describe_input, run
from scharnier.codes.concordance import BASIS_COLUMNS, CONCORDANCE_COLUMNS, SOURCES, TARGET
from scharnier.codes.manifest import Input, Manifest
from scharnier.codes.schemes import COLUMNS, SCHEME_TITLES, load_scheme
from scharnier.sources.concordances import links
from scharnier.sources.concordances.chain import calc_sparse
from scharnier.sources.concordances.official import Official, build_official
from scharnier.sources.concordances.own import build_cpv

RETRIEVED_ON = date(2026, 11, 20)
_EUROSTAT, _UN = ("Eurostat, European Commission", "CC-BY-4.0"), ("United Nations Statistics Division", "UN, free use")
INPUTS: dict[str, tuple[str, tuple[str, str]]] = {
    links.NACE11_NACE2: ("Correspondence NACE Rev. 1.1 to NACE Rev. 2", _EUROSTAT),
    links.NACE2_ISIC4: ("Correspondence NACE Rev. 2 to ISIC Rev. 4", _EUROSTAT),
    links.CN_CPA: ("Correspondence CN 2022 to CPA 2.1", _EUROSTAT),
    links.HS_ISIC3: ("HS 2022 to ISIC Rev. 3", ("R package concordance (Liao, Kim, Miyano)", "MIT")),
    links.WIOD56: ("Industries of WIOD 2016", ("University of Groningen and the WIOD consortium", "CC-BY-4.0")),
}
RESTS_ON: dict[str, tuple[str, ...]] = {
    "nace": (links.NACE11_NACE2,),
    "isic": (links.NACE11_NACE2, links.NACE2_ISIC4),
    "cpa": (links.NACE11_NACE2, links.CN_CPA, links.HS_ISIC3),
    "cn": (links.NACE11_NACE2, links.CN_CPA, links.HS_ISIC3),
    "hs": (links.NACE11_NACE2, links.CN_CPA, links.HS_ISIC3),
    "wiod56": (links.NACE11_NACE2, links.WIOD56),
    "cpv": (),
}
EXTRATERRITORIAL = "extraterritorial organisations, which the 35 industries lack"
LEFT_OUT: dict[str, dict[str, str]] = {
    "nace": dict.fromkeys(("U", "99", "99.0", "99.00"), EXTRATERRITORIAL),
    "isic": dict.fromkeys(("U", "99", "990", "9900"), EXTRATERRITORIAL),
    "cpa": dict.fromkeys(("U", "99", "99.0", "99.00", "99.00.1", "99.00.10"), EXTRATERRITORIAL),
    "cn": {"98": "complete industrial plant: a customs heading without goods of its own"},
    "hs": dict.fromkeys(("99", "9999", "999999"), "goods not specified by kind"),
    "wiod56": {"c56": EXTRATERRITORIAL},
    "cpv": dict.fromkeys(("98900000", "98910000"), EXTRATERRITORIAL),
}


def _describe(shared: Path, file: str) -> Input:
    title, (publisher, licence) = INPUTS[file]
    return describe_input(shared, file, publisher, title, licence)


def _manifest(source: str, inputs: tuple[Input, ...], output: str) -> Manifest:
    own = source == "cpv"
    return Manifest(
        id=f"{source}-{TARGET}",
        title=f"{SCHEME_TITLES[source]} to the 35 industries of WIOD 2013",
        publisher="Scharnier",
        url="docs/method/concordances.md",
        edition="1",
        licence="CC-BY-4.0",
        attribution="Own work"
        + ("." if own else "; links: " + "; ".join(sorted({one.publisher for one in inputs})) + "."),
        retrieved_on=RETRIEVED_ON,
        output=output,
        sha256="",
        rows=0,
        method="Own proposal by CPV prefix, each with a reason (cpv_wiod35.csv); the longest prefix wins."
        if own
        else "Official links chained, split evenly over finer codes; own review where stated (nace_wiod35_review.csv).",
        confidence="own proposal" if own else "verified links, own proposal where the basis says so",
        inputs=inputs,
        left_out=tuple(f"{code}: {reason}" for code, reason in LEFT_OUT[source].items()),
    )


def _build_one(
    source: str, inputs: tuple[Input, ...], rows: Sequence[Sequence[str]], bases: dict[str, str]
) -> dict[str, bytes]:
    used = sorted({row[2] for row in rows})
    name = f"concordances/{source}-{TARGET}"
    return build_table(_manifest(source, inputs, f"{name}.tsv.gz"), CONCORDANCE_COLUMNS, rows) | {
        file: content
        for file, content in build_table(
            _manifest(source, inputs, f"{name}-bases.tsv.gz"), BASIS_COLUMNS, [(key, bases[key]) for key in used]
        ).items()
        if file.endswith(".gz")
    }


def _build_wiod56(shared: Path) -> dict[str, bytes]:
    """The 56 industries of WIOD 2016 as a code list; their NACE groups stand behind the name."""
    found = links.parse_wiod56(shared / links.WIOD56)
    manifest = Manifest(
        id="wiod56",
        title=SCHEME_TITLES["wiod56"],
        publisher="University of Groningen and the WIOD consortium",
        url="https://www.rug.nl/ggdc/valuechain/wiod/wiod-2016-release",
        edition="2016",
        licence="CC-BY-4.0",
        attribution="World Input-Output Database, 2016 release. CC BY 4.0.",
        retrieved_on=RETRIEVED_ON,
        output="schemes/wiod56.tsv.gz",
        sha256="",
        rows=0,
        method="Codes, NACE Rev. 2 groups and names as published.",
        confidence="secondary",
        inputs=(_describe(shared, links.WIOD56),),
        left_out=("Dutch names",),
    )
    return build_table(
        manifest, COLUMNS, [(code, "", f"{name} ({groups})", "") for code, (groups, name) in found.items()]
    )


def build(shared: Path) -> dict[str, bytes]:
    """All concordances, their bases and manifests by file name; `shared` is the folder with the reference data."""
    official: Official = build_official(shared)
    built = _build_wiod56(shared)
    for source in SOURCES:
        inputs = tuple(_describe(shared, file) for file in RESTS_ON[source])
        if source == "cpv":
            built |= _build_one(source, inputs, *build_cpv())
        else:
            rows = calc_sparse(official.entries[source], by_prefix=source != "wiod56")
            built |= _build_one(source, inputs, rows, official.bases)
    return built


def calc_unmapped(official: Official) -> dict[str, set[str]]:
    """The codes of the official lists no weights were found for; all must be listed under `left_out`."""
    return {
        source: set(load_scheme(source).codes) - entries.keys()
        for source, entries in official.entries.items()
        if source != "wiod56"
    }


if __name__ == "__main__":
    run(build)
