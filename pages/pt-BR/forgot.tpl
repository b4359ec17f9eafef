{{! Como forgot.tpl. }}{{>HEAD}}<main>
<h1>Senha esquecida</h1>
<p class="quiet">Enviamos um link para você escolher uma nova.</p>
{{#ALERT}}<p class="alert" role="alert">{{#LINK_DEAD}}Este link ou código não vale: já foi usado ou é antigo demais. Peça um novo.{{/LINK_DEAD}}
{{#WEAK_PASSWORD}}Esta senha é curta ou fácil demais: pelo menos {{MIN_LENGTH}} caracteres, e nenhuma que todos usam.{{/WEAK_PASSWORD}}
{{#PASSWORD_REUSED}}Esta senha já foi usada. Escolha outra.{{/PASSWORD_REUSED}}
{{#ADDRESS_TAKEN}}Agora este endereço é de outra pessoa.{{/ADDRESS_TAKEN}}
{{#FIELD_WRONG}}Confira os campos abaixo.{{/FIELD_WRONG}}
{{#TOO_OFTEN}}Tentativas demais. Tente de novo em {{SECONDS}} segundos.{{/TOO_OFTEN}}
{{#OTHER}}{{MESSAGE}}{{/OTHER}}</p>{{/ALERT}}
<form method="post" action="{{BASE}}/password/forgot">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
<input type="hidden" name="tenant_id" value="{{TENANT}}">
<label for="email">Endereço de e-mail</label>
<input id="email" name="email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<button type="submit">Enviar o link</button>
</form>
<p><a href="{{BASE}}/login?tenant_id={{TENANT}}">Entrar</a></p>
</main>
{{>FOOT}}
