"""The Library: look up, walk, travel in time, search, follow links."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.outcome import Outcome, Verdict
from scharnier.norms.alignment_records import Alignment
from scharnier.norms.documents import list_documents
from scharnier.norms.law_records import Check, Event, Gap, Law, Provision
from scharnier.norms.records import Group, Link, Norm, Reference, Relation, Theme
from scharnier.norms.search import Document, Hit, SearchIndex
from scharnier.norms.time_travel import judge_in_force

PRIMARY = "named_in"  # the target's own wording names the theme


@dataclass(frozen=True, eq=False)
class Library:
    """What is expected, under one release. Mappings keep the order of the files."""

    release: str
    norms: Mapping[str, Norm]
    themes: Mapping[str, Theme]
    groups: Mapping[str, Group]
    relations: Mapping[str, Relation]
    links: tuple[Link, ...]
    references: Mapping[str, Reference]
    laws: Mapping[str, Law] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    checks: tuple[Check, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()  # those that belong to no law; the others are in `laws`
    checked_on: date = date.min  # of the release
    licence: str = ""
    attribution: str = ""
    alignments: Mapping[str, Alignment] = field(default_factory=dict)  # by law id
    _children: dict[str, list[Norm]] = field(init=False, repr=False, default_factory=lambda: defaultdict(list))
    _from: dict[str, list[Link]] = field(init=False, repr=False, default_factory=lambda: defaultdict(list))
    _to: dict[str, list[Link]] = field(init=False, repr=False, default_factory=lambda: defaultdict(list))
    _index: list[SearchIndex] = field(init=False, repr=False, default_factory=list)

    def __post_init__(self) -> None:
        for norm in self.norms.values():
            if norm.parent:
                self._children[norm.parent].append(norm)
        for link in self.links:
            self._from[link.source].append(link)
            self._to[link.target].append(link)

    def norm(self, id: str) -> Norm:
        """The norm with this id. Raises `InputProblem` that names the nearest ids."""
        if id not in self.norms:
            look = f"Or look for it: scharnier norms search {id!r}"
            raise InputProblem(f"there is no norm {id!r}.", f"{_nearest(id, self.norms)} {look}")
        return self.norms[id]

    def law(self, name: str) -> Law:
        """The law with this id (`csddd-2024`) or name (`csddd`, in any case). Raises `InputProblem` otherwise."""
        wanted = name.strip().casefold()
        for law in self.laws.values():
            if wanted in (law.id, law.name):
                return law
        known = [law.name for law in self.laws.values()]
        raise InputProblem(f"there is no law {name!r}.", f"Use one of: {', '.join(known)}.")

    def provision(self, id: str) -> Provision:
        """The provision with this id (`csddd-2024:15`). Raises `InputProblem` that names the nearest ids."""
        provisions = self.laws[law].provisions if (law := id.partition(":")[0]) in self.laws else {}
        if id not in provisions:
            raise InputProblem(f"there is no provision {id!r}.", _nearest(id, provisions or self.laws))
        return provisions[id]

    def theme(self, id: str) -> Theme:
        """The theme with this id. Raises `InputProblem` that names the nearest ids, or the one with that name."""
        if id not in self.themes:
            named = [
                t.id
                for t in self.themes.values()
                if id.casefold() in (t.name("nl").casefold(), t.name("en").casefold())
            ]
            near = f"Did you mean {', '.join(named)}?" if named else _nearest(id, self.themes)
            raise InputProblem(f"there is no theme {id!r}.", f"{near} All of them: scharnier norms list --kind theme")
        return self.themes[id]

    def all(self, kind: str | None = None) -> tuple[Norm, ...]:
        """Every norm, or those of a kind. Raises `InputProblem` for a kind that does not exist."""
        if kind is None:
            return tuple(self.norms.values())
        if kind not in self.kinds():
            raise InputProblem(f"there is no kind {kind!r}.", f"Use one of: {', '.join(self.kinds())}.")
        return tuple(norm for norm in self.norms.values() if norm.kind == kind)

    def kinds(self) -> tuple[str, ...]:
        """The kinds of norms, in the order of the files."""
        return tuple(dict.fromkeys(norm.kind for norm in self.norms.values()))

    def children(self, id: str) -> tuple[Norm, ...]:
        """The norms directly below this one."""
        return tuple(self._children.get(self.norm(id).id, ()))

    def in_force(self, id: str, on: date, lang: str = "en") -> Outcome:
        """Whether the norm is in force on a date: met, not met, unknown or not applicable."""
        return judge_in_force(self.norm(id), on, lang)

    def fundamental_conventions(self, on: date) -> tuple[Norm, ...]:
        """The ILO instruments that count as fundamental on a date (ten and a protocol since 10 June 2022)."""
        found = []
        for link in self.links:
            principle_holds = link.valid_from is not None and link.valid_from.last <= on
            if link.relation == "gives_effect_to" and principle_holds:
                found.append(self.norms[link.source])
        return tuple(found)

    def links_from(self, id: str, relation: str | None = None) -> tuple[Link, ...]:
        """The links that start at a norm or theme."""
        return tuple(link for link in self._from.get(id, ()) if relation in (None, link.relation))

    def links_to(self, id: str) -> tuple[Link, ...]:
        """The links that end at a norm."""
        return tuple(self._to.get(id, ()))

    def norms_for_theme(self, theme: str) -> tuple[Link, ...]:
        """What is expected on a theme: links to norms other than the SDGs, in the order of the crosswalk."""
        return tuple(link for link in self.links_from(self.theme(theme).id) if not self._is_sdg(link))

    def sdgs_for_theme(self, theme: str) -> tuple[Link, ...]:
        """The SDG targets a theme touches: those that name it first, then those it supports. May be without primary."""
        links = [link for link in self.links_from(self.theme(theme).id) if self._is_sdg(link)]
        return tuple(sorted(links, key=lambda link: link.relation != PRIMARY))

    def actions_for_involvement(self, kind: str) -> tuple[Link, ...]:
        """What is expected of whom `cause`s, `contribute`s to or is `directly_linked` to a harm: links to actions."""
        return self.links_from(self.norm(f"involvement:{kind}").id)

    def sources(self) -> Mapping[str, Reference]:
        """The register of sources by key."""
        return self.references

    def search(
        self,
        text: str,
        lang: str = "nl",
        on: date | None = None,
        limit: int = 20,
        law: str | None = None,
        kind: str | None = None,
    ) -> tuple[Hit, ...]:
        """Norms and themes about `text`, best first; tolerant of accents, inflection, spelling and language.

        With `on`, provisions are searched in the wording of that day and norms known not to be in force are left out;
        unknown stays in. `law` (name or id) and `kind` leave only that; unknown ones raise `InputProblem`.
        """
        if kind not in (None, "theme"):
            self.all(kind)
        of = self.law(law).id if law else ""
        if not self._index:
            self._index.append(SearchIndex(list_documents(self.themes, self.norms, self.laws, self.names)))

        def keep(document: Document) -> bool:
            return document.holds(on) and (not of or document.law == of) and kind in (None, document.kind)

        hits = self._index[0].search(text, lang, keep)
        kept = (hit for hit in hits if on is None or not self._is_over(hit.id, on))
        return tuple(hit for hit, _ in zip(kept, range(limit), strict=False))

    def _is_over(self, id: str, on: date) -> bool:
        return id in self.norms and self.in_force(id, on).verdict is Verdict.NOT_MET

    def _is_sdg(self, link: Link) -> bool:
        return self.norms[link.target].kind in ("goal", "target")


def _nearest(id: str, known: Mapping[str, object]) -> str:
    from rapidfuzz import process  # here, because only mistakes need it

    near = [match[0] for match in process.extract(id, list(known), limit=3)]
    return f"Did you mean {', '.join(near)}?"
