"""Files made to do harm: to take all memory, all time, to reach outside, or to be read as something they are not."""
