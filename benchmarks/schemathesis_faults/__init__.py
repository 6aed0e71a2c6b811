"""Schemathesis' own command line against every fault of the emulator: which of them it notices by itself."""
