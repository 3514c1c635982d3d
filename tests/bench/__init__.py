"""How fast questions are answered and data are read, as ratios within one run: `make bench`."""
