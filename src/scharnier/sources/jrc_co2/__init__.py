"""CO2 emission accounts by industry of the European Commission's Joint Research Centre."""
