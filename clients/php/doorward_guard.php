<?php
/**
 * Protects PHP pages where doorward runs as a plain CGI program: asks it before the page runs.
 *
 * php.ini, .user.ini or the pool:  auto_prepend_file = …/doorward_guard.php
 * Set by the web server's own configuration, where no client can write:
 *   DOORWARD_PROGRAM, DOORWARD_CONFIG, DOORWARD_TENANT (required), DOORWARD_REQUIRE, DOORWARD_ACCEPT, DOORWARD_LOG
 * The page then finds REMOTE_USER, DOORWARD_… and CORRELATION_ID in $_SERVER, from doorward alone. Whatever goes wrong, it does
 * not run.
 */
namespace doorward;

/** What doorward is asked: the parameters of a check, as a CGI environment. */
function question(array $server): array
{
    $asked = [
        'GATEWAY_INTERFACE' => 'CGI/1.1',
        'REQUEST_METHOD' => 'GET',
        'SERVER_PROTOCOL' => 'HTTP/1.1',
        'DOORWARD_DOOR' => 'check-forward',
        'DOORWARD_URI' => $server['REQUEST_URI'],
        'DOORWARD_HOST' => $server['HTTP_HOST'] ?? '',
        'DOORWARD_SCHEME' => in_array($server['HTTPS'] ?? '', ['', 'off'], true) ? 'http' : 'https',
        'DOORWARD_METHOD' => $server['REQUEST_METHOD'],
    ];
    $told = ['DOORWARD_CONFIG', 'DOORWARD_TENANT', 'DOORWARD_REQUIRE', 'DOORWARD_ACCEPT', 'REQUEST_URI', 'REMOTE_ADDR',
        'SERVER_NAME', 'SERVER_PORT', 'HTTP_HOST', 'HTTP_COOKIE', 'HTTP_AUTHORIZATION', 'HTTP_X_API_KEY', 'HTTP_ACCEPT',
        'HTTP_SEC_FETCH_MODE', 'HTTP_USER_AGENT', 'HTTP_X_FORWARDED_FOR', 'HTTP_X_CORRELATION_ID', 'HTTP_TRACEPARENT'];
    return $asked + array_filter(array_intersect_key($server, array_flip($told)), 'strlen');
}

/**
 * The file for doorward's own lines: DOORWARD_LOG, else PHP's error_log; null where neither can be written, and PHP's standard
 * error takes them. No pipe: a line is written behind the answer, when the page runs already and nobody reads one.
 */
function log_file(array $server)
{
    foreach ([$server['DOORWARD_LOG'] ?? '', (string) ini_get('error_log')] as $path) {
        if (str_starts_with($path, '/') && $file = @fopen($path, 'a')) {
            return $file;
        }
    }
    return null;
}

/** Status, header lines and body of the answer; 503 when there is none. */
function answer(string $program, array $question, $log): array
{
    $ends = array_filter([['file', '/dev/null', 'r'], ['pipe', 'w'], $log]);
    $process = proc_open([$program], $ends, $pipes, null, $question);
    $text = $process ? (string) stream_get_contents($pipes[1]) : '';
    $parts = preg_split('/\r?\n\r?\n/', $text, 2); // who answers is a child of the program: only the blank line says that all came
    if (!$process || proc_close($process) !== 0 || count($parts) !== 2 || !preg_match('/^Status: *(\d{3})/mi', $parts[0], $found)) {
        return [503, [], ''];
    }
    return [(int) $found[1], preg_split('/\r?\n/', $parts[0]), $parts[1]];
}

/** Takes away what looks like an identity, and what was meant for doorward alone. */
function forget_what_the_client_said(): void
{
    $alike = '/^(?:REDIRECT_)?(?:DOORWARD_.*|REMOTE_USER|AUTH_TYPE|PHP_AUTH_.*|HTTP_(?:X_DOORWARD_.*|(?:X_)?REMOTE_USER' .
        '|X_(?:AUTH|FORWARDED|WEBAUTH)_USER|AUTHORIZATION|X_API_KEY))$/';
    foreach (preg_grep($alike, array_keys($_SERVER)) as $name) {
        unset($_SERVER[$name], $_ENV[$name]);
    }
    foreach (preg_grep('/^(?:__Host-|__Secure-)?doorward_/', array_keys($_COOKIE)) as $name) {
        unset($_COOKIE[$name], $_REQUEST[$name]);
    }
    $others = preg_replace('/(?:^|[;,]\s*)(?:__Host-|__Secure-)?doorward_[a-z]+=[^;,]*/', '', $_SERVER['HTTP_COOKIE'] ?? '');
    $_SERVER['HTTP_COOKIE'] = trim((string) $others, ' ;,');
}

/** The identity of a 204 and the id of its log line, given to the page; false when there is no identity. */
function believe(array $head): bool
{
    foreach ($head as $line) {
        if (preg_match('/^X-Correlation-Id: *(.*)$/i', $line, $field)) {
            $_SERVER['CORRELATION_ID'] = $field[1];
        }
        if (preg_match('/^X-Doorward-([A-Za-z-]+): *(.*)$/i', $line, $field)) {
            $name = strtoupper(strtr($field[1], '-', '_'));
            $_SERVER[$name === 'REMOTE_USER' ? $name : "DOORWARD_$name"] = $field[2];
        }
    }
    return ($_SERVER['DOORWARD_USER'] ?? '') !== '';
}

/** Hands a refusal on to the browser. */
function refuse(int $status, array $head, string $body): never
{
    http_response_code($status);
    $passed = '/^(?:Location|Content-Type|WWW-Authenticate|Cache-Control|Retry-After|Content-Security-Policy|Referrer-Policy' .
        '|Strict-Transport-Security|X-[A-Za-z-]+): /i';
    array_map('header', preg_grep($passed, $head));
    exit($body !== '' ? $body : "doorward: $status\n");
}

[$status, $head, $body] = answer($_SERVER['DOORWARD_PROGRAM'] ?? '', question($_SERVER), log_file($_SERVER));
forget_what_the_client_said();
if ($status !== 204) {
    refuse($status, $head, $body);
}
if (!believe($head)) {
    refuse(503, [], '');
}
unset($status, $head, $body);
