"""Documents, workbooks and mails of Office, EPUB and PDF: a separate process extracts their text."""
