{{! Sign up an organization with its owner. Filled: TITLE, BASE, CSRF, and as typed before: NAME, SLUG, FIRST_NAME,
    LAST_NAME, EMAIL. Sections: ALERT {MESSAGE}; per field NAME_WRONG, SLUG_WRONG, EMAIL_WRONG, PASSWORD_WRONG,
    FIRST_NAME_WRONG, LAST_NAME_WRONG {MESSAGE}. MIN_LENGTH: of passwords. }}{{>HEAD}}<main>
<h1>New organization</h1>
<p class="quiet">You will be its owner.</p>
{{#ALERT}}<p class="alert" role="alert">{{MESSAGE}}</p>{{/ALERT}}
<form method="post" action="{{BASE}}/signup">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
<label for="name">Organization</label>
<input id="name" name="organization.name" value="{{NAME}}" autocomplete="organization" maxlength="200" required>
{{#NAME_WRONG}}<span class="field-error" role="alert">{{MESSAGE}}</span>{{/NAME_WRONG}}
<label for="slug">Short name <span class="hint">3 to 63 small letters, digits and hyphens; part of addresses</span></label>
<input id="slug" name="organization.slug" value="{{SLUG}}" autocapitalize="none" spellcheck="false" pattern="[a-z0-9]+(-[a-z0-9]+)*" minlength="3" maxlength="63" required>
{{#SLUG_WRONG}}<span class="field-error" role="alert">{{MESSAGE}}</span>{{/SLUG_WRONG}}
<label for="first_name">First name</label>
<input id="first_name" name="user.first_name" value="{{FIRST_NAME}}" autocomplete="given-name" maxlength="100" required>
{{#FIRST_NAME_WRONG}}<span class="field-error" role="alert">{{MESSAGE}}</span>{{/FIRST_NAME_WRONG}}
<label for="last_name">Last name</label>
<input id="last_name" name="user.last_name" value="{{LAST_NAME}}" autocomplete="family-name" maxlength="100" required>
{{#LAST_NAME_WRONG}}<span class="field-error" role="alert">{{MESSAGE}}</span>{{/LAST_NAME_WRONG}}
<label for="email">E-mail address</label>
<input id="email" name="user.email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required>
{{#EMAIL_WRONG}}<span class="field-error" role="alert">{{MESSAGE}}</span>{{/EMAIL_WRONG}}
<label for="password">Password <span class="hint">a long phrase is best: at least {{MIN_LENGTH}} characters, any characters</span></label>
<input id="password" name="user.password" type="password" autocomplete="new-password" required>
{{#PASSWORD_WRONG}}<span class="field-error" role="alert">{{MESSAGE}}</span>{{/PASSWORD_WRONG}}
<button type="submit">Sign up</button>
</form>
<p><a href="{{BASE}}/login">Sign in instead</a></p>
</main>
{{>FOOT}}
