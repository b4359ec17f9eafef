{{! You may not. Filled: TITLE, BASE, EMAIL (who is signed in; may be empty), CODE, CORRELATION_ID.
    Sections: SIGNED_IN (offers another account). }}{{>HEAD}}<main>
<h1>You may not open this page</h1>
{{#SIGNED_IN}}<p>You are signed in as <strong>{{EMAIL}}</strong>, and this account does not have the right to it.</p>
<p><a href="{{BASE}}/logged-out">Sign in with another account</a></p>{{/SIGNED_IN}}
<p class="quiet">If you should have it, ask whoever runs this site.</p>
</main>
<footer>{{CODE}} &middot; <code>{{CORRELATION_ID}}</code></footer>
{{>FOOT}}
