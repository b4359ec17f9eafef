{{! An e-mail address is confirmed: where the link of a mail leads to, and for its code. Filled: TITLE, LANG, BASE, CSRF, TENANT (may be empty), TOKEN, EMAIL (as typed before), MIN_LENGTH (of
    passwords). Sections: ALERT, with the one that says why: LINK_DEAD, WEAK_PASSWORD, PASSWORD_REUSED, ADDRESS_TAKEN, FIELD_WRONG,
    TOO_OFTEN {SECONDS}, OTHER {MESSAGE}; ASK and in it BY_LINK (TOKEN is there) or BY_CODE; SENT; DONE. }}{{>HEAD}}<main>
<h1>Confirm your e-mail address</h1>
{{#DONE}}<p role="status">The address is confirmed.</p>
<p><a href="{{BASE}}/login?tenant_id={{TENANT}}">Sign in</a></p>{{/DONE}}
{{#SENT}}<p role="status">If this address waits to be confirmed, a mail is on its way to it.</p>{{/SENT}}
{{#ALERT}}<p class="alert" role="alert">{{#LINK_DEAD}}This link or code does not work: it was used, or it is too old. Ask for a new one.{{/LINK_DEAD}}
{{#WEAK_PASSWORD}}This password is too short or too easy to guess: at least {{MIN_LENGTH}} characters, and none that everybody uses.{{/WEAK_PASSWORD}}
{{#PASSWORD_REUSED}}This password was used before. Choose another one.{{/PASSWORD_REUSED}}
{{#ADDRESS_TAKEN}}Somebody else has this address by now.{{/ADDRESS_TAKEN}}
{{#FIELD_WRONG}}Please look at the fields below.{{/FIELD_WRONG}}
{{#TOO_OFTEN}}Too many attempts. Try again in {{SECONDS}} seconds.{{/TOO_OFTEN}}
{{#OTHER}}{{MESSAGE}}{{/OTHER}}</p>{{/ALERT}}
{{#ASK}}{{#BY_CODE}}<p class="quiet">We sent you a mail. Follow its link, or type its code here.</p>{{/BY_CODE}}
<form method="post" action="{{BASE}}/email/verify">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
{{#BY_LINK}}<input type="hidden" name="token" value="{{TOKEN}}">{{/BY_LINK}}
{{#BY_CODE}}<input type="hidden" name="tenant_id" value="{{TENANT}}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<label for="code">Code <span class="hint">eight letters and digits, in the mail</span></label>
<input id="code" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required>
{{/BY_CODE}}
<button type="submit">Confirm</button>
</form>
{{#BY_CODE}}<form method="post" action="{{BASE}}/email/resend">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
<input type="hidden" name="tenant_id" value="{{TENANT}}">
<label for="again">No mail? E-mail address</label>
<input id="again" name="email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<button type="submit">Send it again</button>
</form>{{/BY_CODE}}{{/ASK}}
</main>
{{>FOOT}}
