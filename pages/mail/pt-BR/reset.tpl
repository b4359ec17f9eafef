{{! Senha esquecida. Como em en-US: SITE, NAME, LINK, CODE, LIFE. }}Subject: Uma nova senha para {{SITE}}
Button: Escolher uma nova senha

Olá {{NAME}},

alguém, muito provavelmente você, pediu uma nova senha para {{SITE}}. Escolha-a aqui:

{{LINK}}

Ou digite este código nessa página: {{CODE}}

Cada um vale uma vez, dentro de {{LIFE}}. Se não foi você quem pediu, não é preciso fazer nada: sua senha continua a mesma.
