// The core for Cortex-M0, M0+, M1 and M3, of the multiplication that all of them have: 32 bits of 32 by
// 32, whose time depends on nothing. See field_core.h for what it is to do.
//
// A product of 8 by 8 words is three of 4 by 4, and each of them three of 2 by 2 (Karatsuba): with
// |x0 - x1| and |y0 - y1|, whose signs are a mask, x0*y1 + x1*y0 = x0*y0 + x1*y1 -+ |x0 - x1|*|y0 - y1|.
// One of 2 by 2 words is sixteen of halves, summed apart by whether they begin at a word or in its
// middle. Numbers are where one pointer reaches the halves of both factors.
    .syntax unified
    .thumb
    .text

#define MULTIPLY _ZN6tls_se4p2568multiplyERNS0_7ElementERKS1_S4_
#define SQUARE _ZN6tls_se4p2566squareERNS0_7ElementERKS1_
#define ADD _ZN6tls_se4p2563addERNS0_7ElementERKS1_S4_
#define SELECT _ZN6tls_se4p2566selectERNS0_11AffinePointEPKS1_mm
#define SUBTRACT _ZN6tls_se4p2568subtractERNS0_7ElementERKS1_S4_
#define HALVE _ZN6tls_se4p2565halveERNS0_7ElementE

.macro function name
    .p2align 2
    .global \name
    .type \name, %function
    .thumb_func
\name:
.endm

.macro local_function name
    .p2align 2
    .type \name, %function
    .thumb_func
\name:
.endm

// One section, since all end in one place.
    .section .text.p256_field, "ax", %progbits

// The frame of MULTIPLY and SQUARE, in bytes: the second factor, or its difference, is always 32
// bytes behind the first.
#define X 0                 // 8 words; later the product of the differences
#define Y 32
#define DIFFERENCE_4 64     // 4 words, and Y's behind them
#define DIFFERENCE_2 80     // 2 words, and Y's behind them
#define SIGN_2 88
#define SIGN_4 120
#define PRODUCT 128         // 16 words
#define FRAME 192
#define RESULT 192          // where the caller wants it

#ifdef __thumb2__

// r0:r3 = the two words at r7 times the two at r7 + 32. Of their halves a to d and e to h, the sums
// that begin in the middle of a word are in r9:r11 and r7.
local_function multiply_2
    push {r7, lr}
    ldrd r0, r1, [r7]
    ldrd r2, r3, [r7, #32]
    uxth r4, r0                // a
    lsrs r0, r0, #16           // b
    uxth r5, r1                // c
    lsrs r1, r1, #16           // d
    uxth r6, r2                // e
    lsrs r2, r2, #16           // f
    uxth r12, r3               // g
    lsrs r3, r3, #16           // h
    mul r9, r4, r2
    mul r10, r4, r3
    mul r11, r5, r3
    mul lr, r5, r2
    adds r10, r10, lr          // af, ah + cf, ch
    adc r11, r11, #0
    mul lr, r0, r6
    adds r9, r9, lr
    mul lr, r0, r12
    adcs r10, r10, lr          // + be, bg
    adc r11, r11, #0
    mul lr, r1, r6
    adds r10, r10, lr
    mul lr, r1, r12
    adcs r11, r11, lr          // + de, dg one word on
    mov r7, #0
    adc r7, r7, #0
    mul lr, r4, r12            // ag
    mul r4, r4, r6             // ae
    mul r6, r5, r6             // ce
    mul r5, r5, r12            // cg
    mul r12, r0, r3            // bh
    mul r0, r0, r2             // bf
    mul r2, r1, r2             // df
    mul r1, r1, r3             // dh
    adds r0, r0, lr            // ae, bf, cg, dh + ag, bh one word on
    adcs r5, r5, r12
    adc r1, r1, #0
    adds r0, r0, r6            // + ce, df
    adcs r5, r5, r2
    adc r1, r1, #0
    adds r4, r4, r9, lsl #16
    adcs r0, r0, r10, lsl #16
    adcs r2, r5, r11, lsl #16
    adc r3, r1, r7, lsl #16
    adds r1, r0, r9, lsr #16
    adcs r2, r2, r10, lsr #16
    adc r3, r3, r11, lsr #16
    mov r0, r4
    pop {r7, pc}
    .size multiply_2, . - multiply_2

// r0:r3 = the two words at r7, squared.
local_function square_2
    ldrd r0, r1, [r7]
    uxth r4, r0                // a
    lsrs r0, r0, #16           // b
    uxth r5, r1                // c
    lsrs r1, r1, #16           // d
    mul r9, r4, r0
    mul r10, r4, r1
    mul r12, r0, r5
    mul r11, r5, r1
    adds r10, r10, r12         // ab, ad + bc, cd: twice, in the middle of a word
    adc r11, r11, #0
    mul r2, r4, r5
    mul r3, r0, r1
    mul r4, r4, r4
    mul r0, r0, r0
    mul r5, r5, r5
    mul r1, r1, r1
    adds r0, r0, r2            // a^2, b^2 + 2ac, c^2 + 2bd, d^2
    adcs r5, r5, r3
    adc r1, r1, #0
    adds r0, r0, r2
    adcs r5, r5, r3
    adc r1, r1, #0
    adds r4, r4, r9, lsl #17
    adcs r0, r0, r10, lsl #17
    adcs r2, r5, r11, lsl #17
    adc r3, r1, #0
    adds r1, r0, r9, lsr #15
    adcs r2, r2, r10, lsr #15
    adc r3, r3, r11, lsr #15
    mov r0, r4
    bx lr
    .size square_2, . - square_2

#else

// r0:r3 *= 2^\bits, and r6 is lost.
.macro shift_left bits
    lsls r3, r3, #\bits
    lsrs r6, r2, #32-\bits
    orrs r3, r6
    lsls r2, r2, #\bits
    lsrs r6, r1, #32-\bits
    orrs r2, r6
    lsls r1, r1, #\bits
    lsrs r6, r0, #32-\bits
    orrs r1, r6
    lsls r0, r0, #\bits
.endm

// The halves of the two words at r7, and of the two at r7 + 32.
#define HALF_A [r7]
#define HALF_B [r7, #2]
#define HALF_C [r7, #4]
#define HALF_D [r7, #6]
#define HALF_E [r7, #32]
#define HALF_F [r7, #34]
#define HALF_G [r7, #36]
#define HALF_H [r7, #38]

// r0:r3 = the two words at r7 times the two at r7 + 32. MULS, MOVS and loads leave the carry as it is.
local_function multiply_2
    ldrh r5, HALF_A
    ldrh r0, HALF_F
    muls r0, r5, r0
    ldrh r1, HALF_H
    muls r1, r5, r1
    ldrh r5, HALF_C
    ldrh r2, HALF_H
    muls r2, r5, r2
    ldrh r6, HALF_F
    muls r6, r5, r6
    movs r3, #0
    adds r1, r1, r6            // af, ah + cf, ch
    adcs r2, r3
    ldrh r5, HALF_B
    ldrh r6, HALF_E
    muls r6, r5, r6
    adds r0, r0, r6
    ldrh r6, HALF_G
    muls r6, r5, r6
    adcs r1, r6                // + be, bg
    adcs r2, r3
    ldrh r5, HALF_D
    ldrh r6, HALF_E
    muls r6, r5, r6
    adds r1, r1, r6
    ldrh r6, HALF_G
    muls r6, r5, r6
    adcs r2, r6                // + de, dg one word on
    adcs r3, r3
    shift_left 16
    ldrh r4, HALF_E
    ldrh r6, HALF_A
    muls r6, r4, r6
    adds r0, r0, r6
    ldrh r5, HALF_F
    ldrh r6, HALF_B
    muls r6, r5, r6
    adcs r1, r6
    ldrh r5, HALF_G
    ldrh r6, HALF_C
    muls r6, r5, r6
    adcs r2, r6
    ldrh r5, HALF_H
    ldrh r6, HALF_D
    muls r6, r5, r6
    adcs r3, r6                // + ae, bf, cg, dh
    ldrh r6, HALF_C
    muls r6, r4, r6
    adds r1, r1, r6
    ldrh r6, HALF_D
    ldrh r4, HALF_F
    muls r6, r4, r6
    adcs r2, r6                // + ce, df one word on
    movs r6, #0
    adcs r3, r6
    ldrh r6, HALF_A
    ldrh r4, HALF_G
    muls r6, r4, r6
    adds r1, r1, r6
    ldrh r6, HALF_B
    muls r6, r5, r6
    adcs r2, r6                // + ag, bh one word on
    movs r6, #0
    adcs r3, r6
    bx lr
    .size multiply_2, . - multiply_2

// r0:r3 = the two words at r7, squared.
local_function square_2
    ldrh r5, HALF_A
    ldrh r0, HALF_B
    muls r0, r5, r0
    ldrh r1, HALF_D
    muls r1, r5, r1
    ldrh r5, HALF_C
    ldrh r2, HALF_D
    muls r2, r5, r2
    ldrh r6, HALF_B
    muls r6, r5, r6
    movs r3, #0
    adds r1, r1, r6            // ab, ad + bc, cd: twice, in the middle of a word
    adcs r2, r3
    shift_left 17
    ldrh r4, HALF_A
    movs r6, r4
    muls r6, r6, r6
    adds r0, r0, r6
    ldrh r6, HALF_B
    muls r6, r6, r6
    adcs r1, r6
    movs r6, r5
    muls r6, r6, r6
    adcs r2, r6
    ldrh r6, HALF_D
    muls r6, r6, r6
    adcs r3, r6                // + a^2, b^2, c^2, d^2
    muls r4, r5, r4
    ldrh r5, HALF_B
    ldrh r6, HALF_D
    muls r5, r6, r5
    movs r6, #0
    adds r1, r1, r4            // + 2ac, 2bd one word on
    adcs r2, r5
    adcs r3, r6
    adds r1, r1, r4
    adcs r2, r5
    adcs r3, r6
    bx lr
    .size square_2, . - square_2

#endif

// \low:\high = |\low:\high - (\other_low:\other_high)|; \other_low is all ones if the difference is
// less than nothing.
.macro difference_2 low, high, other_low, other_high
    subs \low, \low, \other_low
    sbcs \high, \other_high
    sbcs \other_low, \other_low
    eors \low, \other_low
    eors \high, \other_low
    subs \low, \low, \other_low
    sbcs \high, \other_low
.endm

// The eight words at r8 = the four at r7 times the four at r7 + 32.
local_function multiply_4
    push {lr}
    bl multiply_2
    mov r6, r8
    stmia r6!, {r0-r3}
    adds r7, #8
    bl multiply_2
    mov r6, r8
    adds r6, #16
    stmia r6!, {r0-r3}
    subs r7, #8
    ldmia r7!, {r0-r3}
    difference_2 r0, r1, r2, r3
    str r0, [sp, #4+DIFFERENCE_2]
    str r1, [sp, #8+DIFFERENCE_2]
    adds r7, #16
    ldmia r7!, {r0, r1, r3, r4}
    difference_2 r0, r1, r3, r4
    str r0, [sp, #36+DIFFERENCE_2]
    str r1, [sp, #40+DIFFERENCE_2]
    eors r2, r3
    mvns r2, r2
    str r2, [sp, #4+SIGN_2]
    add r7, sp, #4+DIFFERENCE_2
    bl multiply_2
    ldr r7, [sp, #4+SIGN_2]
// r0:r3 is the product of the differences, and r7 all ones if it is to be taken away.
sum_4:
    mov r6, r8
    eors r0, r7
    eors r1, r7
    eors r2, r7
    eors r3, r7
    lsrs r4, r7, #1            // the carry is 1 if it is
    ldmia r6!, {r4, r5}
    adcs r0, r4
    adcs r1, r5
    ldmia r6!, {r4, r5}
    adcs r2, r4
    adcs r3, r5
    movs r5, #0
    adcs r7, r5
    ldr r4, [r6]
    adds r0, r0, r4
    ldr r4, [r6, #4]
    adcs r1, r4
    ldr r4, [r6, #8]
    adcs r2, r4
    ldr r4, [r6, #12]
    adcs r3, r4
    adcs r7, r5
    subs r6, #8
    ldmia r6!, {r4, r5}
    adds r0, r0, r4
    adcs r1, r5
    ldmia r6!, {r4, r5}
    adcs r2, r4
    adcs r3, r5
    ldmia r6!, {r4, r5}
    adcs r4, r7
    movs r7, #0
    adcs r5, r7
    subs r6, #24
    stmia r6!, {r0-r5}
    pop {pc}
    .size multiply_4, . - multiply_4

// The eight words at r8 = the four at r7, squared.
local_function square_4
    push {lr}
    bl square_2
    mov r6, r8
    stmia r6!, {r0-r3}
    adds r7, #8
    bl square_2
    mov r6, r8
    adds r6, #16
    stmia r6!, {r0-r3}
    subs r7, #8
    ldmia r7!, {r0-r3}
    difference_2 r0, r1, r2, r3
    str r0, [sp, #4+DIFFERENCE_2]
    str r1, [sp, #8+DIFFERENCE_2]
    add r7, sp, #4+DIFFERENCE_2
    bl square_2
    movs r7, #0
    mvns r7, r7
    b sum_4
    .size square_4, . - square_4

// The four words at r6 + 64 = |those at r6 less the next four|; r4 is all ones if the difference is less
// than nothing, and r6 32 bytes on.
local_function difference_4
    ldmia r6!, {r0-r3}
    ldmia r6!, {r4, r5}
    subs r0, r0, r4
    sbcs r1, r5
    ldmia r6!, {r4, r5}
    sbcs r2, r4
    sbcs r3, r5
    sbcs r4, r4
    eors r0, r4
    eors r1, r4
    eors r2, r4
    eors r3, r4
    movs r5, r6
    adds r5, #32
    subs r0, r0, r4
    sbcs r1, r4
    sbcs r2, r4
    sbcs r3, r4
    stmia r5!, {r0-r3}
    bx lr
    .size difference_4, . - difference_4

.macro enter
#ifdef __thumb2__
    push {r0, r4-r11, lr}
#else
    push {r4-r7, lr}
    mov r4, r8
    push {r0, r4}
#endif
    sub sp, #FRAME
.endm

// r0 is restored.
.macro leave_frame
    add sp, #FRAME
#ifdef __thumb2__
    pop {r0, r4-r11, lr}
    push {r4-r7, lr}
#else
    pop {r0, r4}
    mov r8, r4
#endif
.endm

.macro copy_8
    ldmia r1!, {r4-r7}
    stmia r3!, {r4-r7}
    ldmia r1!, {r4-r7}
    stmia r3!, {r4-r7}
.endm

// r7 and r8 for multiply_4 and square_4.
.macro places factors, product
    add r7, sp, #\product
    mov r8, r7
    add r7, sp, #\factors
.endm

// \register += the word at \place, with the carry; r4 is lost.
.macro add_word register, place, instruction=adcs
    ldr r4, [sp, #\place]
    \instruction \register, r4
.endm

.macro add_4 place, first=adcs
    add_word r0, \place, \first
    add_word r1, \place+4
    add_word r2, \place+8
    add_word r3, \place+12
.endm

// r0:r3 = the words at \place, their complement if r7 is all ones.
.macro load_4 place
    ldr r0, [sp, #\place]
    eors r0, r7
    ldr r1, [sp, #\place+4]
    eors r1, r7
    ldr r2, [sp, #\place+8]
    eors r2, r7
    ldr r3, [sp, #\place+12]
    eors r3, r7
.endm

function SQUARE
    enter
    mov r3, sp
    copy_8
    places X, PRODUCT
    bl square_4
    places X+16, PRODUCT+32
    bl square_4
    mov r6, sp
    bl difference_4
    places DIFFERENCE_4, X
    bl square_4
    movs r7, #0
    mvns r7, r7
    b sum_8
    .size SQUARE, . - SQUARE

function MULTIPLY
    enter
    mov r3, sp
    copy_8
    mov r1, r2
    copy_8
    places X, PRODUCT
    bl multiply_4
    places X+16, PRODUCT+32
    bl multiply_4
    mov r6, sp
    bl difference_4
    mov r8, r4
    bl difference_4
    mov r0, r8
    eors r0, r4
    mvns r0, r0
    str r0, [sp, #SIGN_4]
    places DIFFERENCE_4, X
    bl multiply_4
    ldr r7, [sp, #SIGN_4]

// The product of the differences is at X, and r7 all ones if it is to be taken away. Carries, of which
// each sum leaves one, are kept in r5.
sum_8:
    load_4 X
    lsrs r5, r7, #1            // the carry is 1 if it is
    movs r5, #0
    add_4 PRODUCT
    adcs r5, r5
    add_4 PRODUCT+32, adds
    adcs r5, r5
    add_4 PRODUCT+16, adds
    adcs r5, r5
    add r6, sp, #DIFFERENCE_4
    stmia r6!, {r0-r3}
    load_4 X+16
    movs r6, #0
    lsrs r5, r5, #1
    add_4 PRODUCT+16
    adcs r7, r6
    lsrs r5, r5, #1
    add_4 PRODUCT+48
    adcs r7, r6
    lsrs r5, r5, #1
    add_4 PRODUCT+32
    adcs r7, r6
    add r5, sp, #PRODUCT+32
    stmia r5!, {r0-r3}
    ldmia r5!, {r0-r3}
    adds r0, r0, r7
    adcs r1, r6
    adcs r2, r6
    adcs r3, r6
    subs r5, #16
    stmia r5!, {r0-r3}

// The words 4 to 7 are at DIFFERENCE_4. q, the multiple of p that clears the lower eight words, takes
// their places: since p is -1 modulo 2^96, its lowest three are theirs.
#define Q(i) (PRODUCT+4*(i))
    add r7, sp, #PRODUCT
    ldmia r7!, {r0-r3}
    add r6, sp, #DIFFERENCE_4
    ldmia r6, {r4-r7}
    adds r3, r3, r0            // T3 + q0 = q3
    adcs r4, r1
    adcs r5, r2
    adcs r6, r3                // T6 + q3 + q0 = q6
    adcs r7, r4                // T7 + q4 + q1 - q0 = q7
    movs r2, #0
    adcs r2, r2
    adds r6, r6, r0
    adcs r7, r1
    adcs r2, r2
    subs r7, r7, r0
    adcs r2, r2                // the carries of two sums, and that of a difference last
    add r0, sp, #Q(3)
    stmia r0!, {r3-r7}
    movs r5, r2
// The upper eight, word by word: T + q - (q1..q7) + (q2..q7) + (q5..q7).
    ldmia r0, {r0-r3}
    lsrs r5, r5, #1
    add_word r0, Q(1), sbcs
    add_word r1, Q(2), sbcs
    add_word r2, Q(3), sbcs
    add_word r3, Q(4), sbcs
    movs r6, #0
    adcs r6, r6
    lsrs r5, r5, #1
    add_4 Q(2)
    adcs r6, r6
    lsrs r5, r5, #1
    add_4 Q(0)
    adcs r6, r6
    add_word r0, Q(5), adds
    add_word r1, Q(6)
    adcs r2, r7
    adcs r3, r5                // 0
    adcs r6, r6
    ldr r4, [sp, #RESULT]
    stmia r4!, {r0-r3}
    add r4, sp, #PRODUCT+48
    ldmia r4!, {r0-r3}
    lsrs r6, r6, #1
    add_word r0, Q(4)
    add_word r1, Q(5)
    add_word r2, Q(6)
    adcs r3, r7
    adcs r5, r5
    movs r4, #0
    lsrs r6, r6, #1
    adcs r0, r4
    adcs r1, r4
    adcs r2, r4
    adcs r3, r4
    adcs r5, r4
    lsrs r6, r6, #1
    add_word r0, Q(6)
    adcs r1, r7
    movs r4, #0
    adcs r2, r4
    adcs r3, r4
    adcs r5, r4
    lsrs r6, r6, #1
    add_word r0, Q(5), sbcs
    add_word r1, Q(6), sbcs
    sbcs r2, r7
    movs r4, #0
    sbcs r3, r4
    sbcs r5, r4
    mov r12, r5
    ldr r4, [sp, #RESULT]
    adds r4, #16
    stmia r4!, {r0-r3}
    leave_frame
    mov r2, r12
    mov r12, r0

// Adds p to the words at r12 or takes it away, or nothing: r4 is all ones or 0, r5 is 0, and r6 1 or 0.
// Ends the function.
.macro change_by_p first, rest
    mov r0, r12
    mov r7, r12
    ldmia r0!, {r1-r3}
    \first r1, r1, r4
    \rest r2, r4
    \rest r3, r4
    stmia r7!, {r1-r3}
    ldmia r0!, {r1-r3}
    \rest r1, r5
    \rest r2, r5
    \rest r3, r5
    stmia r7!, {r1-r3}
    ldmia r0!, {r1-r2}
    \rest r1, r6
    \rest r2, r4
    stmia r7!, {r1-r2}
    pop {r4-r7, pc}
.endm

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
    change_by_p subs, sbcs
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
    change_by_p adds, adcs
    .size SUBTRACT, . - SUBTRACT

// Half of \word, with the lowest bit of the one above.
.macro halve_word word, above
    lsls r5, \above, #31
    lsrs \word, \word, #1
    orrs \word, r5
.endm

// The element's half; if it is odd, half of what is below it, and (p + 1)/2, whose words are 0, 0, 2^31,
// 0, 0, 2^31, 2^31, 2^31 - 1.
function HALVE
    push {r4-r7, lr}
    adds r0, #16
    ldmia r0!, {r1-r4}
    movs r6, r1
    halve_word r1, r2
    halve_word r2, r3
    halve_word r3, r4
    lsrs r4, r4, #1
    subs r0, #16
    stmia r0!, {r1-r4}
    subs r0, #32
    ldmia r0!, {r1-r4}
    lsls r7, r1, #31
    halve_word r1, r2
    halve_word r2, r3
    halve_word r3, r4
    halve_word r4, r6
    asrs r6, r7, #31
    lsrs r6, r6, #1
    mov r12, r6
    movs r6, r0
    subs r6, #16
    movs r5, #0
    adds r3, r3, r7
    adcs r4, r5
    stmia r6!, {r1-r4}
    ldmia r0!, {r1-r4}
    adcs r1, r5
    adcs r2, r7
    adcs r3, r7
    mov r5, r12
    adcs r4, r5
    stmia r6!, {r1-r4}
    pop {r4-r7, pc}
    .size HALVE, . - HALVE

.macro take_word at, word
    ldr r7, [r4, #\at]
    bics r7, r6
    orrs \word, r7
.endm

// Four words of each entry at a time.
function SELECT
    push {r4-r7, lr}
    mov r12, r0
    lsls r2, r2, #6
    adds r2, r2, r1            // the table's end
    movs r4, #4
four_words:
    push {r1-r4}
    mov lr, r2
    movs r4, r1
    movs r5, r3
    movs r0, #0
    movs r1, #0
    movs r2, #0
    movs r3, #0
next_entry:
    negs r6, r5
    sbcs r6, r6                // all ones unless r5 is 0
    take_word 0, r0
    take_word 4, r1
    take_word 8, r2
    take_word 12, r3
    subs r5, #1
    adds r4, #64
    cmp r4, lr
    blo next_entry
    mov r4, r12
    stmia r4!, {r0-r3}
    mov r12, r4
    pop {r1-r4}
    adds r1, #16
    adds r2, #16
    subs r4, #1
    bne four_words
    pop {r4-r7, pc}
    .size SELECT, . - SELECT
