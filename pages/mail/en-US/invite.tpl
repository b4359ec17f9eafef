{{! An invitation. Filled: SITE, LINK, CODE, LIFE. }}Subject: You are invited to {{SITE}}
Button: Accept the invitation

Hello,

you are invited to {{SITE}}. Accept here, with a password of your choice or with an account that you have already:

{{LINK}}

Or type this code on that page: {{CODE}}

Either works once, within {{LIFE}}. If you do not know {{SITE}}, nothing needs to be done: without you there is no account.
