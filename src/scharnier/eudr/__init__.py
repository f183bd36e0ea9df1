"""The workbench for the EU regulation on deforestation-free products: plots of land and statements."""
