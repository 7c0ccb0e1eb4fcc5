"""The faces: the command line and the review pages."""
