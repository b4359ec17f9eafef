{{! Como reset.tpl. }}{{>HEAD}}<main>
<h1>Nova senha</h1>
{{#DONE}}<p role="status">Sua senha foi trocada, e todas as sessões foram encerradas.</p>
<p><a href="{{BASE}}/login?tenant_id={{TENANT}}">Entrar</a></p>{{/DONE}}
{{#SENT}}<p role="status">Se este endereço tem uma conta, um e-mail está a caminho. Siga o link dele ou digite o código aqui.</p>{{/SENT}}
{{#ALERT}}<p class="alert" role="alert">{{#LINK_DEAD}}Este link ou código não vale: já foi usado ou é antigo demais. Peça um novo.{{/LINK_DEAD}}
{{#WEAK_PASSWORD}}Esta senha é curta ou fácil demais: pelo menos {{MIN_LENGTH}} caracteres, e nenhuma que todos usam.{{/WEAK_PASSWORD}}
{{#PASSWORD_REUSED}}Esta senha já foi usada. Escolha outra.{{/PASSWORD_REUSED}}
{{#ADDRESS_TAKEN}}Agora este endereço é de outra pessoa.{{/ADDRESS_TAKEN}}
{{#FIELD_WRONG}}Confira os campos abaixo.{{/FIELD_WRONG}}
{{#TOO_OFTEN}}Tentativas demais. Tente de novo em {{SECONDS}} segundos.{{/TOO_OFTEN}}
{{#OTHER}}{{MESSAGE}}{{/OTHER}}</p>{{/ALERT}}
{{#ASK}}<form method="post" action="{{BASE}}/password/reset">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
{{#BY_LINK}}<input type="hidden" name="token" value="{{TOKEN}}">{{/BY_LINK}}
{{#BY_CODE}}<input type="hidden" name="tenant_id" value="{{TENANT}}">
<label for="email">Endereço de e-mail</label>
<input id="email" name="email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<label for="code">Código <span class="hint">oito letras e números, no e-mail</span></label>
<input id="code" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required>
{{/BY_CODE}}
<label for="new_password">Nova senha <span class="hint">uma frase longa é melhor: pelo menos {{MIN_LENGTH}} caracteres, quaisquer</span></label>
<input id="new_password" name="new_password" type="password" autocomplete="new-password" required>
<button type="submit">Trocar a senha</button>
</form>
<p><a href="{{BASE}}/password/forgot?tenant_id={{TENANT}}">Pedir um novo link</a></p>{{/ASK}}
</main>
{{>FOOT}}
