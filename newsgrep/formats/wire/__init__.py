"""Articles as agencies and collections mark them up: SGML, NITF and NewsML-G2."""
