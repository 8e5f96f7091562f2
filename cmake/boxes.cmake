# A box is one folder of the house and one static library. It sees the headers of its own folder and
# of the boxes it depends on, and no others: each box's include path holds a link to that one folder,
# so that an include which points the wrong way does not compile.
#
#   tls_se_box(se_tls_lib FOLDER se/tls_lib DEPENDS se_crypto_lib SOURCES a.cc b.cc [FREESTANDING])
function(tls_se_box name)
  cmake_parse_arguments(BOX "FREESTANDING" "FOLDER" "DEPENDS;LINKS;SOURCES" ${ARGN})
  set(include_root ${PROJECT_BINARY_DIR}/include/${name})
  cmake_path(GET BOX_FOLDER PARENT_PATH parent)
  file(MAKE_DIRECTORY ${include_root}/${parent})
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/src/${BOX_FOLDER} ${include_root}/${BOX_FOLDER} SYMBOLIC)

  list(TRANSFORM BOX_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/src/${BOX_FOLDER}/)
  if(BOX_SOURCES)
    add_library(${name} STATIC ${BOX_SOURCES})
    set(scope PUBLIC)
  else()
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${name} ${scope} ${include_root})
  target_link_libraries(${name} ${scope} ${BOX_DEPENDS} ${BOX_LINKS})
  if(BOX_FREESTANDING)  # held to it by tests/freestanding
    set_target_properties(${name} PROPERTIES TLS_SE_FOLDER ${BOX_FOLDER})
    set_property(GLOBAL APPEND PROPERTY TLS_SE_FREESTANDING_BOXES ${name})
    if(BOX_SOURCES)
      target_compile_options(${name} PRIVATE -fno-exceptions -fno-rtti)
      if(TLS_SE_SANITIZE)  # everything else is only waited for
        target_compile_options(${name} PRIVATE -O1)
      endif()
    endif()
  endif()
endfunction()

# Unit tests stand beside their sources; what they share is in tests/support, and reads hexadecimal by
# `text`:
#   tls_se_test(profile_test FOLDER profile DEPENDS profile
#     SOURCES pem_test.cc SUPPORT test_credentials.cc)
# ON_SOFTWARE: where the host's platform is OpenSSL, the same objects are linked and run once more, as
# software.*, with src/platform/software in its place.
function(tls_se_test name)
  if(NOT TLS_SE_TESTS)
    return()
  endif()
  cmake_parse_arguments(TEST "ON_SOFTWARE" "FOLDER" "DEPENDS;SOURCES;SUPPORT" ${ARGN})
  if(TEST_FOLDER)
    list(TRANSFORM TEST_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/src/${TEST_FOLDER}/)
  endif()
  list(TRANSFORM TEST_SUPPORT PREPEND ${PROJECT_SOURCE_DIR}/tests/support/)
  list(APPEND TEST_SOURCES ${TEST_SUPPORT})
  add_executable(${name} ${TEST_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${TEST_DEPENDS} text GTest::gtest GTest::gtest_main)
  # Most of the time goes into compiling tests: so their own code is unoptimised, under the sanitizers
  # AddressSanitizer alone watches it, for the buffers that it hands out, and four ..._test.cc make
  # one translation unit, which shares gtest's templates.
  set_target_properties(${name} PROPERTIES UNITY_BUILD ${TLS_SE_UNITY_TESTS} UNITY_BUILD_BATCH_SIZE 4)
  list(FILTER TEST_SOURCES EXCLUDE REGEX "_test\\.cc$")
  set_source_files_properties(${TEST_SOURCES} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_compile_options(${name} PRIVATE -O0 -fno-sanitize=undefined -Wno-missing-field-initializers)
  target_compile_definitions(${name} PRIVATE TLS_SE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  tls_se_discover_tests(${name} "${TLS_SE_TEST_PREFIX}")
  if(TEST_ON_SOFTWARE AND TLS_SE_PLATFORM STREQUAL "openssl" AND NOT TLS_SE_SANITIZE)
    add_executable(${name}_on_software ${PROJECT_SOURCE_DIR}/tests/support/on_software.cc
                                       $<TARGET_OBJECTS:${name}>)
    target_link_libraries(${name}_on_software PRIVATE ${TEST_DEPENDS} text GTest::gtest
                                                      GTest::gtest_main)
    tls_se_discover_tests(${name}_on_software software.)
  endif()
endfunction()

function(tls_se_discover_tests name prefix)
  gtest_discover_tests(${name} TEST_PREFIX "${prefix}" DISCOVERY_TIMEOUT 60
                       PROPERTIES TIMEOUT 300 SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
endfunction()
