"""Documents, workbooks and mails of Office, and PDF: a process of its own takes out what they say."""
