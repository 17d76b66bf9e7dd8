"""Stage 6: what may be shown, and the attacker who tries to find out what may not."""
