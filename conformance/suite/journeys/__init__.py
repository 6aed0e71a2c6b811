"""Journeys: long random walks through a checkout, held against a small model; each breach with its shortest story."""
