"""Hand-written scenarios: each arranges in words, acts once, and states one rule of the contract."""
