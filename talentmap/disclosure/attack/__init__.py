"""The attacker: reads what was written for publication, nothing else, and tries to find out what it may not know."""
