"""What hedui knows: metrics, units, words, column heads and checks, as data with a typed loader."""
