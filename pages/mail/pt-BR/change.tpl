{{! Ao novo endereço de uma conta. Como em en-US: SITE, NAME, LINK, CODE, LIFE. }}Subject: Confirme seu novo endereço de e-mail para {{SITE}}
Button: Confirmar este endereço

Olá {{NAME}},

alguém, muito provavelmente você, quer usar este endereço para uma conta em {{SITE}}. Confirme que ele é seu:

{{LINK}}

Ou digite este código nessa página: {{CODE}}

Cada um vale uma vez, dentro de {{LIFE}}. Até lá vale o endereço anterior. Se não foi você, não é preciso fazer nada.
