"""The fault matrix: every fault of the emulator against the suite, and the clean store again and again."""

from conformance.matrix.keeping import Kept, kept_in, write_kept
from conformance.matrix.page import markdown
from conformance.matrix.running import Asked, run_clean, run_matrix, run_profile
from conformance.matrix.values import Clean, Matrix, Noticed, Row, Share

__all__ = [
    "Asked",
    "Clean",
    "Kept",
    "Matrix",
    "Noticed",
    "Row",
    "Share",
    "kept_in",
    "markdown",
    "run_clean",
    "run_matrix",
    "run_profile",
    "write_kept",
]
