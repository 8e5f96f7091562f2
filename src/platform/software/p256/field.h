// Elements of the field of p: what the core has, and what is made of it.
#pragma once

#include "platform/software/p256/field_core.h"

namespace tls_se::p256 {

inline constexpr Number kPrime = {{0xffffffff, 0xffffffff, 0xffffffff, 0x00000000, 0x00000000,
                                   0x00000000, 0x00000001, 0xffffffff}};

/// 1.
inline constexpr Element kOne = {{{0x00000001, 0x00000000, 0x00000000, 0xffffffff, 0xffffffff,
                                   0xffffffff, 0xfffffffe, 0x00000000}}};

/// 0 becomes 0.
void negate_if(Mask mask, Element& element);
/// 1/x; of 0 it is 0.
void invert(Element& inverse, const Element& element);

/// Into Montgomery's form, of a number less than p, and back.
void to_field(Element& element, const Number& number);
void from_field(Number& number, const Element& element);

}  // namespace tls_se::p256
