"""The front page, and the door through which every page of the centre is served."""
