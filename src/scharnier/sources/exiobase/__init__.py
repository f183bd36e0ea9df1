"""EXIOBASE, environmentally extended multi-regional tables; read by `sources.mrio` through pymrio."""
