{{! The HTML of every message: the paragraphs of its text, a button where the text has the link alone in a line. Filled: SITE,
    TITLE, LANG, COLOR (#rrggbb) of the button, ON_COLOR of its words, SITE_COLOR. Sections: LOGO {LOGO_URL}; PART, once per
    paragraph, with one of TEXT {LINE…}, BUTTON {LINK, LABEL}, CODE_LINE {LINE, CODE}. }}<!doctype html>
<html lang="{{LANG}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{TITLE}}</title></head>
<body style="margin:0;padding:24px 12px;background:#f4f5f7;color:#1c2430;font:16px/1.5 system-ui,'Segoe UI',Roboto,sans-serif">
<div style="max-width:32rem;margin:0 auto;padding:24px;background:#fff;border:1px solid #c9d0da;border-radius:12px">
{{#LOGO}}<img src="{{LOGO_URL}}" alt="" height="40" style="display:block;margin-bottom:16px">{{/LOGO}}
<p style="margin:0 0 16px;font-weight:600;color:{{SITE_COLOR}}">{{SITE}}</p>
{{#PART}}{{#TEXT}}<p style="margin:0 0 16px">{{#LINE}}{{WORDS}} {{/LINE}}</p>{{/TEXT}}
{{#BUTTON}}<p style="margin:0 0 16px"><a href="{{LINK}}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:{{COLOR}};color:{{ON_COLOR}};font-weight:600;text-decoration:none">{{LABEL}}</a></p>{{/BUTTON}}
{{#CODE_LINE}}<p style="margin:0 0 16px">{{WORDS}} <strong style="font:600 20px/1.5 ui-monospace,Consolas,monospace;white-space:nowrap">{{CODE}}</strong></p>{{/CODE_LINE}}{{/PART}}
</div>
</body>
</html>
