# The private stack's DokuWiki: members read, users upload, managers delete, nobody else sees anything.
# <?php exit()?>
*	@ALL	0
*	@member	1
*	@user	8
*	@manager	16
