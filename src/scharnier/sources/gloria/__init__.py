"""GLORIA, the Global Resource Input-Output Assessment; read by `sources.mrio` through pymrio."""
