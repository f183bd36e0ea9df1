"""Which published names are one body: simple rules without guessing, every step of which a reader can follow.

1. A row of buyers.csv that is one body gathers all its spellings.
2. Else the name without case, accents, punctuation, what is in brackets, departments and the legal form at its end.
3. Two such names are one body where they bear the same identifier and share half of their words.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from scharnier.analytics.monitor.content import MonitorRules
from scharnier.procurement.isv.content import load_isv_content

NAMELESS = "-"
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]?")
_DUMMY = re.compile(r"^(\D*|0*|(\d)\2*|1?2?3?4?5?6?7?8?9?0?)$")


@dataclass(frozen=True, order=True)
class Published:
    """A buyer as notices name it. `row` is the row of buyers.csv that decided; each may be empty."""

    name: str
    identifier: str
    row: str


@dataclass(frozen=True)
class Body:
    """A public body. `how` says what gathered its names: list, name or identifier; `names` are those published."""

    key: str
    nl: str
    en: str
    how: str
    names: tuple[str, ...]
    identifiers: tuple[str, ...]

    def title(self, lang: str) -> str:
        """Its name in `nl` or `en`."""
        return self.nl if lang == "nl" else self.en


def plain_name(name: str, rules: MonitorRules) -> str:
    """The name in lower case without accents, brackets, departments, punctuation and legal form; "" for none."""
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _BRACKETS.sub(" ", text)
    for mark in rules.name_ends.value:
        edge = r"\b" if mark[0].isalnum() else ""
        end = r"(?!\w)" if mark[-1].isalnum() else ""
        text = re.split(rf"{edge}{re.escape(mark)}{end}", text, maxsplit=1)[0] or text
    parts = text.split(",")
    kept = [part for part in parts[1:] if not part.strip().startswith(tuple(rules.name_parts_after_comma.value))]
    text = " ".join([parts[0], *kept])
    for legal in rules.legal_forms.value:
        text = re.sub(rf"(?<!\w){re.escape(legal)}(?!\w)\s*$", " ", text.strip())
    return " ".join(re.findall(r"\w+", text))


def group_buyers(buyers: Mapping[Published, int], rules: MonitorRules) -> dict[Published, Body]:
    """The body of every published buyer; `buyers` counts the notices of each. The order does not matter."""
    listed = {row.id: row for row, _ in load_isv_content().buyers if row.id in rules.one_body_rows.value}
    keys = {
        one: f"row:{one.row}" if one.row in listed else f"name:{plain_name(one.name, rules) or NAMELESS}"
        for one in buyers
    }
    joined = _join_same_id(buyers, keys, rules)
    members: defaultdict[str, list[Published]] = defaultdict(list)
    for one in sorted(buyers):
        members[joined[keys[one]]].append(one)
    found: dict[Published, Body] = {}
    taken: set[str] = set()
    for key in sorted(members):
        group = members[key]
        counts: defaultdict[str, int] = defaultdict(int)
        for one in group:
            counts[one.name] += buyers[one]
        usual = min(counts, key=lambda name: (-counts[name], name))
        row = listed.get(key.removeprefix("row:")) if key.startswith("row:") else None
        how = "list" if row else "identifier" if len({keys[one] for one in group}) > 1 else "name"
        body = Body(
            key=_slug(row.name_nl if row else key.removeprefix("name:"), key, taken),
            nl=row.name_nl if row else usual or NAMELESS,
            en=row.name_en if row else usual or NAMELESS,
            how=how,
            names=tuple(sorted({one.name for one in group if one.name})),
            identifiers=tuple(sorted({one.identifier for one in group if one.identifier})),
        )
        found.update(dict.fromkeys(group, body))
    return found


def _join_same_id(buyers: Iterable[Published], keys: Mapping[Published, str], rules: MonitorRules) -> dict[str, str]:
    """Each key and the key of the body it belongs to: the first in order of those joined."""
    leader = {key: key for key in keys.values()}

    def lead(key: str) -> str:
        while leader[key] != key:
            key = leader[key]
        return key

    by_id: defaultdict[str, set[str]] = defaultdict(set)
    for one in buyers:
        if keys[one].startswith("name:") and len(one.identifier) >= 6 and not _DUMMY.match(one.identifier):
            by_id[one.identifier].add(keys[one])
    for identifier in sorted(by_id):
        same = sorted(by_id[identifier])
        for at, first in enumerate(same):
            for other in same[at + 1 :]:
                if _share(first, other) >= rules.same_id_share.value:
                    low, high = sorted((lead(first), lead(other)))
                    leader[high] = low
    return {key: lead(key) for key in leader}


def _share(first: str, other: str) -> float:
    """The part of their words that two keys share, of all words of both."""
    one, two = set(first[5:].split()), set(other[5:].split())
    return len(one & two) / (len(one | two) or 1)


def _slug(name: str, key: str, taken: set[str]) -> str:
    """A short name for addresses, of plain letters; with part of a fingerprint where two would be the same."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "x"
    if slug in taken:
        slug = f"{slug}-{sha256(key.encode()).hexdigest()[:8]}"
    taken.add(slug)
    return slug
