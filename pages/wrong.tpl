{{! Something is wrong. Filled: TITLE, BASE, HEADLINE, MESSAGE, CODE, CORRELATION_ID. }}{{>HEAD}}<main>
<h1>{{HEADLINE}}</h1>
<p>{{MESSAGE}}</p>
</main>
<footer>{{CODE}} &middot; <code>{{CORRELATION_ID}}</code></footer>
{{>FOOT}}
