{{! To the present address of an account, when another one was asked for. Filled: SITE, NAME, EMAIL (the new one). }}Subject: Your e-mail address for {{SITE}} is about to change

Hello {{NAME}},

somebody who knows your password asked to change the address of your account at {{SITE}} to {{EMAIL}}. It will change once
that address is confirmed.

If it was not you, change your password now: that ends every other session.
