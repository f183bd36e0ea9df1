"""What headers mean: the words of `data/ledger/headers.yaml`, in Dutch and English, and how well a header fits them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import yaml

from scharnier.kernel.content import content_path


@dataclass(frozen=True)
class HeaderRule:
    """A phrase that points to a role. A `*` stands for any letters within a word; strength runs to 100."""

    role: str
    pattern: re.Pattern[str]
    strength: int
    kind: str  # for amounts net, plain or gross; for codes the scheme


@dataclass(frozen=True)
class Veto:
    """A word that rules a role out, unless one of the other words is there too."""

    never: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...] = ()

    def forbids(self, words: str) -> bool:
        return bool(self.never.search(words)) and not any(pattern.search(words) for pattern in self.unless)


@dataclass(frozen=True)
class HeaderFit:
    """How well a header fits a role: strength 0 to 100."""

    role: str
    strength: float
    kind: str


def parse_header(header: str) -> str:
    """A header as plain lower-case words: `NettoBedrag_(EUR)` becomes `netto bedrag eur`."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", header)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() if not text.isascii() else text
    euro = " eur " if "€" in header else " gbp " if "£" in header else " usd " if "$" in header else " "
    return re.sub(r"[^a-z0-9]+", " ", text.lower() + euro).strip()


@cache
def load_header_rules() -> tuple[list[HeaderRule], dict[str, list[Veto]]]:
    """The rules, and per role what rules it out."""
    content = yaml.safe_load(content_path("ledger/headers.yaml").read_text(encoding="utf-8"))
    rules: list[HeaderRule] = []
    vetoes: dict[str, list[Veto]] = {}
    for role, entry in content["roles"].items():
        for group in entry["phrases"]:
            for phrase in group["words"]:
                rules.append(HeaderRule(role, _build_pattern(phrase), group["strength"], group.get("kind", "")))
        vetoes[role] = [Veto(_build_pattern(word)) for word in entry.get("never", [])]
        bound = entry.get("never_unless", {"never": [], "unless": []})
        unless = tuple(_build_pattern(word) for word in bound["unless"])
        vetoes[role] += [Veto(_build_pattern(word), unless) for word in bound["never"]]
    return rules, vetoes


def _build_pattern(phrase: str) -> re.Pattern[str]:
    words = re.escape(phrase).replace(r"\*", "[a-z0-9]*").replace(r"\ ", " ")
    return re.compile(rf"(?:^| ){words}(?= |$)")


@cache
def _load_words() -> tuple[frozenset[str], re.Pattern[str]]:
    """Every whole word of a phrase, and one pattern for the words with a `*`: what a header must have at least."""
    content = yaml.safe_load(content_path("ledger/headers.yaml").read_text(encoding="utf-8"))
    words = {
        word
        for entry in content["roles"].values()
        for group in entry["phrases"]
        for phrase in group["words"]
        for word in phrase.split()
    }
    open_ended = "|".join(
        re.escape(word).replace(r"\*", "[a-z0-9]*") for word in sorted(words) if len(word) > 1 and "*" in word
    )
    return frozenset(word for word in words if "*" not in word), re.compile(rf"(?:^| )(?:{open_ended})(?= |$)")


@lru_cache(maxsize=4096)
def find_roles(header: str) -> tuple[HeaderFit, ...]:
    """The roles a header may have, best first. A phrase counts for more the more of the header it covers."""
    words = parse_header(header)
    plain, open_ended = _load_words()
    if not words or (plain.isdisjoint(words.split()) and not open_ended.search(words)):
        return ()
    rules, vetoes = load_header_rules()
    best: dict[str, HeaderFit] = {}
    for rule in rules:
        match = rule.pattern.search(words)
        if match is None or any(veto.forbids(words) for veto in vetoes[rule.role]):
            continue
        covered = len(match.group().strip()) / len(words)
        strength = rule.strength * (0.7 + 0.3 * covered)
        known = best.get(rule.role)
        # "Bedrag incl. btw" is a gross amount although "bedrag" alone is the stronger word.
        if known and {known.kind, rule.kind} == {"plain", "gross"}:
            if rule.kind == "gross":
                best[rule.role] = HeaderFit(rule.role, strength, "gross")
        elif known is None or strength > known.strength:
            best[rule.role] = HeaderFit(rule.role, strength, rule.kind)
    return tuple(sorted(best.values(), key=lambda fit: -fit.strength))


def is_year(header: str) -> bool:
    """Whether a header is a year, as in tables with a column per year."""
    return bool(re.fullmatch(r"(?:19|20)[0-9]{2}", header.strip()))


def has_known_header(cell: str) -> bool:
    """Whether a cell reads like a header we know; a long sentence does not."""
    return len(cell) <= 80 and any(fit.strength >= 45 for fit in find_roles(cell))
