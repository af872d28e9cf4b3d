"""Who is here: accounts, organisations and places, roles, and audiences - the one answer to "who may see this?"."""
