"""OECD Inter-Country Input-Output tables; read by `sources.mrio` through pymrio."""
