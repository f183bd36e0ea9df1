"""European Union: the regulation on deforestation-free products, its country benchmark and its commodities."""
