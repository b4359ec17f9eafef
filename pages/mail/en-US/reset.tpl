{{! A forgotten password. Filled: SITE, NAME, LINK, CODE, LIFE. }}Subject: A new password for {{SITE}}
Button: Choose a new password

Hello {{NAME}},

somebody, most likely you, asked for a new password for {{SITE}}. Choose one here:

{{LINK}}

Or type this code on that page: {{CODE}}

Either works once, within {{LIFE}}. If it was not you who asked, nothing needs to be done: your password stays as it is.
