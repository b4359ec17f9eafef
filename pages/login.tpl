{{! Sign in. Filled: TITLE, BASE, SITE (the tenant's name), EMAIL (as typed before), RETURN_TO (signed, may be empty),
    TENANT (slug, may be empty), CSRF. Sections: SITE_LINE (SITE is known), ALERT {MESSAGE}, UNVERIFIED (the address waits to be
    confirmed), FORGOT (mail leaves), SIGNUP (organizations may be made),
    NOTE {MESSAGE} (a quiet line, as after signing out). }}{{>HEAD}}<main>
<h1>Sign in</h1>
{{#SITE_LINE}}<p class="quiet">to {{SITE}}</p>{{/SITE_LINE}}
{{#NOTE}}<p role="status">{{MESSAGE}}</p>{{/NOTE}}
{{#ALERT}}<p class="alert" role="alert">{{MESSAGE}}</p>{{/ALERT}}
{{#UNVERIFIED}}<p><a href="{{BASE}}/email/verify?tenant_id={{TENANT}}">Confirm the address</a></p>{{/UNVERIFIED}}
<form method="post" action="{{BASE}}/login">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
<input type="hidden" name="return_to" value="{{RETURN_TO}}">
<input type="hidden" name="tenant_id" value="{{TENANT}}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Sign in</button>
</form>
{{#FORGOT}}<p><a href="{{BASE}}/password/forgot?tenant_id={{TENANT}}">Forgot your password?</a></p>{{/FORGOT}}
{{#SIGNUP}}<p><a href="{{BASE}}/signup">Make a new organization</a></p>{{/SIGNUP}}
</main>
{{>FOOT}}
