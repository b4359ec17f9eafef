{{! The beginning of every page. Filled: TITLE, BASE (the base path, "/auth"). }}<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="same-origin">
<title>{{TITLE}}</title>
<link rel="stylesheet" href="{{BASE}}/style.css">
</head>
<body>
