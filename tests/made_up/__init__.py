"""Stand-ins for tests: invented content instead of files and rules."""
