"""NACE, ISIC, CPA, CN, HS and WIOD 2016 → the 35 industries, over the official links."""

import csv
from dataclasses import dataclass
from pathlib import Path

from scharnier.codes.concordance import parse_weights
from scharnier.codes.schemes import load_scheme
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.sources.concordances import links
from scharnier.sources.concordances.chain import Entry, Share, calc_even, calc_mean, calc_upward

BASES = {
    "official": "official link NACE Rev. 2 to NACE Rev. 1.1 (Eurostat), whose classes all lie in this industry",
    "split": "official links NACE Rev. 2 to NACE Rev. 1.1 (Eurostat), split evenly over the linked classes",
    "average": "average over the finer codes below, each counting the same",
    "isic": "official link ISIC Rev. 4 to NACE Rev. 2, then as for those NACE classes, each counting the same",
    "activity": "the NACE Rev. 2 class that CPA shares, then as for that class",
    "goods": "average over the goods (CN 2022) this CPA product holds, each counting the same",
    "chain": "official chain CN 2022, CPA 2.1, NACE Rev. 2, NACE Rev. 1.1",
    "both": "official chain leaves several industries open; the direct table HS to ISIC Rev. 3 picks this one",
    "direct": "direct table HS to ISIC Rev. 3 (R package concordance), for want of a link to CPA",
    "cn": "average over the CN 2022 codes of this subheading, each counting the same",
    "groups": "average over the NACE Rev. 2 classes of this industry of WIOD 2016, each counting the same",
}
REVIEW = "own review of official links (own proposal): "
# CPA products that cut across the classes of NACE, and the NACE code whose industries they take.
_CPA_ACROSS = {"03.00": "03", "31.00": "31", "41.00": "41.20", "47.00": "47.19", "47.00.81": "47.30", "72.00": "72"}


@dataclass(frozen=True)
class Official:
    """What the official routes give: entries per list, all bases by key, and for each NACE class the industries its
    official links allow (before our review)."""

    entries: dict[str, dict[str, Entry]]
    bases: dict[str, str]
    allowed: dict[str, Share]


def load_review() -> dict[str, tuple[Share, str]]:
    """Our reviewed NACE classes: the industry meant, and the reason."""
    with content_path("codes/nace_wiod35_review.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["code"]: (calc_even(code for code, _ in parse_weights(row["weights"])), row["reason"]) for row in rows}


def _calc_nace(allowed: dict[str, Share]) -> tuple[dict[str, Entry], dict[str, str]]:
    review, bases = load_review(), dict(BASES)
    classes: dict[str, Entry] = {}
    for code, share in sorted(allowed.items()):
        if code in review:
            chosen, reason = review[code]
            if not chosen.keys() < share.keys():
                raise ContentError(f"the review of NACE {code} chooses what the official links do not leave open")
            bases[f"review {code}"] = REVIEW + reason
            classes[code] = Entry(chosen, f"review {code}")
        else:
            classes[code] = Entry(share, "official" if len(share) == 1 else "split")
    return classes, bases


def build_official(shared: Path) -> Official:
    """Entries for every code of the six official lists; `shared` is the folder with the reference data."""
    divisions = links.calc_divisions()
    old = links.parse_nace11_links(shared / links.NACE11_NACE2)
    allowed = {
        code: calc_even(divisions[one[:2]] for one in sorted(linked) if one[:2] in divisions)
        for code, linked in old.items()
        if any(one[:2] in divisions for one in linked)
    }
    classes, bases = _calc_nace(allowed)
    nace = load_scheme("nace")
    entries = {"nace": calc_upward(nace.parents, classes, "average")}
    order = [
        code for section in "ABCDEFGHIJKLMNOPQRSTU" for code in nace.codes if section in (code, *nace.ancestors(code))
    ]
    to_isic = links.parse_isic_links(shared / links.NACE2_ISIC4, order)
    entries["isic"] = calc_upward(
        load_scheme("isic").parents,
        {
            code: Entry(calc_mean(classes[one].share for one in linked if one in classes), "isic")
            for code, linked in to_isic.items()
            if any(one in classes for one in linked)
        },
        "average",
    )
    entries["cn"], entries["hs"] = _calc_goods(shared, divisions, entries["nace"], allowed)
    entries["cpa"] = _calc_cpa(shared, entries["nace"], entries["cn"])
    entries["wiod56"] = {
        code: Entry(calc_mean(classes[one].share for one in classes if _in_group(one, groups)), "groups")
        for code, (groups, _) in links.parse_wiod56(shared / links.WIOD56).items()
        if any(_in_group(one, groups) for one in classes)
    }
    return Official(entries, bases, allowed)


def _calc_goods(
    shared: Path, divisions: dict[str, str], nace: dict[str, Entry], allowed: dict[str, Share]
) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """CN and HS. The chain over CPA and NACE leads; where it leaves several industries open, the direct table HS to
    ISIC Rev. 3, which knows the good and not only the class, chooses among them."""
    direct = links.parse_hs_isic3(shared / links.HS_ISIC3, divisions)
    to_cpa = links.parse_cn_cpa(shared / links.CN_CPA)
    leaves: dict[str, Entry] = {}
    for code in load_scheme("cn").codes:
        if len(code) != 8:
            continue
        good, cpa = direct.get(code[:6]), to_cpa.get(code)
        if cpa is None:
            if good:
                leaves[code] = Entry({good: calc_even([good])[good]}, "direct")
            continue
        activity = _calc_activity(cpa)
        open_to = {industry for one, share in allowed.items() if one.startswith(activity) for industry in share}
        if good in open_to and len(open_to) > 1:
            leaves[code] = Entry(calc_even([good]), "both")
        else:
            leaves[code] = Entry(nace[activity].share, "chain")
    cn = calc_upward(load_scheme("cn").parents, leaves, "average")
    by_subheading: dict[str, list[Entry]] = {}
    for code, entry in leaves.items():
        by_subheading.setdefault(code[:6], []).append(entry)
    subheadings = {
        code: Entry(calc_mean(entry.share for entry in found), found[0].basis if len(found) == 1 else "cn")
        for code, found in by_subheading.items()
    }
    return cn, calc_upward(load_scheme("hs").parents, subheadings, "average")


def _calc_cpa(shared: Path, nace: dict[str, Entry], cn: dict[str, Entry]) -> dict[str, Entry]:
    """CPA: products with goods under them take the average of those goods, all others the class shared with NACE."""
    goods: dict[str, list[Share]] = {}
    for code, cpa in links.parse_cn_cpa(shared / links.CN_CPA).items():
        goods.setdefault(cpa, []).append(cn[code].share)
    leaves: dict[str, Entry] = {}
    for code in load_scheme("cpa").codes:
        if len(code) != 8:
            continue
        activity = _calc_activity(code)
        if code in goods:
            leaves[code] = Entry(calc_mean(goods[code]), "goods")
        elif activity in nace:
            leaves[code] = Entry(nace[activity].share, "activity")
    return calc_upward(load_scheme("cpa").parents, leaves, "average")


def _calc_activity(cpa: str) -> str:
    """The NACE code whose industries a CPA subcategory takes: the class it begins with, save a few that cut across."""
    return _CPA_ACROSS.get(cpa, _CPA_ACROSS.get(cpa[:5], cpa[:5]))


def _in_group(nace_class: str, groups: str) -> bool:
    """Whether a NACE class lies in groups as WIOD 2016 writes them: `A01`, `C10-C12`, `J59_J60`, `R_S`, `B`."""
    section = next(iter(reversed([*load_scheme("nace").ancestors(nace_class)])))
    for part in groups.split("_"):
        first, _, last = part.partition("-")
        if len(first) == 1 and first == section:
            return True
        if len(first) > 1 and first[0] == section and first[1:] <= nace_class[:2] <= (last or first)[1:]:
            return True
    return False
