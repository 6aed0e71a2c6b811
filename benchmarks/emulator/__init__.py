"""What the live emulator bears: speed, growth, start-up, and what kills it."""
