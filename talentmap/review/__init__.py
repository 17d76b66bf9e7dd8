"""What people decided where the machine could not: a ledger that is only ever added to."""
