"""Bytes to text: names of encodings, the detection of them, what pages declare, and broken bytes."""
