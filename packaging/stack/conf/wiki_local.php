<?php
// The private stack's DokuWiki.
$conf['title'] = 'Wiki behind the door';
$conf['savedir'] = '@VAR@/wiki-data';
$conf['useacl'] = 1;
$conf['authtype'] = 'authdoorward';
$conf['superuser'] = '@owner,@admin';
$conf['defaultgroup'] = 'member';
$conf['disableactions'] = 'register,resendpwd,profile,profile_delete';
$conf['updatecheck'] = 0;
$conf['userewrite'] = 0;
$conf['basedir'] = '/wiki/';
