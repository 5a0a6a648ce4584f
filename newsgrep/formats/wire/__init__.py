"""Articles in the formats of agencies and collections: SGML, NITF, NewsML, and wire messages."""
