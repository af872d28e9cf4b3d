"""What is attached: document, image and rendition models, and the one view that serves them, to whom may see them."""
