"""Settings, addresses, commands that span rooms: the only room that knows all others."""
