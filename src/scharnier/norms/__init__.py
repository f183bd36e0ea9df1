"""What is expected: load, find in time, search and check the norms."""
