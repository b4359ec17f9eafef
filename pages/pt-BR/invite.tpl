{{! Um convite: aonde leva o link da mensagem, e para o código dela. Como pages/invite.tpl. Filled: TITLE, LANG, BASE, CSRF, TENANT (may be empty), TOKEN, EMAIL (as
    typed before), MIN_LENGTH (of passwords). Sections: ALERT, with the one that says why: LINK_DEAD, WEAK_PASSWORD, ADDRESS_TAKEN,
    FIELD_WRONG, TOO_OFTEN {SECONDS}, OTHER {MESSAGE}; ASK and in it BY_LINK (TOKEN is there) or BY_CODE. }}{{>HEAD}}<main>
<h1>Você foi convidado</h1>
{{#ALERT}}<p class="alert" role="alert">{{#LINK_DEAD}}Este convite não funciona: foi usado ou retirado, ou é antigo demais. Peça um novo.{{/LINK_DEAD}}
{{#WEAK_PASSWORD}}Esta senha é curta demais ou fácil de adivinhar: pelo menos {{MIN_LENGTH}} caracteres, e nenhuma que todos usam.{{/WEAK_PASSWORD}}
{{#ADDRESS_TAKEN}}Este endereço já tem uma conta aqui: entre com ela.{{/ADDRESS_TAKEN}}
{{#FIELD_WRONG}}Verifique os campos abaixo.{{/FIELD_WRONG}}
{{#TOO_OFTEN}}Tentativas demais. Tente de novo em {{SECONDS}} segundos.{{/TOO_OFTEN}}
{{#OTHER}}{{MESSAGE}}{{/OTHER}}</p>{{/ALERT}}
{{#ASK}}<form method="post" action="{{BASE}}/invites/accept">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
{{#BY_LINK}}<input type="hidden" name="token" value="{{TOKEN}}">{{/BY_LINK}}
{{#BY_CODE}}<input type="hidden" name="tenant_id" value="{{TENANT}}">
<label for="email">Endereço de e-mail</label>
<input id="email" name="email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<label for="code">Código <span class="hint">oito letras e algarismos, na mensagem</span></label>
<input id="code" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required>
{{/BY_CODE}}
<label for="first_name">Nome</label>
<input id="first_name" name="first_name" autocomplete="given-name" required>
<label for="last_name">Sobrenome</label>
<input id="last_name" name="last_name" autocomplete="family-name" required>
<label for="password">Senha <span class="hint">o melhor é uma frase longa: pelo menos {{MIN_LENGTH}} caracteres, quaisquer</span></label>
<input id="password" name="password" type="password" autocomplete="new-password" required>
<button type="submit">Aceitar</button>
</form>
{{#BY_LINK}}<details>
<summary>Tenho uma conta em outra organização</summary>
<form method="post" action="{{BASE}}/invites/accept">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
<input type="hidden" name="token" value="{{TOKEN}}">
<label for="account_tenant">Organização <span class="hint">o nome curto</span></label>
<input id="account_tenant" name="account.tenant_id" autocapitalize="none" spellcheck="false" required>
<label for="account_email">Endereço de e-mail lá</label>
<input id="account_email" name="account.email" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<label for="account_password">Senha lá</label>
<input id="account_password" name="account.password" type="password" autocomplete="current-password" required>
<button type="submit">Aceitar com esta conta</button>
</form>
</details>{{/BY_LINK}}{{/ASK}}
</main>
{{>FOOT}}
