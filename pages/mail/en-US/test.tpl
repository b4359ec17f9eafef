{{! What `doorwardctl mail test` sends. Filled: SITE. }}Subject: A test from {{SITE}}

This message was sent by doorwardctl to see whether mail arrives. It does.
