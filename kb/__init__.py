"""What is known: the centre of excellence. One small Django app per noun."""
