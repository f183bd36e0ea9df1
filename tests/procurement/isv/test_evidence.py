"""Texts of our own making in seven languages: what shows ISV, what only looks like it, and in which form."""

import pytest

from scharnier.procurement.isv.content import load_isv_content
from scharnier.procurement.isv.evidence import cut_quote, judge_hits, read_text
from scharnier.procurement.notice import Text, TextKind

from .tenders import ask

CONTENT = load_isv_content()
SHOWN = [
    ("Op het contract zijn de Internationale Sociale Voorwaarden van toepassing.", "explicit_isv"),
    ("De ISV gelden; de opdrachtnemer past gepaste zorgvuldigheid toe in de keten.", "explicit_isv"),
    ("The international social conditions apply.", "explicit_isv"),
    ("Opdrachtnemer volgt de OESO-richtlijnen.", "hr_due_diligence"),
    ("Het beleid over ketenverantwoordelijkheid telt mee.", "hr_due_diligence"),
    ("De leverancier doet due diligence naar misstanden in de keten.", "hr_due_diligence"),
    ("Bidders follow the UN Guiding Principles on Business and Human Rights.", "hr_due_diligence"),
    ("Respect voor mensenrechten bij fabrikanten is een eis.", "hr_due_diligence"),
    ("Der Auftragnehmer achtet Menschenrechte in der Lieferkette.", "hr_due_diligence"),
    ("Le titulaire met en œuvre un devoir de vigilance.", "hr_due_diligence"),
    ("Leverandøren skal respektere menneskerettigheder.", "hr_due_diligence"),
    ("Leverandøren skal gjøre aktsomhetsvurderinger.", "hr_due_diligence"),
    ("Leverantören ska följa en uppförandekod för leverantörer.", "hr_due_diligence"),
    ("Die Einhaltung der ILO-Kernarbeitsnormen ist zu erklären.", "labour_standards_chain"),
    ("Naleving van de ILO-conventies door fabrikanten.", "labour_standards_chain"),
    ("respect des conventions fondamentales de l'OIT", "labour_standards_chain"),
    ("certification SA 8000 ou équivalent", "labour_standards_chain"),
    ("In de keten komt geen kinderarbeid voor.", "labour_standards_chain"),
    ("Koffie met een keurmerk als Fairtrade.", "labour_standards_chain"),
    ("Leverantören följer ILO:s kärnkonventioner.", "labour_standards_chain"),
    ("[BT-775] hum-right", "coded_hum_right"),
]
TRAPS = [
    ("Uitsluiting wegens kinderarbeid en andere vormen van mensenhandel.", "exclusion_ground_only"),
    ("child labour and other forms of trafficking in human beings", "exclusion_ground_only"),
    ("Kinderarbeit und andere Formen des Menschenhandels", "exclusion_ground_only"),
    ("travail des enfants et autres formes de traite des êtres humains", "exclusion_ground_only"),
    ("børnearbejde og andre former for menneskehandel", "exclusion_ground_only"),
    ("Ausschluss nach § 22 LkSG", "exclusion_ground_only"),
    ("De ISV (Investeringsbudget Stedelijke Vernieuwing) betaalt mee.", "false_positive"),
    ("Licenties van een ISV (independent software vendor).", "false_positive"),
    ("Koppeling met ISV.", "false_positive"),
    ("Juridische due diligence bij de overname.", "false_positive"),
    ("TUPE applies; carry out your own due diligence.", "false_positive"),
    ("audit – due diligence", "false_positive"),
    ("Social return is 5% van de loonsom.", "false_positive"),
    ("De Wet ketenaansprakelijkheid geldt.", "false_positive"),
    ("Wij hanteren de gedragscode “Publiek Opdrachtgeverschap”.", "false_positive"),
    ("ILO-OSH 2001 of gelijkwaardig", "false_positive"),
    ("Arbejdsklausul i henhold til ILO-konvention nr. 94.", "false_positive"),
    ("Met gepaste zorgvuldigheid omgaan met persoonsgegevens.", "false_positive"),
    ("The Human Rights Act 1998 applies to the authority.", "false_positive"),
    ("Goede arbeidsomstandigheden voor ons personeel.", "none"),
    ("De arbodienst bewaakt het arbeidsomstandighedenbeleid.", "none"),
    ("All staff in the UK are paid the living wage.", "none"),
    ("[BT-775] acc-all; [BT-775] opp", "none"),
    ("Levering van stoelen.", "none"),
]
NEGATED = [
    "De Internationale Sociale Voorwaarden zijn niet van toepassing.",
    "Internationale Sociale Voorwaarden: n.v.t.",
    "Er worden geen Internationale Sociale Voorwaarden gesteld.",
    "The international social conditions do not apply to this contract.",
    "Opdrachtnemer hoeft geen gepaste zorgvuldigheid volgens de OESO-richtlijnen toe te passen.",
    "The supplier shall not be required to conduct human rights due diligence.",
    "Die ILO-Kernarbeitsnormen gelten nicht.",
    "Les conventions fondamentales de l'OIT : sans objet",
    "FN's Global Compact: ikke relevant",
]


def read(text: str, kind: TextKind = "description") -> tuple[str, str, str | None]:
    found = judge_hits(read_text(Text(kind, text, "nl", "x"), CONTENT))
    return found.cls, found.form, found.quote


@pytest.mark.parametrize(("text", "cls"), [*SHOWN, *TRAPS])
def test_what_a_text_shows(text: str, cls: str) -> None:
    found, form, quote = read(text)
    assert found == cls
    assert (quote is None) == (cls == "none")
    assert quote is None or quote in text
    assert (form == "none") == (cls in ("none", "false_positive", "exclusion_ground_only"))


@pytest.mark.parametrize("text", NEGATED)
def test_what_is_taken_back_is_no_evidence(text: str) -> None:
    assert read(text)[0] == "false_positive"


def test_a_negation_in_another_sentence_takes_nothing_back() -> None:
    assert (
        read("De ISV en gepaste zorgvuldigheid in de keten gelden. Borgstelling is niet van toepassing.")[0]
        == "explicit_isv"
    )
    assert read("Niet van toepassing: borgstelling. De OESO-richtlijnen gelden.")[0] == "hr_due_diligence"
    assert read("U hoeft niet zelf te rijden. De OESO-richtlijnen gelden.")[0] == "hr_due_diligence"
    assert read("Bij niet nakomen van de OESO-richtlijnen volgt ontbinding.")[0] == "hr_due_diligence"


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("contract_condition", "contract_condition"),
        ("award", "award"),
        ("selection", "selection"),
        ("technical_spec", "technical_spec"),
        ("description", "other"),
        ("additional", "other"),
    ],
)
def test_the_field_says_the_form(kind: TextKind, form: str) -> None:
    assert read("Volgens de OESO-richtlijnen.", kind)[1] == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("[BT-70] Volgens de OESO-richtlijnen.", "contract_condition"),
        ("[VI.3] Zie bijlage. [III.2.2] Volgens de OESO-richtlijnen.", "contract_condition"),
        ("[BT-540] Volgens de OESO-richtlijnen.", "award"),
        ("[III.1.3] Volgens de OESO-richtlijnen.", "selection"),
        ("Bijzondere uitvoeringsvoorwaarde: de OESO-richtlijnen.", "contract_condition"),
        ("Gunningscriterium 3: de OESO-richtlijnen.", "award"),
        ("Selection criteria: OECD Guidelines.", "selection"),
        ("Technische specificatie: volgens de OESO-richtlijnen.", "technical_spec"),
        ("Besondere Vertragsbedingungen zu den Kernarbeitsnormen", "contract_condition"),
    ],
)
def test_else_a_tag_or_words_say_it(text: str, form: str) -> None:
    assert read(text)[1] == form


def test_the_strongest_counts_and_all_are_kept() -> None:
    text = "Social return. ILO-conventies in de keten. Internationale Sociale Voorwaarden."
    found = judge_hits(read_text(Text("description", text, "nl", "x"), CONTENT))
    assert [hit.cls for hit in found.hits] == ["explicit_isv", "labour_standards_chain", "false_positive"]


def test_coded_objectives() -> None:
    assert ask(codes={"social-objective": ["hum-right", "opp"]}).evidence.cls == "coded_hum_right"
    assert ask(codes={"social-objective": ["acc-all"]}).evidence.cls == "none"
    assert ask(codes=["social.humanRightsInSupplyChain"]).evidence.cls == "coded_hum_right"


def test_a_quote_is_a_sentence_and_never_too_long() -> None:
    body = "Eerste zin. Volgens art. 3 gelden de OESO-richtlijnen voor o.a. kleding. Laatste zin."
    start = body.index("OESO")
    assert cut_quote(body, start, start + 4) == "Volgens art. 3 gelden de OESO-richtlijnen voor o.a. kleding."
    long = "woord " * 500 + "OESO-richtlijnen " + "woord " * 500
    start = long.index("OESO")
    quote = cut_quote(long, start, start + 16)
    assert len(quote) < 450
    assert quote in long
    assert "OESO-richtlijnen" in quote
