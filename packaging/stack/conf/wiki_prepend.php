<?php
// Runs before DokuWiki: where Debian's unpacked parts stand, so that its core needs no change.
define('DOKU_MAIN_CONF', '@VAR@/wiki-conf/');
define('DOKU_CONF', '@VAR@/wiki-conf/');
set_include_path('@PKG@/usr/share/php' . PATH_SEPARATOR . get_include_path());
$GLOBALS['__composer_autoload_files']['decc78cc4436b1292c6c0d151b19445c'] = true; // phpseclib's bootstrap, loaded here
require_once '@PKG@/usr/share/php/phpseclib/bootstrap.php';
require_once '@PKG@/usr/share/php-geshi/geshi.php';
spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'SimplePie')) {
        require '@PKG@/usr/share/php/simplepie/library/' . strtr($class, '_', '/') . '.php';
    } elseif (str_starts_with($class, 'phpseclib\\')) {
        require '@PKG@/usr/share/php/' . strtr($class, '\\', '/') . '.php';
    }
});
