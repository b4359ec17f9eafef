{{! To somebody whose account an administrator uses for support. Filled: SITE, NAME, REASON, UNTIL. }}Subject: Your account at {{SITE}} is used for support

Hello {{NAME}},

an administrator uses your account at {{SITE}} for support, until {{UNTIL}} at the latest.

The reason that was given: {{REASON}}

If this is not in your interest, ask {{SITE}} about it.
