"""The engine that keeps an index on a server or cluster of OpenSearch."""
