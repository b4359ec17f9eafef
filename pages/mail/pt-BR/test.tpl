{{! O que `doorwardctl mail test` envia. Como em en-US: SITE. }}Subject: Um teste de {{SITE}}

Esta mensagem foi enviada por doorwardctl para ver se o correio chega. Ele chega.
