"""What runs inside a scratch site's own process, with its settings and database: `python -m bench.inside.NAME`.

Each module prints one JSON value as its last line.
"""
