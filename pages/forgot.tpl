{{! Asks for the address that a new password is for. Filled: TITLE, LANG, BASE, CSRF, TENANT (may be empty), TOKEN, EMAIL (as typed before), MIN_LENGTH (of
    passwords). Sections: ALERT, with the one that says why: LINK_DEAD, WEAK_PASSWORD, PASSWORD_REUSED, ADDRESS_TAKEN, FIELD_WRONG,
    TOO_OFTEN {SECONDS}, OTHER {MESSAGE}; ASK and in it BY_LINK (TOKEN is there) or BY_CODE; SENT; DONE. }}{{>HEAD}}<main>
<h1>Forgotten password</h1>
<p class="quiet">We send you a link that lets you choose a new one.</p>
{{#ALERT}}<p class="alert" role="alert">{{#LINK_DEAD}}This link or code does not work: it was used, or it is too old. Ask for a new one.{{/LINK_DEAD}}
{{#WEAK_PASSWORD}}This password is too short or too easy to guess: at least {{MIN_LENGTH}} characters, and none that everybody uses.{{/WEAK_PASSWORD}}
{{#PASSWORD_REUSED}}This password was used before. Choose another one.{{/PASSWORD_REUSED}}
{{#ADDRESS_TAKEN}}Somebody else has this address by now.{{/ADDRESS_TAKEN}}
{{#FIELD_WRONG}}Please look at the fields below.{{/FIELD_WRONG}}
{{#TOO_OFTEN}}Too many attempts. Try again in {{SECONDS}} seconds.{{/TOO_OFTEN}}
{{#OTHER}}{{MESSAGE}}{{/OTHER}}</p>{{/ALERT}}
<form method="post" action="{{BASE}}/password/forgot">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
<input type="hidden" name="tenant_id" value="{{TENANT}}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<button type="submit">Send the link</button>
</form>
<p><a href="{{BASE}}/login?tenant_id={{TENANT}}">Sign in instead</a></p>
</main>
{{>FOOT}}
