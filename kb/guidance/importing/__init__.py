"""Bringing in what people have: files become documents, documents become guidance.

- `documents`: what a document is once it is read;
- `outline`: headings into chapters and annexes;
- `markdown`, `html` (with `html_tables`), `plain_text`: one reader for each way of writing;
- `files`: which reader reads which file;
- `identity`: blocks keep their ids when a document comes again;
- `cleaning`: blocks in the form a page keeps.
"""
