#!/usr/bin/env python3
"""Writes random_vectors.h, which the tests beside it expect: HMAC_DRBG with SHA-256 as NIST SP 800-90A
Rev. 1 section 10.1.2 describes it, and the generator of random_generator.h over it, computed with
Python's hashlib and hmac and nothing of this project.

    random_vectors.py >random_vectors.h
"""
import hashlib
import hmac


class HmacDrbg:
    """Section 10.1.2, step by step."""

    def __init__(self, seed_material):
        self.key, self.value = b"\x00" * 32, b"\x01" * 32
        self.update(seed_material)

    def hmac(self, data):
        return hmac.new(self.key, data, hashlib.sha256).digest()

    def update(self, provided):
        self.key = self.hmac(self.value + b"\x00" + provided)
        self.value = self.hmac(self.value)
        if not provided:
            return
        self.key = self.hmac(self.value + b"\x01" + provided)
        self.value = self.hmac(self.value)

    def generate(self, size):
        out = b""
        while len(out) < size:
            self.value = self.hmac(self.value)
            out += self.value
        self.update(b"")
        return out[:size]


class Noise:
    """The noise source of the tests: the upper byte of a congruential generator."""

    def __init__(self):
        self.state = 1

    def bytes(self, size):
        out = bytearray()
        for _ in range(size):
            self.state = (self.state * 1664525 + 1013904223) % 2**32
            out.append(self.state >> 24)
        return bytes(out)

    def entropy(self, bits_a_byte):
        return hashlib.sha256(self.bytes(-(-320 // bits_a_byte))).digest()


def drbg_vectors():
    seed, entropy = bytes(range(64)), bytes(range(200, 232))
    drbg = HmacDrbg(seed)
    yield "kFirst", drbg.generate(80)
    yield "kSecond", drbg.generate(1)
    yield "kThird", drbg.generate(32)
    drbg.update(entropy)
    yield "kReseeded", drbg.generate(33)


def generator_vectors(bits_a_byte, requests_a_seed):
    noise = Noise()
    noise.bytes(1024)
    drbg = HmacDrbg(noise.entropy(bits_a_byte) + noise.entropy(bits_a_byte))
    requests = 0
    for _ in range(8):
        if requests == requests_a_seed:
            drbg.update(noise.entropy(bits_a_byte))
            requests = 0
        yield drbg.generate(20)
        requests += 1


def constant(name, value):
    digits = value.hex()
    lines = "\n".join(f'    "{digits[i:i + 80]}"' for i in range(0, len(digits), 80))
    print(f"inline constexpr std::string_view {name} =\n{lines};")


print("""// Made by random_vectors.py, which says from what.
#pragma once

#include <string_view>

namespace tls_se::random_vectors {

// Seeded with the bytes 0 to 63; after three requests, with those from 200 to 231.""")
for name, value in drbg_vectors():
    constant(name, value)
print("\n// Eight requests of 20 bytes each, with fresh entropy after every third; noise of 4 bits and of 1.")
constant("kFourBits", b"".join(generator_vectors(4, 3)))
constant("kOneBit", b"".join(generator_vectors(1, 3)))
print("\n}  // namespace tls_se::random_vectors")
