{{! The beginning of every page. Filled: TITLE, LANG, BASE (the base path, "/auth"). Sections: COLOR {HEX (of a tenant's buttons,
    1a5fb4)}. }}<!doctype html>
<html lang="{{LANG}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{TITLE}}</title>
<link rel="stylesheet" href="{{BASE}}/style.css{{#COLOR}}?color={{HEX}}{{/COLOR}}">
</head>
<body>
