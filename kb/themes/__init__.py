"""The themes everything is filed under: names are data, an address once given keeps working."""
