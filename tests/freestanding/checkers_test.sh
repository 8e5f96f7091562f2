#!/bin/bash
# checkers_test.sh COMPILER
# Each checker of this folder must refuse what it is there for, by name, and accept what is right.
set -euo pipefail

compiler=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
status=0

# accepts|refuses [WORD] COMMAND...: WORD must be in what a refusing command says.
accepts() {
  "$@" >said 2>&1 || { echo "refused: $*"; cat said; status=1; }
}
refuses() {
  local word=$1
  shift
  if "$@" >said 2>&1; then
    echo "accepted, in spite of $word: $*"
    status=1
  elif ! grep -qF -- "$word" said; then
    echo "refused, but not for $word: $*"
    cat said
    status=1
  fi
}

# object SOURCE_TEXT [OPTION...]: makes it.
object() {
  printf '%s\n' "$1" >source.cc
  "$compiler" -std=c++23 -O2 "${@:2}" -c source.cc -o object.o
}
lean=(-fno-exceptions -fno-rtti)

object 'namespace tls_se {
  struct Seam { virtual int give() = 0; };
  void wipe(void*);
  int f(Seam& seam, char* to, const char* from, unsigned long size) {
    __builtin_memmove(to, from, size); wipe(to); return seam.give(); } }' "${lean[@]}"
accepts "$here/check_objects.sh" object.o
ar rc library.a object.o
accepts "$here/check_objects.sh" library.a

object '#include <cstdlib>
  void* f(unsigned long size) { return malloc(size); }' "${lean[@]}"
refuses 'needs malloc' "$here/check_objects.sh" object.o
ar rc library.a object.o
refuses 'needs malloc in library.a[object.o]' "$here/check_objects.sh" library.a
object 'int* f() { return new int; }' "${lean[@]}"
refuses 'needs _Znwm' "$here/check_objects.sh" object.o
object '#include <iostream>
  void f() { std::cout << 1; }' "${lean[@]}"
refuses 'needs _ZSt4cout' "$here/check_objects.sh" object.o
object '#include <string_view>
  auto f(std::string_view text) { return text.substr(3); }' "${lean[@]}"
refuses 'needs _ZSt24__throw_out_of_range_fmt' "$here/check_objects.sh" object.o
object '#include <cstring>
  auto f(const char* text) { return std::strlen(text); }' "${lean[@]}"
refuses 'needs strlen' "$here/check_objects.sh" object.o
object 'void g(); struct S { ~S() { g(); } }; void f() { S s; g(); }'
refuses '.gcc_except_table' "$here/check_objects.sh" object.o
object 'namespace tls_se { struct S { virtual void g(); }; void S::g() {} }'
refuses 'has RTTI _ZTIN6tls_se1SE' "$here/check_objects.sh" object.o
object 'namespace tls_se { int counter; int f() { return ++counter; } }' "${lean[@]}"
refuses '.bss' "$here/check_objects.sh" object.o
object 'namespace tls_se { int g(); const int value = g(); int f() { return value; } }' "${lean[@]}"
refuses '.init_array' "$here/check_objects.sh" object.o

# A house of two boxes; each include path holds the folders that its box may see.
mkdir -p src/se/low src/se/high low/se high/se
ln -s "$work/src/se/low" low/se/low
ln -s "$work/src/se/low" high/se/low
ln -s "$work/src/se/high" high/se/high
boxes=(src "se/low=$work/low" "se/high=$work/high")
echo '#include <cstdint>
inline uint8_t one() { return 1; }' >src/se/low/low.h
echo '#include "se/low/low.h"
inline uint8_t two() { return one() + one(); }' >src/se/high/high.h
accepts "$here/check_includes.sh" src
accepts "$here/check_headers.sh" "$compiler" "${boxes[@]}"
accepts "$here/check_arrows.sh" "$compiler" "${boxes[@]}"

for header in '<iostream>' '<vector>' '<string>' '<memory>' '<stdlib.h>' '"../low/low.h"' '"low.h"'; do
  echo "#include $header" >src/se/high/high.cc
  refuses "high.cc:1:#include $header" "$here/check_includes.sh" src
done
rm src/se/high/high.cc

echo 'inline uint8_t three() { return 3; }' >src/se/low/needs_more.h
refuses 'se/low/needs_more.h does not compile alone' \
        "$here/check_headers.sh" "$compiler" "${boxes[@]}"
echo '#include <cstdint>
#include "se/low/needs_more.h"' >src/se/low/needs_more.cc
refuses 'se/low/needs_more.h does not compile alone' \
        "$here/check_headers.sh" "$compiler" "${boxes[@]}"
rm src/se/low/needs_more.*

# What a source begins with is compiled alone by the build, and here with the others: for warnings.
echo '#include "se/low/plain.h"' >src/se/low/plain.cc
echo 'inline uint8_t four() { return 4; }' >src/se/low/plain.h  # <cstdint> is low.h's
accepts "$here/check_headers.sh" "$compiler" "${boxes[@]}"
echo 'inline int four(int unused) { return 4; }' >src/se/low/plain.h
refuses 'unused parameter' "$here/check_headers.sh" "$compiler" "${boxes[@]}"
rm src/se/low/plain.*

ln -s "$work/src/se/high" low/se/high
refuses 'se/low sees se/high' \
        "$here/check_arrows.sh" "$compiler" "${boxes[@]}"
exit $status
