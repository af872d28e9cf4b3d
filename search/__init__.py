"""How a thing is found: catalogue, citations, engines, query.

One table row for everything that can be found, whatever the room; other rooms meet here without importing each other.
"""
