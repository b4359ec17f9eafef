{{! Um endereço a confirmar. Como em en-US: SITE, NAME, LINK, CODE, LIFE. }}Subject: Confirme seu endereço de e-mail para {{SITE}}
Button: Confirmar este endereço

Olá {{NAME}},

alguém, muito provavelmente você, criou uma conta em {{SITE}} com este endereço. Confirme que ele é seu:

{{LINK}}

Ou digite este código nessa página: {{CODE}}

Cada um vale uma vez, dentro de {{LIFE}}. Se não foi você, não é preciso fazer nada.
