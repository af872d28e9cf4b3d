"""What stands around every page: name, colours, notice, read-only mode, and the pages named at the foot."""
