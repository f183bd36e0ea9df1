"""What of the Library can be searched: themes, norms, and every wording of every provision."""

from collections.abc import Iterator, Mapping

from scharnier.norms.law_records import Law, Provision
from scharnier.norms.records import Norm, Theme
from scharnier.norms.search import Document

Names = Mapping[str, tuple[str, ...]]


def list_documents(
    themes: Mapping[str, Theme], norms: Mapping[str, Norm], laws: Mapping[str, Law], names: Names
) -> Iterator[Document]:
    """Themes first, then norms; a provision once for each wording that was not a deletion."""
    for theme in themes.values():
        yield Document(theme.id, "theme", theme.title, theme.gist, names.get(theme.id, ()))
    for norm in norms.values():
        law = laws.get(norm.parent or norm.id)
        if law is not None and norm.id in law.provisions:
            yield from _wordings(law.provisions[norm.id], law, names)
        else:
            also = (law.name.replace("_", " "),) if law else ()
            part = norm.id.partition(":")[2] if norm.kind == "article" else ""
            yield Document(
                id=norm.id,
                kind=norm.kind,
                title=norm.title,
                gist=norm.gist,
                names=(*also, *names.get(norm.id, ())),
                law=law.id if law else "",
                part=part,
                confidence=norm.confidence,
            )


def _wordings(provision: Provision, law: Law, names: Names) -> Iterator[Document]:
    law_names = (law.name.replace("_", " "), *names.get(law.id, ()))
    standing = [wording for wording in provision.wordings if not wording.deleted]
    for wording in standing:
        yield Document(
            id=provision.id,
            kind=provision.kind,
            title=provision.title,
            gist=wording.gist,
            names=names.get(provision.id, ()),
            law=law.id,
            law_names=law_names,
            part=provision.id.partition(":")[2],
            valid_from=wording.valid_from,
            valid_to=wording.valid_to,
            latest=wording is standing[-1],
            confidence=wording.confidence,
        )
