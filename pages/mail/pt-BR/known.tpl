{{! A quem já tem uma conta, quando outra foi pedida com o mesmo endereço. Como em en-US: SITE, NAME. }}Subject: Sua conta em {{SITE}}

Olá {{NAME}},

alguém, muito provavelmente você, pediu uma conta em {{SITE}} com este endereço. Você já tem uma: entre com ela, ou peça uma
nova senha.

Se não foi você quem pediu, não é preciso fazer nada.
