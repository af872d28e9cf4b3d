"""Guidance: central advice in chapters and lettered annexes."""
