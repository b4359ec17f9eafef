{{! An address to be verified. Filled: SITE, NAME, LINK, CODE, LIFE. }}Subject: Confirm your e-mail address for {{SITE}}
Button: Confirm this address

Hello {{NAME}},

somebody, most likely you, made an account at {{SITE}} with this address. Confirm that it is yours:

{{LINK}}

Or type this code on that page: {{CODE}}

Either works once, within {{LIFE}}. If it was not you, nothing needs to be done.
