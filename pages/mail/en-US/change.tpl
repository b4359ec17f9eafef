{{! To the new address of an account. Filled: SITE, NAME, LINK, CODE, LIFE. }}Subject: Confirm your new e-mail address for {{SITE}}
Button: Confirm this address

Hello {{NAME}},

somebody, most likely you, wants to use this address for an account at {{SITE}}. Confirm that it is yours:

{{LINK}}

Or type this code on that page: {{CODE}}

Either works once, within {{LIFE}}. Until then the former address stays. If it was not you, nothing needs to be done.
