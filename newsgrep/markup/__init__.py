"""Parse untrusted XML and HTML, to trees and to paragraphs of plain text."""
