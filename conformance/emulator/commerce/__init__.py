"""The domain of the emulated store: values and pure rules. Knows no HTTP and no storage."""
