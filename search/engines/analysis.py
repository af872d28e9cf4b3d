"""How text becomes words to match: one description that every engine follows."""

import tantivy

ANALYZER = "english"
LONGEST_WORD = 60


def analyzer() -> tantivy.TextAnalyzer:
    """Lower case, without accents, without stop words, stemmed. Registered anew at every opening of an index."""
    steps = [
        tantivy.Filter.remove_long(LONGEST_WORD),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stopword("english"),
        tantivy.Filter.stemmer("english"),
    ]
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in steps:
        builder = builder.filter(step)
    return builder.build()


def words(text: str) -> list[str]:
    """The distinct words of a text as they are matched, in order."""
    return list(dict.fromkeys(analyzer().analyze(text)))
