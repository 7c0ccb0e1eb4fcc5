"""What this machine has of what hedui needs: each thing looked at by itself, without any network."""
