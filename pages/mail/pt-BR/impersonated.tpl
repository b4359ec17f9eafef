{{! A quem tem a conta usada por um administrador. Como em en-US: SITE, NAME, REASON, UNTIL. }}Subject: Sua conta em {{SITE}} está em uso para suporte

Olá {{NAME}},

um administrador usa sua conta em {{SITE}} para suporte, no máximo até {{UNTIL}}.

O motivo informado: {{REASON}}

Se isso não é do seu interesse, pergunte a {{SITE}}.
