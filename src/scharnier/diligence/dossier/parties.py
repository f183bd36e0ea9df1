"""Who and where: the organisation and its group, business relationships as a graph, sites, and people by name."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scharnier.diligence.dossier.base import Count, Country, Day, Id, Ids, Line, Lines, Record, Shape, Share

LEI = r"^[A-Z0-9]{18}[0-9]{2}$"
KVK = r"^[0-9]{8}$"
OS_ID = r"^[A-Z]{2}[0-9]{7}[A-Z0-9]{6}$"
Lei = Annotated[str, StringConstraints(pattern=LEI)]
Kvk = Annotated[str, StringConstraints(pattern=KVK)]
OsId = Annotated[str, StringConstraints(pattern=OS_ID)]
RelationKind = Literal[
    "supplier", "customer", "contractor", "investee", "borrower", "franchisee", "joint_venture", "agent", "authority",
    "other",
]  # fmt: skip


class Identifiers(Shape):
    """Names that others know it by: LEI (ISO 17442), KvK number, OS ID (Open Supply Hub), and one of your own."""

    lei: Lei | None = None
    kvk: Kvk | None = None
    os_id: OsId | None = None
    own: Line | None = None


class Owner(Shape):
    """An organisation of the dossier that owns (a share of) this one."""

    organisation: Id
    share: Share | None = None


class Organisation(Record):
    """`organisations`: the organisation whose dossier it is (named in `dossier.yaml`) and its group.

    `owners` are other organisations here; ownership in a circle is refused.
    """

    name: Line
    country: Country | None = None
    identifiers: Identifiers = Identifiers()
    founded_on: Day | None = None
    employees: Count | None = None
    sectors: Lines = ()
    owners: Annotated[tuple[Owner, ...], Field(strict=False)] = ()


class Relationship(Record):
    """`relationships`: a party in the value chain. `to` are the relationships it supplies, finances or works for;
    empty: the organisation itself. `tier` counts links from the organisation (1: direct); left out it is counted.

    For leverage: `share_of_their_sales` is how much of what they sell goes to the organisation, `other_buyers` how
    many others buy from them, `agreements` sector agreements or initiatives in which both take part.
    """

    name: Line
    kind: RelationKind
    country: Country | None = None
    to: Ids = ()
    tier: Annotated[int | None, Field(ge=1, le=20)] = None
    identifiers: Identifiers = Identifiers()
    products: Lines = ()
    yearly_eur: Annotated[float | None, Field(ge=0)] = None
    employees: Count | None = None
    since: Day | None = None
    until: Day | None = None
    share_of_their_sales: Share | None = None
    other_buyers: Count | None = None
    agreements: Lines = ()


class Site(Record):
    """`sites`: a place where work is done, of a relationship or of an organisation of the group."""

    name: Line
    country: Country
    region: Line | None = None
    relationship: Id | None = None
    organisation: Id | None = None
    os_id: OsId | None = None
    activities: Lines = ()
    workers: Count | None = None


class Person(Record):
    """`persons`: the only kind with personal data: remove its file and the rest still stands.

    Other records name people by a function ("head of purchasing"), or by the id of a person here.
    """

    name: Line
    role: Line | None = None
    contact: Line | None = None
