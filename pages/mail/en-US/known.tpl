{{! To somebody who has an account, when one was asked for with the same address. Filled: SITE, NAME. }}Subject: Your account at {{SITE}}

Hello {{NAME}},

somebody, most likely you, asked for an account at {{SITE}} with this address. You have one already: sign in with it, or ask
for a new password.

If it was not you who asked, nothing needs to be done.
