"""Workforce by country: modelled estimates of the International Labour Organization."""
