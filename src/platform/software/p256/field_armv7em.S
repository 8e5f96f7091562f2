// The core for Cortex-M4, M7 and M33, whose UMAAL, (high:low) = a * b + low + high, takes the same time
// for any words. See field_core.h for what it is to do.
    .syntax unified
    .thumb
    .text

#define MULTIPLY _ZN6tls_se4p2568multiplyERNS0_7ElementERKS1_S4_
#define SQUARE _ZN6tls_se4p2566squareERNS0_7ElementERKS1_
#define ADD _ZN6tls_se4p2563addERNS0_7ElementERKS1_S4_
#define HALVE _ZN6tls_se4p2565halveERNS0_7ElementE
#define SELECT _ZN6tls_se4p2566selectERNS0_11AffinePointEPKS1_mm
#define SUBTRACT _ZN6tls_se4p2568subtractERNS0_7ElementERKS1_S4_

.macro function name
    .section .text.\name, "ax", %progbits
    .p2align 2
    .global \name
    .type \name, %function
    .thumb_func
\name:
.endm

// The four words at \w0.. = \a0 to r6 times \b, and the word \carry, added to the window that begins
// there; its lowest is done then, and \carry is the one that follows the others.
.macro row b, carry, w0, w1, w2, w3
    umaal \w0, \carry, r3, \b
    umaal \w1, \carry, r4, \b
    umaal \w2, \carry, r5, \b
    umaal \w3, \carry, r6, \b
.endm

.macro first_row b, carry, w0, w1, w2, w3
    mov \carry, #0
    row \b, \carry, \w0, \w1, \w2, \w3
.endm

// Eight words and their carry, less 1: p is taken away, and added again if that was too much.
.macro subtract_p w0, w1, w2, w3, w4, w5, w6, w7, carry
    subs \w0, \w0, #0xffffffff
    sbcs \w1, \w1, #0xffffffff
    sbcs \w2, \w2, #0xffffffff
    sbcs \w3, \w3, #0
    sbcs \w4, \w4, #0
    sbcs \w5, \w5, #0
    sbcs \w6, \w6, #1
    sbcs \w7, \w7, #0xffffffff
    sbc \carry, \carry, #0xffffffff // all ones if it was
    add_p_if \w0, \w1, \w2, \w3, \w4, \w5, \w6, \w7, \carry
.endm

.macro add_p_if w0, w1, w2, w3, w4, w5, w6, w7, mask
    adds \w0, \w0, \mask
    adcs \w1, \w1, \mask
    adcs \w2, \w2, \mask
    adcs \w3, \w3, #0
    adcs \w4, \w4, #0
    adcs \w5, \w5, #0
    adcs \w6, \w6, \mask, lsr #31
    adc \w7, \w7, \mask
    stm r0, {\w0-\w7}
.endm

// Of four by four words, a's in r3:r6: each row needs one word of b no more, whose register takes the
// next carry. So the window's four registers end as four words of the product, in their order.
#define RESULT [sp, #64]
#define A [sp, #68]
#define B [sp, #72]
function SQUARE
    mov r2, r1
    // to MULTIPLY, which the linker may not put apart
    .global MULTIPLY
    .type MULTIPLY, %function
    .thumb_func
MULTIPLY:
    push {r0-r2, r4-r11, lr}
    sub sp, #64                // the product's 16 words
    ldm r1, {r3-r6}
    ldm r2, {r7-r10}
    add lr, r2, #16
    umull r0, r12, r3, r7
    mov r1, #0
    umaal r1, r12, r4, r7
    mov r2, #0
    umaal r2, r12, r5, r7
    mov r11, #0
    umaal r11, r12, r6, r7
    first_row r8, r7, r1, r2, r11, r12
    first_row r9, r8, r2, r11, r12, r7
    first_row r10, r9, r11, r12, r7, r8
    stm sp, {r0, r1, r2, r11}
    ldm lr, {r0, r1, r2, r11}
    first_row r0, r10, r12, r7, r8, r9
    first_row r1, r0, r7, r8, r9, r10
    first_row r2, r1, r8, r9, r10, r0
    first_row r11, r2, r9, r10, r0, r1
    strd r10, r0, [sp, #32]
    strd r1, r2, [sp, #40]
    ldr lr, A
    ldrd r3, r4, [lr, #16]
    ldrd r5, r6, [lr, #24]
    ldr lr, B
    ldm lr!, {r0, r1, r2, r10}
    first_row r0, r11, r12, r7, r8, r9
    first_row r1, r0, r7, r8, r9, r11
    first_row r2, r1, r8, r9, r11, r0
    first_row r10, r2, r9, r11, r0, r1
    strd r12, r7, [sp, #16]
    strd r8, r9, [sp, #24]
    ldm lr, {r7, r8, r9, r12}
    ldrd r10, lr, [sp, #32]
    row r7, r10, r11, r0, r1, r2
    row r8, lr, r0, r1, r2, r10
    ldrd r7, r8, [sp, #40]
    row r9, r7, r1, r2, r10, lr
    row r12, r8, r2, r10, lr, r7
    strd r11, r0, [sp, #32]
    strd r1, r2, [sp, #40]
    strd r10, lr, [sp, #48]
    strd r7, r8, [sp, #56]

// The lower eight words become q, the multiple of p that clears them: p is (2^32 - 1)*2^224 + 2^192 +
// 2^96 - 1: so it is added from the words 3 and 6 on, and from 7 on its product by 2^32 - 1. Each has its
// own carry, the flag, lr and r0: UMAAL leaves the flags as they are.
#define TIMES_1(at, q) umaal at, lr, q, r11
#define TIMES_TOP(at, q) umaal at, r0, q, r10
    ldm sp, {r1, r3-r9}
    mov r10, #0xffffffff
    mov r11, #1
    mov lr, #0
    mov r0, #0
    adds r5, r5, r1
    adcs r6, r6, r3
    adcs r7, r7, r4
    adcs r8, r8, r5
    TIMES_1(r8, r1)
    adcs r9, r9, r6
    TIMES_1(r9, r3)
    TIMES_TOP(r9, r1)          // r1, r3:r9 are q
    ldrd r1, r2, [sp, #32]
    adcs r1, r1, r7
    TIMES_1(r1, r4)
    TIMES_TOP(r1, r3)
    adcs r2, r2, r8
    TIMES_1(r2, r5)
    TIMES_TOP(r2, r4)
    ldrd r3, r4, [sp, #40]
    adcs r3, r3, r9
    TIMES_1(r3, r6)
    TIMES_TOP(r3, r5)
    adc lr, lr, #0
    TIMES_1(r4, r7)
    TIMES_TOP(r4, r6)
    ldrd r5, r6, [sp, #48]
    TIMES_1(r5, r8)
    TIMES_TOP(r5, r7)
    TIMES_1(r6, r9)
    TIMES_TOP(r6, r8)
    ldrd r7, r8, [sp, #56]
    TIMES_TOP(r7, r9)
    adds r7, r7, lr
    adcs r8, r8, r0
    sbc r9, r9, r9
    ldr r0, RESULT
    add sp, #76
    subtract_p r1, r2, r3, r4, r5, r6, r7, r8, r9
    pop {r4-r11, pc}
    .size MULTIPLY, . - MULTIPLY

// r3:r10 = the eight words at r1, to which an instruction that carries adds those at r2.
.macro eight_words first, rest
    push {r4-r11, lr}
    ldm r1, {r3-r10}
    ldm r2!, {r1, r11, r12, lr}
    \first r3, r3, r1
    \rest r4, r4, r11
    \rest r5, r5, r12
    \rest r6, r6, lr
    ldm r2, {r1, r11, r12, lr}
    \rest r7, r7, r1
    \rest r8, r8, r11
    \rest r9, r9, r12
    \rest r10, r10, lr
.endm

function ADD
    eight_words adds, adcs
    sbc r11, r11, r11
    subtract_p r3, r4, r5, r6, r7, r8, r9, r10, r11
    pop {r4-r11, pc}
    .size ADD, . - ADD

function SUBTRACT
    eight_words subs, sbcs
    sbc r11, r11, r11          // all ones if it was less than nothing
    add_p_if r3, r4, r5, r6, r7, r8, r9, r10, r11
    pop {r4-r11, pc}
    .size SUBTRACT, . - SUBTRACT

// (the element + p if it is odd) / 2
function HALVE
    push {r4-r9, lr}
    ldm r0, {r1-r8}
    sbfx r9, r1, #0, #1
    adds r1, r1, r9
    adcs r2, r2, r9
    adcs r3, r3, r9
    adcs r4, r4, #0
    adcs r5, r5, #0
    adcs r6, r6, #0
    adcs r7, r7, r9, lsr #31
    adcs r8, r8, r9
    rrxs r8, r8
    rrxs r7, r7
    rrxs r6, r6
    rrxs r5, r5
    rrxs r4, r4
    rrxs r3, r3
    rrxs r2, r2
    rrx r1, r1
    stm r0, {r1-r8}
    pop {r4-r9, pc}
    .size HALVE, . - HALVE

// Each entry times 1 or 0, the half of an entry at a time.
function SELECT
    push {r0-r11, lr}
    mov r12, #2
half_of_entries:
    push {r12}
    movs r4, #0
    movs r5, #0
    movs r6, #0
    movs r7, #0
    mov r8, #0
    mov r9, #0
    mov r10, #0
    mov r11, #0
next_entry:
    clz r12, r3
    lsr r12, r12, #5           // 1 if r3 is 0
    sub r3, r3, #1
    ldrd r0, lr, [r1]
    mla r4, r0, r12, r4
    mla r5, lr, r12, r5
    ldrd r0, lr, [r1, #8]
    mla r6, r0, r12, r6
    mla r7, lr, r12, r7
    ldrd r0, lr, [r1, #16]
    mla r8, r0, r12, r8
    mla r9, lr, r12, r9
    ldrd r0, lr, [r1, #24]
    mla r10, r0, r12, r10
    mla r11, lr, r12, r11
    adds r1, r1, #64
    subs r2, r2, #1
    bne next_entry
    pop {r12}
    ldm sp, {r0-r3}
    stm r0!, {r4-r11}
    adds r1, r1, #32
    stm sp, {r0, r1}
    subs r12, r12, #1
    bne half_of_entries
    add sp, #16
    pop {r4-r11, pc}
    .size SELECT, . - SELECT
