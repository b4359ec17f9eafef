# Sourced: starting, watching and ending the stack's processes by their recorded ids.

started_at() { # the kernel's start time of a process: with its id it names one process for ever
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  stat=${stat##*) }
  set -- $stat
  [ "$1" != Z ] || return 1 # dead, and only waiting for somebody to notice
  echo "${20}"
}

alive() { # alive NAME
  local pid born
  { read -r pid born <"$VAR/run/$1.pid"; } 2>/dev/null && [ "$(started_at "$pid")" = "$born" ]
}

start() { # start NAME COMMAND…: in the background as the stack's user, id recorded, words in log/NAME.log
  local name=$1 words=$VAR/log/$1.log
  shift
  [ -e "$words" ] || private_file "$words" </dev/null
  setsid "${as_user[@]}" "$@" </dev/null >>"$words" 2>&1 8>&- &
  echo "$! $(started_at $!)" >"$VAR/run/$name.pid"
}

await() { # await NAME SECONDS COMMAND…: until the command succeeds; fails when the process ends before
  local name=$1 until=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ! alive "$name" || [ $SECONDS -ge $until ]; then
      tail -n 20 "$VAR/log/$name.log" >&2
      fail "$name did not come up; its words stand above and in $VAR/log/$name.log"
    fi
    sleep 0.02
  done
}

gone() { # gone NAME SECONDS: waits for its end; fails when it is still there
  local until=$((SECONDS + $2))
  while alive "$1"; do
    [ $SECONDS -lt $until ] || return 1
    sleep 0.02
  done
}

end() { # end NAME: SIGTERM, ten seconds, SIGKILL
  local pid
  if alive "$1"; then
    read -r pid _ <"$VAR/run/$1.pid"
    kill -TERM "$pid" 2>/dev/null || true
    gone "$1" 10 || kill -KILL "$pid" 2>/dev/null || true
  fi
  rm -f "$VAR/run/$1.pid"
}
