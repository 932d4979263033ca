"""The ledger: what is known, what was done to it, and what is left to do."""
