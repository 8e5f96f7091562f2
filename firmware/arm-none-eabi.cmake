# Cross-compiling for Cortex-M with Debian's gcc-arm-none-eabi; TLS_SE_CPU names the core.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES TLS_SE_CPU)

set(CMAKE_CXX_FLAGS_INIT
    "-mcpu=${TLS_SE_CPU} -mthumb -ffunction-sections -fdata-sections -fno-threadsafe-statics -fno-jump-tables")
set(CMAKE_ASM_FLAGS_INIT "-mcpu=${TLS_SE_CPU} -mthumb")
# Neither the C library nor libstdc++, but GCC's own helpers.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-nostdlib")
set(CMAKE_CXX_STANDARD_LIBRARIES "-lgcc")
