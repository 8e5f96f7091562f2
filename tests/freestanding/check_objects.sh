#!/bin/bash
# check_objects.sh ARCHIVE|OBJECT...
# Fails if object files of the secure element need anything but the element itself and mem*: an
# allocator, exceptions, the C library; or hold what needs start-up code or is shared by elements.
set -euo pipefail

# A function or vtable of namespace tls_se; the four functions that GCC demands of every
# freestanding environment ("Language Standards Supported by GCC"); the x86-64 linker's own table.
allowed='^(_Z(N|NK|TVN)6tls_se.*|memcpy|memmove|memset|memcmp|_GLOBAL_OFFSET_TABLE_)$'
# Exception tables, constructors before main, variables of thread or program.
forbidden='^\.(gcc_except_table|init_array|ctors|tdata|tbss|data|bss)(\..*)?$'
# Constants that hold addresses: read-only once relocated.
constant='^\.data\.rel\.ro'

status=0
for file in "$@"; do
  undefined=$(nm --undefined-only --format=posix "$file" |
    awk -v allowed="$allowed" '
      /:$/ { object = " in " $1; next }
      $1 !~ allowed { print "  needs " $1 object }')
  sections=$(size --format=sysv "$file" |
    awk -v forbidden="$forbidden" -v constant="$constant" '
      $1 ~ forbidden && $1 !~ constant && $2 > 0 { print "  has " $2 " bytes of " $1 }')
  typeinfo=$(nm --defined-only --format=posix "$file" | awk '$1 ~ /^_ZT[IS]/ { print "  has RTTI " $1 }')
  [[ -z $undefined$sections$typeinfo ]] && continue
  echo "$file is not freestanding:"
  printf '%s\n' "$undefined" "$sections" "$typeinfo" | grep . | sort -u
  status=1
done
exit $status
