<?php
// Prints what the gate told this application: REMOTE_USER, every DOORWARD_…, the check's id and every cookie it was given.
header('Content-Type: text/plain; charset=utf-8');
header('Cache-Control: no-store');
$told = array_filter($_SERVER, static fn ($name) => preg_match('/REMOTE_USER|DOORWARD|^CORRELATION_ID$/', $name), ARRAY_FILTER_USE_KEY);
ksort($told);
foreach ($told as $name => $value) {
    echo "$name=$value\n";
}
foreach (explode(';', $_SERVER['HTTP_COOKIE'] ?? '') as $cookie) {
    if (trim($cookie) !== '') {
        echo 'cookie ', trim($cookie), "\n";
    }
}
echo 'request ', $_SERVER['REQUEST_METHOD'], ' ', $_SERVER['REQUEST_URI'], "\n";
echo 'body ', strlen(file_get_contents('php://input')) + array_sum(array_map(static fn ($file) => $file['size'], $_FILES)), " bytes\n";
