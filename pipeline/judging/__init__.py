"""Judging the store: which of its reports are judged anew, by how many processes, and what is kept of it."""
