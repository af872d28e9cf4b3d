"""What the site costs to run, measured beside things whose cost is known. `make bench` runs all of it (`bench.__main__`)."""
