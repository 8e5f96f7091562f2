# Programs that show constant time by valgrind's memcheck, for which secrets are memory of no value
# (tests/support/memcheck.h). Not of a build that watches memory itself, or without valgrind.
find_program(TLS_SE_VALGRIND valgrind)
find_path(TLS_SE_VALGRIND_INCLUDE valgrind/memcheck.h)
set(TLS_SE_MEMCHECK FALSE)
if(TLS_SE_TESTS AND NOT TLS_SE_SANITIZE AND TLS_SE_VALGRIND AND TLS_SE_VALGRIND_INCLUDE)
  set(TLS_SE_MEMCHECK TRUE)
endif()

# Functions by which the product tells a fact about a secret: a program that wraps one can tell it to
# memcheck too. equal_in_constant_time(Bytes, Bytes), p256::reveal(Mask), HealthTests::accept(sample).
set(TLS_SE_EQUAL _ZN6tls_se22equal_in_constant_timeERKSt4spanIKhLm18446744073709551615EES4_)
set(TLS_SE_P256_REVEAL _ZN6tls_se4p2566revealEj)
set(TLS_SE_HEALTH_TEST _ZN6tls_se11HealthTests6acceptEh)

# WRAPPED are functions whose calls the linker gives to the program.
#
#   add_poisoned(p256_poisoned SOURCES p256_poisoned.cc DEPENDS platform_p256 WRAPPED _ZN...)
#   add_memcheck_tests(p256_poisoned QUIET generate sign FOUND leak)
function(add_poisoned name)
  cmake_parse_arguments(POISONED "" "" "SOURCES;DEPENDS;WRAPPED" ${ARGN})
  add_executable(${name} ${POISONED_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${POISONED_DEPENDS} text)
  list(TRANSFORM POISONED_WRAPPED PREPEND -Wl,--wrap=)
  target_link_options(${name} PRIVATE ${POISONED_WRAPPED})
endfunction()

# With each of these as its arguments: memcheck has nothing to say, or finds what has been planted.
function(add_memcheck_tests name)
  cmake_parse_arguments(MEMCHECK "" "" "QUIET;FOUND" ${ARGN})
  foreach(what ${MEMCHECK_QUIET} ${MEMCHECK_FOUND})
    string(REPLACE "-" ";" arguments ${what})
    add_test(NAME ${name}.${what}
             COMMAND ${TLS_SE_VALGRIND} --quiet $<TARGET_FILE:${name}> ${arguments})
  endforeach()
  list(TRANSFORM MEMCHECK_FOUND PREPEND ${name}. OUTPUT_VARIABLE found)
  if(found)
    set_tests_properties(${found} PROPERTIES PASS_REGULAR_EXPRESSION "memcheck complains" LABELS planted)
  endif()
endfunction()
