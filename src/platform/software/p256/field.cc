#include "platform/software/p256/field.h"

#include "platform/software/p256/inverse.h"

namespace tls_se::p256 {
namespace {

/// 2^512 and 2^768.
constexpr Element kSecondPower = {{{0x00000003, 0x00000000, 0xffffffff, 0xfffffffb, 0xfffffffe,
                                    0xffffffff, 0xfffffffd, 0x00000004}}};
constexpr Element kThirdPower = {{{0x0000000a, 0xfffffffd, 0xfffffff7, 0xffffffed, 0xfffffffc,
                                   0x00000005, 0x00000001, 0x00000018}}};

constexpr Element kPlainOne = {{{1}}};

constexpr Modulus kModuloPrime = {{0x3fffffff, 0x3fffffff, 0x3fffffff, 0x0000003f, 0x00000000,
                                   0x00000000, 0x00001000, 0x3fffc000, 0x0000ffff},
                                  0x3fffffff};

}  // namespace

void negate_if(Mask mask, Element& element) {
  static constexpr Element kZero = {};
  Element negative;
  subtract(negative, kZero, element);
  move_if(mask, element, negative);
}

/// x*2^256 has the inverse 1/x/2^256, which 2^768 makes 1/x*2^256.
void invert(Element& inverse, const Element& element) {
  invert(inverse, element, kModuloPrime);
  multiply(inverse, inverse, kThirdPower);
}

void to_field(Element& element, const Number& number) {
  static_cast<Number&>(element) = number;
  multiply(element, element, kSecondPower);
}

void from_field(Number& number, const Element& element) {
  Element plain;
  multiply(plain, element, kPlainOne);
  number = plain;
}

}  // namespace tls_se::p256
