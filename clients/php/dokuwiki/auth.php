<?php
/**
 * DokuWiki authentication by doorward: whoever the web server let in (REMOTE_USER, DOORWARD_…) is signed in here.
 *
 * conf/local.php:  $conf['useacl'] = 1; $conf['authtype'] = 'authdoorward'; $conf['superuser'] = '@owner,@admin';
 * Groups are the role and the permissions; everybody is in the wiki's default group too.
 */
use dokuwiki\Extension\AuthPlugin;

class auth_plugin_authdoorward extends AuthPlugin
{
    public function __construct()
    {
        parent::__construct();
        $this->cando['external'] = true;
        $this->cando['logout'] = false; // the door has its own way out
        $this->success = true;
    }

    /** Signs in whom the web server names; nobody else ever. */
    public function trustExternal($user, $pass, $sticky = false)
    {
        global $USERINFO, $INPUT;
        $told = $this->told($INPUT->server->str('REMOTE_USER'));
        if ($told === null) {
            $INPUT->server->remove('REMOTE_USER');
            return false;
        }
        $USERINFO = $told;
        $_SESSION[DOKU_COOKIE]['auth'] = ['user' => $INPUT->server->str('REMOTE_USER'), 'info' => $told];
        return true;
    }

    /** Name, address and groups of the visitor; of other names only that they are unknown here. */
    public function getUserData($user, $requireGroups = true)
    {
        global $INPUT;
        return $user === $INPUT->server->str('REMOTE_USER') ? ($this->told($user) ?? false) : false;
    }

    private function told(string $user): ?array
    {
        global $conf, $INPUT;
        if ($user === '' || $INPUT->server->str('DOORWARD_USER') === '') {
            return null;
        }
        $groups = preg_split('/[\s,]+/', $INPUT->server->str('DOORWARD_PERMISSIONS'), -1, PREG_SPLIT_NO_EMPTY);
        return [
            'name' => $INPUT->server->str('DOORWARD_NAME') ?: $user,
            'mail' => $INPUT->server->str('DOORWARD_EMAIL'),
            'grps' => array_values(array_unique(
                array_merge([$conf['defaultgroup'], $INPUT->server->str('DOORWARD_ROLE')], $groups))),
        ];
    }
}
