{{! Signed out. GET asks (state changes only by POST), with ASK; afterwards, with DONE. Filled: TITLE, BASE, CSRF. }}{{>HEAD}}<main>
{{#ASK}}<h1>Sign out?</h1>
<p class="quiet">You will have to sign in again on this device.</p>
<form method="post" action="{{BASE}}/logout">
<input type="hidden" name="csrf_token" value="{{CSRF}}">
<button type="submit">Sign out</button>
</form>{{/ASK}}
{{#DONE}}<h1>Signed out</h1>
<p class="quiet">You can close this page.</p>
<p><a href="{{BASE}}/login">Sign in again</a></p>{{/DONE}}
</main>
{{>FOOT}}
