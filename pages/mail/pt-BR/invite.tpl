{{! Um convite. Como em en-US: SITE, LINK, CODE, LIFE. }}Subject: Um convite para {{SITE}}
Button: Aceitar o convite

Olá,

você foi convidado para {{SITE}}. Aceite aqui, com uma senha à sua escolha ou com uma conta que você já tem:

{{LINK}}

Ou digite este código nessa página: {{CODE}}

Cada um vale uma vez, dentro de {{LIFE}}. Se você não conhece {{SITE}}, não é preciso fazer nada: sem você não há conta.
