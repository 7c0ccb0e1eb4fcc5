"""Taking in: what lies in the inbox, wherever it is, and what of it is to be read."""
