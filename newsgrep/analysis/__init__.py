"""Text to terms: tokenizer, folding, stemming and stopwords."""
