"""Eora26, 190 countries with 26 sectors each; read by `sources.mrio` through pymrio."""
