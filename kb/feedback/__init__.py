"""What readers say of a page: whether it helped, and what is wrong with it."""
