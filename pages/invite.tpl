{{! An invitation: where the link of a mail leads to, and for its code. Filled: TITLE, LANG, BASE, CSRF, TENANT (may be empty), TOKEN, EMAIL (as
    typed before), MIN_LENGTH (of passwords). Sections: ALERT, with the one that says why: LINK_DEAD, WEAK_PASSWORD, ADDRESS_TAKEN,
    FIELD_WRONG, TOO_OFTEN {SECONDS}, OTHER {MESSAGE}; ASK and in it BY_LINK (TOKEN is there) or BY_CODE. }}{{>HEAD}}<main>
<h1>You are invited</h1>
{{#ALERT}}<p class="alert" role="alert">{{#LINK_DEAD}}This invitation does not work: it was used or withdrawn, or it is too old. Ask for a new one.{{/LINK_DEAD}}
{{#WEAK_PASSWORD}}This password is too short or too easy to guess: at least {{MIN_LENGTH}} characters, and none that everybody uses.{{/WEAK_PASSWORD}}
{{#ADDRESS_TAKEN}}This address has an account here already: sign in with it.{{/ADDRESS_TAKEN}}
{{#FIELD_WRONG}}Please look at the fields below.{{/FIELD_WRONG}}
{{#TOO_OFTEN}}Too many attempts. Try again in {{SECONDS}} seconds.{{/TOO_OFTEN}}
{{#OTHER}}{{MESSAGE}}{{/OTHER}}</p>{{/ALERT}}
{{#ASK}}<form method="post" action="{{BASE}}/invites/accept">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
{{#BY_LINK}}<input type="hidden" name="token" value="{{TOKEN}}">{{/BY_LINK}}
{{#BY_CODE}}<input type="hidden" name="tenant_id" value="{{TENANT}}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<label for="code">Code <span class="hint">eight letters and digits, in the mail</span></label>
<input id="code" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required>
{{/BY_CODE}}
<label for="first_name">First name</label>
<input id="first_name" name="first_name" autocomplete="given-name" required>
<label for="last_name">Last name</label>
<input id="last_name" name="last_name" autocomplete="family-name" required>
<label for="password">Password <span class="hint">a long phrase is best: at least {{MIN_LENGTH}} characters, any characters</span></label>
<input id="password" name="password" type="password" autocomplete="new-password" required>
<button type="submit">Accept</button>
</form>
{{#BY_LINK}}<details>
<summary>I have an account at another organization</summary>
<form method="post" action="{{BASE}}/invites/accept">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
<input type="hidden" name="token" value="{{TOKEN}}">
<label for="account_tenant">Organization <span class="hint">its short name</span></label>
<input id="account_tenant" name="account.tenant_id" autocapitalize="none" spellcheck="false" required>
<label for="account_email">E-mail address there</label>
<input id="account_email" name="account.email" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<label for="account_password">Password there</label>
<input id="account_password" name="account.password" type="password" autocomplete="current-password" required>
<button type="submit">Accept with this account</button>
</form>
</details>{{/BY_LINK}}{{/ASK}}
</main>
{{>FOOT}}
