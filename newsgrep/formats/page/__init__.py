"""The article of a web page: what pages, crawls, feeds and exports of sites share."""
