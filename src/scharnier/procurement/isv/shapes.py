"""The shape of the content the ISV decision reads (`data/procurement`): one model for each table, one for the rule."""

from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from scharnier.kernel.provenance import Confidence
from scharnier.norms.shapes import Day, Filled, Row, Word

Status = Literal["core", "likely", "boundary"]
Level = Literal["high", "medium", "low"]
EvidenceClass = Literal[
    "explicit_isv",
    "hr_due_diligence",
    "labour_standards_chain",
    "coded_hum_right",
    "exclusion_ground_only",
    "false_positive",
    "none",
]
Form = Literal["contract_condition", "award", "selection", "technical_spec", "other", "none"]
Prefix = Annotated[str, Field(pattern=r"^\d{2,8}$")]
Code = Annotated[str, Field(pattern=r"^\d{8}$")]
Language = Literal["nl", "en", "de", "fr", "da", "no", "sv", "multi"]


class CategoryRow(Row):
    """A CPV prefix that puts a purchase in, or keeps it out of, an official category."""

    category: Word
    cpv_prefix: Prefix
    mode: Literal["include", "exclude"]
    status: Status
    map_confidence: Level
    valid_from: date
    valid_to: Day
    nature: Literal["supplies", "services", "works", "any"]
    keyword: str
    rationale: Filled


class CategoryNameRow(Row):
    """An official category: its names, the lists it stands in, and the provision that names it."""

    category: Word
    nl: Filled
    en: Filled
    list_10: Literal["yes", "no"]
    list_8: Filled
    valid_from: date
    provision: Filled
    confidence: Confidence
    source: Filled


class ProductRow(Row):
    """A CPV prefix of a product with a risky chain. Never makes ISV mandatory; `level` is our own assumption."""

    product: Word
    cpv_prefix: Prefix
    level: Level
    themes: str
    origins: Annotated[str, Field(pattern=r"^([A-Z]{2}(;[A-Z]{2})*)?$")]
    origins_confidence: Confidence
    rationale: Filled


class ProductNameRow(Row):
    """The names of a product of the chain layer."""

    product: Word
    nl: Filled
    en: Filled


class BuyerRow(Row):
    """A pattern for names of buyers, and whether they belong to central government."""

    id: Word
    name_nl: Filled
    name_en: Filled
    status: Literal["bound", "uncertain", "not_bound", "international"]
    level: Literal["central", "defence", "subcentral", ""]
    pattern: Filled
    valid_from: Day
    valid_to: Day
    confidence: Confidence
    source: Filled
    note_nl: Filled
    note_en: Filled


class LightRow(Row):
    """A range of CPV codes of services under the light regime, both ends included."""

    cpv_from: Code
    cpv_to: Code
    confidence: Confidence
    source: Filled
    note: Filled


class TermRow(Row):
    """A term that shows, or seems to show, that ISV or something like it is asked."""

    id: Word
    cls: EvidenceClass = Field(alias="class")
    language: Language
    regex: Filled
    strength: Literal["strong", "medium", "weak", "harm", "trap", "code"]
    negative: str
    needs: str
    window: Annotated[int, Field(ge=0, le=1000)]
    confidence: Confidence
    source: Filled
    note: str


class NegationRow(Row):
    """Words that take a term back: searched `window` characters before or after it."""

    language: Language
    place: Literal["before", "after"]
    window: Annotated[int, Field(ge=1, le=400)]
    regex: Filled


class FormRow(Row):
    """What a text is: by the tag of its field, or by words near the term."""

    form: Form
    kind: Literal["tag", "cue"]
    language: str
    regex: Filled


class SentenceRow(Row):
    """A sentence of the decision, with names in braces that are filled in."""

    code: Word
    nl: Filled
    en: Filled


class Words(BaseModel):
    """The same words in Dutch and English."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    nl: Filled
    en: Filled


V = TypeVar("V")


class Assumed(BaseModel, Generic[V]):
    """A value of the rule with how sure it is, where it comes from and why it is so."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    value: V
    mark: Literal["verified", "secondary", "unverified", "own"]
    source: Filled
    why: Words


def _texts(value: object) -> object:
    return [str(item) for item in value] if isinstance(value, list) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
Money = Annotated[float, Field(gt=0)]
Days = Annotated[int, Field(ge=0, le=3660)]
Verdictish = Literal["yes", "no", "uncertain"]


class OldThresholds(BaseModel):
    """Thresholds before the law content begins, in EUR without VAT."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    valid_from: date
    valid_to: date
    central: int
    subcentral: int
    works_concessions: int
    special_sectors: int


class Rule(BaseModel):
    """`rule.yaml`: what the decision assumes. Amounts in EUR without VAT."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: Annotated[str, Field(pattern=r"^isv-rule-\d{4}\.\d{2}(\.\d+)?$")]
    checked_on: date
    category_rule_from: Assumed[date]
    eight_list_from: Assumed[date]
    old_rule_from: Assumed[date]
    governing_day: Assumed[Literal["dispatch", "publication"]]
    publication_follows_dispatch_within_days: Assumed[Days]
    call_before_result_days: Assumed[Days]
    call_before_contract_days: Assumed[Days]
    dummy_at_most_eur: Assumed[Money]
    dummy_below_eur_in_eu_notices: Assumed[Money]
    absurd_from_eur: Assumed[Money]
    presumed_above_forms: Assumed[Texts]
    no_presumption_subtypes: Assumed[Texts]
    presumed_legal_bases: Assumed[Texts]
    no_presumption_without_legal_basis: Assumed[Texts]
    value_order: Assumed[tuple[tuple[str, ...], ...]]
    award_below_is: Assumed[Literal["unknown", "below"]]
    small_lot_supplies_services_below_eur: Assumed[Money]
    small_lot_works_below_eur: Assumed[Money]
    small_lots_share_at_most: Assumed[Annotated[float, Field(ge=0, le=1)]]
    light_regime_reads: Assumed[Literal["main_code", "any_code"]]
    light_regime_subtypes: Assumed[Texts]
    concession_subtypes: Assumed[Texts]
    special_sector_subtypes: Assumed[Texts]
    defence_directive_subtypes: Assumed[Texts]
    defence_directive_is: Assumed[Verdictish]
    defence_goods_outside_annex_iii: Assumed[Texts]
    central_codes: Assumed[Texts]
    international_codes: Assumed[Texts]
    silent_codes: Assumed[Texts]
    central_code_alone_is: Assumed[Literal["bound", "uncertain"]]
    joint_with_bound_is: Assumed[Literal["bound", "uncertain", "not_bound"]]
    advised_statuses: Assumed[Texts]
    advised_levels: Assumed[Texts]
    thresholds_before_2016: Assumed[tuple[OldThresholds, ...]]
