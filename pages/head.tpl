{{! The beginning of every page. Filled: TITLE, LANG, BASE (the base path, "/auth"). Sections: COLOR {HEX (of
    buttons, 1a5fb4)}, LOGO {LOGO_URL}, BRAND {BRAND_NAME}. }}<!doctype html>
<html lang="{{LANG}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{TITLE}}</title>
<link rel="stylesheet" href="{{BASE}}/style.css{{#COLOR}}?color={{HEX}}{{/COLOR}}">
</head>
<body>
{{#LOGO}}<img class="logo" src="{{LOGO_URL}}" alt="">{{/LOGO}}{{#BRAND}}<p class="brand">{{BRAND_NAME}}</p>{{/BRAND}}
