"""The arithmetic of the chain: from single links to weights for every code, broad and fine.

Weights are exact fractions per industry that sum to one, so that nothing is lost on the way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

Share = dict[str, Fraction]


@dataclass(frozen=True)
class Entry:
    """The industries of one code, and the key of the basis they rest on."""

    share: Share
    basis: str


def calc_mean(shares: Iterable[Share]) -> Share:
    """The plain average of shares: each finer code counts the same. Empty for no shares."""
    parts = list(shares)
    mean: Share = {}
    for part in parts:
        for industry, weight in part.items():
            mean[industry] = mean.get(industry, Fraction()) + weight / len(parts)
    return mean


def calc_even(industries: Iterable[str]) -> Share:
    """An even split over links; an industry that is linked twice counts twice."""
    return calc_mean({industry: Fraction(1)} for industry in industries)


def calc_upward(parents: Mapping[str, str], leaves: Mapping[str, Entry], basis: str) -> dict[str, Entry]:
    """Weights for every code: a code with an entry of its own keeps it, a broader code gets the average of the finest
    mapped codes below it. Codes below which nothing is mapped are absent."""
    below: dict[str, list[Share]] = {}
    for code, entry in leaves.items():
        broader = parents.get(code, "")
        while broader:
            below.setdefault(broader, []).append(entry.share)
            broader = parents[broader]
    entries = dict(leaves)
    for code, shares in below.items():
        if code not in entries:
            distinct = {tuple(sorted(share.items())) for share in shares}
            entries[code] = Entry(dict(distinct.pop()) if len(distinct) == 1 else calc_mean(shares), basis)
    return {code: entries[code] for code in parents if code in entries}


def render_share(share: Share) -> str:
    """`c3:2 c1:1`: whole counts in the proportion of the weights, largest first; a single industry without a count."""
    if len(share) == 1:
        return next(iter(share))
    common = lcm(*(weight.denominator for weight in share.values()))
    counts = {industry: int(weight * common) for industry, weight in share.items()}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], int(item[0][1:])))
    return " ".join(f"{industry}:{count}" for industry, count in ordered)


def calc_sparse(entries: Mapping[str, Entry], by_prefix: bool = True) -> list[tuple[str, str, str]]:
    """The rows that ship: a code in digits is dropped where the longest shipped code it begins with says the same."""
    kept: dict[str, tuple[str, str]] = {}
    for code in sorted(entries, key=lambda code: (len(code), code)):
        row = (render_share(entries[code].share), entries[code].basis)
        if by_prefix and code[0].isdigit():
            above = next((kept[code[:n]] for n in range(len(code) - 1, 1, -1) if code[:n] in kept), None)
            if above == row:
                continue
        kept[code] = row
    return [(code, *kept[code]) for code in sorted(kept)]
