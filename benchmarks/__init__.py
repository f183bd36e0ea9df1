"""Speed, as ratios from one run: `make bench`. No module here is a test."""
