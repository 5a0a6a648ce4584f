"""Text to terms: tokenizer, folding, acronyms, stemming and stopwords."""
