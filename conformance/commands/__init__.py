"""The commands, each imported when it is called for: the emulator starts without the suite that judges it."""
