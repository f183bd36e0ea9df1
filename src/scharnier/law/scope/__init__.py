"""Scope rules: one small file a law; facts, a date and the Library go in, an answer comes out."""
