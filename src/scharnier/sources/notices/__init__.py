"""Notices of public contracts in whatever schema they were published: bytes to one typed notice, and issues."""

from scharnier.sources.notices.read import read_notice

__all__ = ["read_notice"]
