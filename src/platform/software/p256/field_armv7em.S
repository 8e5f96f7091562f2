// The core for Cortex-M4, M7 and M33, whose UMAAL, (high:low) = a * b + low + high, takes the same time
// for any words. See field_core.h for what it is to do, and for q, the multiple of p that clears a
// word.
    .syntax unified
    .thumb
    .text

#define MULTIPLY _ZN6tls_se4p2568multiplyERNS0_7ElementERKS1_S4_
#define SQUARE _ZN6tls_se4p2566squareERNS0_7ElementERKS1_
#define ADD _ZN6tls_se4p2563addERNS0_7ElementERKS1_S4_
#define SUBTRACT _ZN6tls_se4p2568subtractERNS0_7ElementERKS1_S4_

.macro function name
    .section .text.\name, "ax", %progbits
    .p2align 2
    .global \name
    .type \name, %function
    .thumb_func
\name:
.endm

// r3:r6 = four words of a. Their product with b's word goes to the window \w0.., to which is added the
// word where it begins.
.macro row index, at, first, w0, w1, w2, w3
    ldr r12, [r2, #4*(\index)]
  .if \first
    mov r11, #0
  .else
    ldr r11, [sp, #4*(\at)]
  .endif
    umaal \w0, r11, r3, r12
    str \w0, [sp, #4*(\at)]
    umaal \w1, r11, r4, r12
    umaal \w2, r11, r5, r12
    umaal \w3, r11, r6, r12
    mov \w0, r11
.endm

// The window moves on by one word with each row.
.macro four_rows index, at, first
    row \index, \at, \first, r7, r8, r9, r10
    row \index+1, \at+1, \first, r8, r9, r10, r7
    row \index+2, \at+2, \first, r9, r10, r7, r8
    row \index+3, \at+3, \first, r10, r7, r8, r9
.endm

.macro clear_window
    mov r7, #0
    mov r8, #0
    mov r9, #0
    mov r10, #0
.endm

// Adds q = \t0 times p to the nine words from it on, which clears it, and puts the next word in its
// place. lr is the carry out of the highest, less 1.
.macro reduce_word next, t0, t3, t4, t5, t6, t7, t8
    rsbs r11, \t0, #0          // (r12:r11) = q * (2^32 - 1), and the carry on r12
    adc r12, \t0, lr
    adds \t3, \t3, \t0
    adcs \t4, \t4, #0
    adcs \t5, \t5, #0
    adcs \t6, \t6, \t0
    adcs \t7, \t7, r11
    adcs \t8, \t8, r12
    sbc lr, lr, lr
  .if \next < 16
    ldr \t0, [sp, #4*\next]
  .endif
.endm

// r2:r9, r11 their carry: p is taken away, and added again if that was too much.
.macro subtract_p
    subs r2, r2, #0xffffffff
    sbcs r3, r3, #0xffffffff
    sbcs r4, r4, #0xffffffff
    sbcs r5, r5, #0
    sbcs r6, r6, #0
    sbcs r7, r7, #0
    sbcs r8, r8, #1
    sbcs r9, r9, #0xffffffff
    sbc r11, r11, #0           // all ones if it was
    add_p_if_r11
.endm

.macro add_p_if_r11
    adds r2, r2, r11
    adcs r3, r3, r11
    adcs r4, r4, r11
    adcs r5, r5, #0
    adcs r6, r6, #0
    adcs r7, r7, #0
    adcs r8, r8, r11, lsr #31
    adc r9, r9, r11
    stm r0, {r2-r9}
.endm

function SQUARE
    mov r2, r1
    // to MULTIPLY, which the linker may not put apart
    .global MULTIPLY
    .type MULTIPLY, %function
    .thumb_func
MULTIPLY:
    push {r0, r4-r11, lr}
    sub sp, #64
    mov r0, r1
    ldm r0!, {r3-r6}
    clear_window
    four_rows 0, 0, 1
    four_rows 4, 4, 1
    str r7, [sp, #32]
    str r8, [sp, #36]
    str r9, [sp, #40]
    str r10, [sp, #44]
    ldm r0, {r3-r6}
    clear_window
    four_rows 0, 4, 0
    four_rows 4, 8, 0
    str r7, [sp, #48]
    str r8, [sp, #52]
    str r9, [sp, #56]
    str r10, [sp, #60]
    ldm sp, {r2-r10}
    mvn lr, #0                 // no carry
    reduce_word 9, r2, r5, r6, r7, r8, r9, r10
    reduce_word 10, r3, r6, r7, r8, r9, r10, r2
    reduce_word 11, r4, r7, r8, r9, r10, r2, r3
    reduce_word 12, r5, r8, r9, r10, r2, r3, r4
    reduce_word 13, r6, r9, r10, r2, r3, r4, r5
    reduce_word 14, r7, r10, r2, r3, r4, r5, r6
    reduce_word 15, r8, r2, r3, r4, r5, r6, r7
    reduce_word 16, r9, r3, r4, r5, r6, r7, r8
    // The words are r10, r2:r8.
    mov r9, r8
    mov r8, r7
    mov r7, r6
    mov r6, r5
    mov r5, r4
    mov r4, r3
    mov r3, r2
    mov r2, r10
    add r11, lr, #1
    add sp, #64
    pop {r0}
    subtract_p
    pop {r4-r11, pc}
    .size MULTIPLY, . - MULTIPLY

function ADD
    push {r4-r11, lr}
    ldm r1, {r3-r10}
    ldr r11, [r2]
    ldr r12, [r2, #4]
    ldr lr, [r2, #8]
    ldr r1, [r2, #12]
    adds r3, r3, r11
    adcs r4, r4, r12
    adcs r5, r5, lr
    adcs r6, r6, r1
    ldr r11, [r2, #16]
    ldr r12, [r2, #20]
    ldr lr, [r2, #24]
    ldr r1, [r2, #28]
    adcs r11, r7, r11
    adcs r7, r8, r12
    adcs r8, r9, lr
    adcs r9, r10, r1
    mov r2, r3
    mov r3, r4
    mov r4, r5
    mov r5, r6
    mov r6, r11
    mov r11, #0
    adc r11, r11, r11
    subtract_p
    pop {r4-r11, pc}
    .size ADD, . - ADD

function SUBTRACT
    push {r4-r11, lr}
    ldm r1, {r3-r10}
    ldr r11, [r2]
    ldr r12, [r2, #4]
    ldr lr, [r2, #8]
    ldr r1, [r2, #12]
    subs r3, r3, r11
    sbcs r4, r4, r12
    sbcs r5, r5, lr
    sbcs r6, r6, r1
    ldr r11, [r2, #16]
    ldr r12, [r2, #20]
    ldr lr, [r2, #24]
    ldr r1, [r2, #28]
    sbcs r11, r7, r11
    sbcs r7, r8, r12
    sbcs r8, r9, lr
    sbcs r9, r10, r1
    mov r2, r3
    mov r3, r4
    mov r4, r5
    mov r5, r6
    mov r6, r11
    sbc r11, r11, r11          // all ones if it was less than nothing
    add_p_if_r11
    pop {r4-r11, pc}
    .size SUBTRACT, . - SUBTRACT
