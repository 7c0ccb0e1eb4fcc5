"""The night that nobody watches: whether it was in order, and who is told."""
