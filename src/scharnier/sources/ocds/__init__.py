"""Releases and records of the Open Contracting Data Standard, with the European profiles."""
