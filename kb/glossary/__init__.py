"""The words of the programme: explained on a page, and where a text first uses them."""
