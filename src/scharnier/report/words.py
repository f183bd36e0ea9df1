"""How the things of an assessment are called in the report: places, sectors, risks, levels, sources."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from scharnier.analytics.assessment import Assessment, Risk
from scharnier.codes.countries import load_countries
from scharnier.report.formats import Formats
from scharnier.report.texts import Texts, load_texts
from scharnier.risk.evidence import render_place

NAMED = 4  # products by name with a risk


@dataclass(frozen=True)
class Wording:
    """One assessment, its texts and its way of writing figures."""

    assessment: Assessment
    t: Texts
    f: Formats

    def place(self, code: str) -> str:
        """The name of a country or group in running text; the code itself where the assessment has no name for it."""
        return self.assessment.places.get(code, code)

    def place_within(self, code: str) -> str:
        """The name within a sentence, with its article where it has one: 'the Netherlands'."""
        return render_place(code, self.t.lang) if code in load_countries() else self.place(code)

    def place_head(self, code: str) -> str:
        """The name with a capital, for a cell or a label: 'The rest of the world'."""
        name = self.place(code)
        return name[:1].upper() + name[1:]

    def sector(self, code: str) -> str:
        """The name of an industry."""
        return self.assessment.sectors.get(code, code)

    def theme(self, code: str) -> str:
        """The name of a theme."""
        return self.assessment.themes.get(code, code)

    def product(self, code: str) -> str:
        """The name of a product."""
        return self.assessment.products.get(code, code)

    def where(self, risk: Risk) -> str:
        """The place of harm: industry and country."""
        return f"{self.sector(risk.origin.sector)}, {self.place(risk.origin.country)}"

    def via(self, risk: Risk) -> str:
        """What was bought that leads there, at most four by name; empty where no product is known."""
        names = [_small(self.product(code)) for code in risk.products]
        if not names:
            return ""
        more = len(names) - NAMED
        listed = f"{', '.join(names[:NAMED])} {self.counted('others', more)}" if more > 0 else self.join(names)
        return self.t("via", names=listed)

    def label(self, risk: Risk) -> str:
        """Rank, theme and place of harm in one line."""
        return f"{risk.rank}. {self.theme(risk.theme)}: {self.where(risk)}"

    @property
    def title(self) -> str:
        """The name of the file as people would say it; what it stands for is not guessed."""
        name = humanise(self.assessment.input.file)
        return name if any(letter.isalpha() for letter in name) else f"{self.t('meta_file')} {name}".strip()

    def level(self, level: int) -> str:
        """The word for a level of 1 to 5."""
        return self.t(f"level_{level}")

    def join(self, parts: Sequence[str]) -> str:
        """A, B and C."""
        last = " en " if self.t.lang == "nl" else " and "
        return last.join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)

    def role(self, role: str) -> str:
        """What a column of the ledger stands for."""
        key = f"role_{role}"
        return self.t(key) if key in self.t.words else role

    def counted(self, key: str, n: int) -> str:
        """'1 line', '1,204 lines'."""
        return self.t.count(key, n, self.f.number(n))

    def evidence_year(self, ident: str) -> str:
        """The publisher and year a piece of evidence comes from."""
        evidence = self.assessment.evidence[ident]
        dataset = self.assessment.datasets.get(evidence.dataset)
        return f"{dataset.publisher if dataset else evidence.dataset}, {evidence.year}"


def load_wording(assessment: Assessment) -> Wording:
    """The wording in the language and currency of the assessment."""
    lang = assessment.settings.lang
    return Wording(assessment, load_texts(lang), Formats(lang, assessment.input.currency))


_NAMED_AFTER = re.compile(r"\b((?:gemeente|provincie|waterschap|stichting) )([a-z])(?=[a-z]{2})", re.IGNORECASE)
"""After these words comes a name, which has a capital."""


def humanise(file: str) -> str:
    """gemeente-voorbeelddam-2025.csv → Gemeente Voorbeelddam 2025; hyphens between digits stay (2020-05)."""
    words = re.sub(r"_+|(?<!\d)-+|-+(?!\d)", " ", PurePath(file).stem)
    text = _NAMED_AFTER.sub(lambda found: found[1] + found[2].upper(), " ".join(words.split()))
    return text[:1].upper() + text[1:]


def _small(name: str) -> str:
    """A name within a sentence: 'computers' and 'ijzer', but 'ICT-diensten'."""
    if name.startswith("IJ"):
        return "ij" + name[2:]
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
