"""Schemathesis' own command line over our documents, against the emulator: what it finds, and how deep it gets."""
