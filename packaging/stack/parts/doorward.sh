# Sourced: the database made ready, and the master with its two pools.

doorwardctl() { "${as_user[@]}" "$VAR/app/bin/doorwardctl" --config "$VAR/etc/doorward.conf" "$@"; }

prepare_doorward() {
  local step=migrate
  [ -e "$VAR/etc/installed" ] || step=install
  doorwardctl "$step" >>"$VAR/log/doorwardctl.log" 2>&1 || {
    tail -n 20 "$VAR/log/doorwardctl.log" >&2
    fail "doorwardctl $step failed"
  }
  touch "$VAR/etc/installed"
}

start_doorward() {
  start doorward "$VAR/app/bin/doorward" serve --config "$VAR/etc/doorward.conf"
}
