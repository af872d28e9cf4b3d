"""How text is made safe: policies, Markdown, plain text. A leaf: no models, no other room is imported here.

Everything that people write passes through this room once, on its way in, and what comes out is marked safe here and
nowhere else in the tree. Start with `rendered.py` (what models store), then `sanitise.py` (the one door to bleach).
"""
