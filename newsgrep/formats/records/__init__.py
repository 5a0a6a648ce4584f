"""Articles as records of named fields: JSON, tables, workbooks, databases, and exports of posts and chats."""
