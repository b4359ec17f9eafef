<?php
// Checks our tokens with PHP's openssl_verify, as an old PHP application would: see jose_node.mjs for the input.
declare(strict_types=1);

function bytes(string $text): string
{
    return base64_decode(strtr($text, '-_', '+/'), true);
}
function der(int $tag, string $content): string
{
    $size = strlen($content);
    $head = $size < 128 ? chr($size) : ($size < 256 ? "\x81" . chr($size) : "\x82" . pack('n', $size));
    return chr($tag) . $head . $content;
}
function number(string $bytes): string
{
    $bytes = ltrim($bytes, "\0");
    return der(0x02, $bytes === '' || ord($bytes[0]) > 127 ? "\0" . $bytes : $bytes);
}
/** SubjectPublicKeyInfo of a JWK, as PEM; null for kinds that openssl_verify does not know. */
function pem(array $jwk): ?string
{
    $info = match ($jwk['kty']) {
        'RSA' => der(0x30, hex2bin('300d06092a864886f70d0101010500')
            . der(0x03, "\0" . der(0x30, number(bytes($jwk['n'])) . number(bytes($jwk['e']))))),
        'EC' => hex2bin('3059301306072a8648ce3d020106082a8648ce3d03010703420004') . bytes($jwk['x']) . bytes($jwk['y']),
        default => null,
    };
    return $info === null ? null
        : "-----BEGIN PUBLIC KEY-----\n" . chunk_split(base64_encode($info), 64) . "-----END PUBLIC KEY-----\n";
}
/** Whether the token's signature is good; null: not for openssl_verify. */
function good(string $token, array $keys): ?bool
{
    [$head, $payload, $signature] = explode('.', $token);
    $header = json_decode(bytes($head) ?: '', true);
    $jwk = $keys[$header['kid'] ?? ''] ?? null;
    $pem = $jwk === null ? null : pem($jwk);
    if ($pem === null) {
        return null;
    }
    $raw = bytes($signature);
    if ($jwk['kty'] === 'EC') {
        $raw = der(0x30, number(substr($raw, 0, 32)) . number(substr($raw, 32)));
    }
    return openssl_verify("$head.$payload", $raw, $pem, OPENSSL_ALGO_SHA256) === 1;
}

$given = json_decode(file_get_contents($argv[1]), true, 64, JSON_THROW_ON_ERROR);
$keys = array_column($given['keys'], null, 'kid');
$checked = 0;
foreach ($given['tokens'] as $case) {
    $answer = good($case['token'], $keys);
    $checked += $answer === true ? 1 : 0;
    if ($answer === false || bytes(explode('.', $case['token'])[1]) !== $case['payload']) {
        fwrite(STDERR, "not good: {$case['token']}\n");
        exit(1);
    }
}
foreach ($given['broken'] as $token) {
    if (good($token, $keys) === true) {
        fwrite(STDERR, "good, but should not be: $token\n");
        exit(1);
    }
}
exit($checked >= 2 ? 0 : 1);
