"""Articles as agencies and collections mark them up: SGML, NITF, NewsML, and messages of wires."""
