// The core for Cortex-M0, M0+, M1 and M3, of the instructions that all of them have: a multiplication
// of 32 bits whose time depends on nothing. See field_core.h for what it is to do, and for q, the
// multiple of p that clears a word.
    .syntax unified
    .thumb
    .text

#define MULTIPLY _ZN6tls_se4p2568multiplyERNS0_7ElementERKS1_S4_
#define SQUARE _ZN6tls_se4p2566squareERNS0_7ElementERKS1_
#define ADD _ZN6tls_se4p2563addERNS0_7ElementERKS1_S4_
#define SUBTRACT _ZN6tls_se4p2568subtractERNS0_7ElementERKS1_S4_

.macro function name
    .p2align 2
    .global \name
    .type \name, %function
    .thumb_func
\name:
.endm

// One section, since all end in one place.
    .section .text.p256_field, "ax", %progbits

// On the stack of MULTIPLY: nine words of the sum, and eight of a.
#define SUM(i) [sp, #4*(i)]
#define A(i) [sp, #36+4*(i)]
#define FRAME 68

// (\high:word) = a[\i] * b + sum[\i] + \carry, of the halves r4 and r5 of b; the word goes to the
// place below in the sum, and the first, which is q, to r10.
.macro product i, high, carry
    ldr \high, A(\i)
    uxth r1, \high
    lsrs \high, \high, #16
    movs r2, r1
    muls r2, r4, r2
    muls r1, r5, r1
    movs r3, \high
    muls r3, r4, r3
    muls \high, r5, \high
    lsls r7, r1, #16
    lsrs r1, r1, #16
    adds r2, r2, r7
    adcs \high, r1
    lsls r7, r3, #16
    lsrs r3, r3, #16
    adds r2, r2, r7
    adcs \high, r3
    ldr r7, SUM(\i)
    movs r1, #0
    adds r2, r2, r7
    adcs \high, r1
  .if \i == 0
    mov r10, r2
  .else
    adds r2, r2, \carry
    adcs \high, r1
    str r2, SUM(\i-1)
  .endif
.endm

.macro add_to_sum i, word
    ldr r0, SUM(\i)
    adcs r0, \word
    str r0, SUM(\i)
.endm

function SQUARE
    mov r2, r1
    .global MULTIPLY
    .type MULTIPLY, %function
    .thumb_func
MULTIPLY:
    push {r4-r7, lr}
    mov r3, r8
    mov r4, r9
    mov r5, r10
    push {r0, r3-r5}
    sub sp, #FRAME
    mov r8, r2
    adds r2, #32
    mov r9, r2                 // b's end
    add r0, sp, #36
    ldmia r1!, {r2-r5}
    stmia r0!, {r2-r5}
    ldmia r1!, {r2-r5}
    stmia r0!, {r2-r5}
    mov r0, sp
    movs r1, #0
    movs r2, #0
    movs r3, #0
    stmia r0!, {r1-r3}
    stmia r0!, {r1-r3}
    stmia r0!, {r1-r3}
next_row:
    mov r7, r8
    ldmia r7!, {r5}
    mov r8, r7
    uxth r4, r5
    lsrs r5, r5, #16
    product 0, r0, r6
    product 1, r6, r0
    product 2, r0, r6
    product 3, r6, r0
    product 4, r0, r6
    product 5, r6, r0
    product 6, r0, r6
    product 7, r6, r0
    ldr r1, SUM(8)
    movs r2, #0
    movs r7, #0
    adds r1, r1, r6
    adcs r2, r2
    mov r3, r10
    mov r5, r10
    negs r4, r3                // (r5:r4) = q * (2^32 - 1)
    sbcs r5, r7
    ldr r0, SUM(2)
    adds r0, r0, r3
    str r0, SUM(2)
    add_to_sum 3, r7
    add_to_sum 4, r7
    add_to_sum 5, r3
    add_to_sum 6, r4
    adcs r1, r5
    str r1, SUM(7)
    adcs r2, r7
    str r2, SUM(8)
    cmp r8, r9
    beq all_rows
    b next_row
all_rows:
    mov r1, sp
    ldr r0, [sp, #FRAME]
    mov r12, r0
    ldmia r1!, {r3-r6}
    stmia r0!, {r3-r6}
    ldmia r1!, {r3-r6}
    stmia r0!, {r3-r6}
    add sp, #FRAME
    pop {r0, r3-r5}
    mov r8, r3
    mov r9, r4
    mov r10, r5

// The words at r12, r2 their carry, less p if they are not below it.
subtract_p:
    mov r0, r12
    movs r7, r2
    movs r5, #0
    mvns r4, r5
    movs r6, #1
    ldmia r0!, {r1-r3}
    subs r1, r1, r4
    sbcs r2, r4
    sbcs r3, r4
    ldmia r0!, {r1-r3}
    sbcs r1, r5
    sbcs r2, r5
    sbcs r3, r5
    ldmia r0!, {r1-r2}
    sbcs r1, r6
    sbcs r2, r4
    sbcs r7, r5
    mvns r4, r7                // all ones if they are not
    lsrs r6, r4, #31
    mov r0, r12
    mov r7, r12
    ldmia r0!, {r1-r3}
    subs r1, r1, r4
    sbcs r2, r4
    sbcs r3, r4
    stmia r7!, {r1-r3}
    ldmia r0!, {r1-r3}
    sbcs r1, r5
    sbcs r2, r5
    sbcs r3, r5
    stmia r7!, {r1-r3}
    ldmia r0!, {r1-r2}
    sbcs r1, r6
    sbcs r2, r4
    stmia r7!, {r1-r2}
    pop {r4-r7, pc}
    .size MULTIPLY, . - MULTIPLY

.macro two_words first, rest
    ldmia r1!, {r3-r4}
    ldmia r2!, {r5-r6}
    \first r3, r3, r5
    \rest r4, r6
    stmia r0!, {r3-r4}
.endm

.macro two_more_words rest
    ldmia r1!, {r3-r4}
    ldmia r2!, {r5-r6}
    \rest r3, r5
    \rest r4, r6
    stmia r0!, {r3-r4}
.endm

function ADD
    push {r4-r7, lr}
    mov r12, r0
    two_words adds, adcs
    two_more_words adcs
    two_more_words adcs
    two_more_words adcs
    movs r2, #0
    adcs r2, r2
    b subtract_p
    .size ADD, . - ADD

function SUBTRACT
    push {r4-r7, lr}
    mov r12, r0
    two_words subs, sbcs
    two_more_words sbcs
    two_more_words sbcs
    two_more_words sbcs
    sbcs r4, r4                // all ones if it is less than nothing
    lsrs r6, r4, #31
    movs r5, #0
    mov r0, r12
    mov r7, r12
    ldmia r0!, {r1-r3}
    adds r1, r1, r4
    adcs r2, r4
    adcs r3, r4
    stmia r7!, {r1-r3}
    ldmia r0!, {r1-r3}
    adcs r1, r5
    adcs r2, r5
    adcs r3, r5
    stmia r7!, {r1-r3}
    ldmia r0!, {r1-r2}
    adcs r1, r6
    adcs r2, r4
    stmia r7!, {r1-r2}
    pop {r4-r7, pc}
    .size SUBTRACT, . - SUBTRACT
