{{! Ao endereço atual de uma conta, quando outro foi pedido. Como em en-US: SITE, NAME, EMAIL. }}Subject: Seu endereço de e-mail para {{SITE}} vai mudar

Olá {{NAME}},

alguém que conhece sua senha pediu para mudar o endereço da sua conta em {{SITE}} para {{EMAIL}}. Ele muda assim que esse
endereço for confirmado.

Se não foi você, troque sua senha agora: isso encerra todas as outras sessões.
