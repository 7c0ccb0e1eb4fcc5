"""What the outside world may rely on, as rules that a row keeps or breaks."""
