"""The faces of the store: HTTP in and out."""
