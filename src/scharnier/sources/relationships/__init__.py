"""A list of relationships (CSV or XLSX), as records of a dossier."""

from scharnier.sources.relationships.read import Issue, RelationshipList, read_relationships
from scharnier.sources.relationships.update import update_relationships

__all__ = ["Issue", "RelationshipList", "read_relationships", "update_relationships"]
