"""Root of the test tree: the plugin itself comes in by its entry point."""
