"""What happens to a page once it is published: changes with their notes, withdrawal, review; and who is told."""
