{{! Como verify.tpl. }}{{>HEAD}}<main>
<h1>Confirme seu endereço de e-mail</h1>
{{#DONE}}<p role="status">O endereço está confirmado.</p>
<p><a href="{{BASE}}/login?tenant_id={{TENANT}}">Entrar</a></p>{{/DONE}}
{{#SENT}}<p role="status">Se este endereço espera confirmação, um e-mail está a caminho.</p>{{/SENT}}
{{#ALERT}}<p class="alert" role="alert">{{#LINK_DEAD}}Este link ou código não vale: já foi usado ou é antigo demais. Peça um novo.{{/LINK_DEAD}}
{{#WEAK_PASSWORD}}Esta senha é curta ou fácil demais: pelo menos {{MIN_LENGTH}} caracteres, e nenhuma que todos usam.{{/WEAK_PASSWORD}}
{{#PASSWORD_REUSED}}Esta senha já foi usada. Escolha outra.{{/PASSWORD_REUSED}}
{{#ADDRESS_TAKEN}}Agora este endereço é de outra pessoa.{{/ADDRESS_TAKEN}}
{{#FIELD_WRONG}}Confira os campos abaixo.{{/FIELD_WRONG}}
{{#TOO_OFTEN}}Tentativas demais. Tente de novo em {{SECONDS}} segundos.{{/TOO_OFTEN}}
{{#OTHER}}{{MESSAGE}}{{/OTHER}}</p>{{/ALERT}}
{{#ASK}}{{#BY_CODE}}<p class="quiet">Enviamos um e-mail. Siga o link dele ou digite o código aqui.</p>{{/BY_CODE}}
<form method="post" action="{{BASE}}/email/verify">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
{{#BY_LINK}}<input type="hidden" name="token" value="{{TOKEN}}">{{/BY_LINK}}
{{#BY_CODE}}<input type="hidden" name="tenant_id" value="{{TENANT}}">
<label for="email">Endereço de e-mail</label>
<input id="email" name="email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<label for="code">Código <span class="hint">oito letras e números, no e-mail</span></label>
<input id="code" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required>
{{/BY_CODE}}
<button type="submit">Confirmar</button>
</form>
{{#BY_CODE}}<form method="post" action="{{BASE}}/email/resend">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
<input type="hidden" name="tenant_id" value="{{TENANT}}">
<label for="again">Não chegou? Endereço de e-mail</label>
<input id="again" name="email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<button type="submit">Enviar de novo</button>
</form>{{/BY_CODE}}{{/ASK}}
</main>
{{>FOOT}}
