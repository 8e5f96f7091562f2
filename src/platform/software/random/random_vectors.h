// Made by random_vectors.py, which says from what.
#pragma once

#include <string_view>

namespace tls_se::random_vectors {

// Seeded with the bytes 0 to 63; after three requests, with those from 200 to 231.
inline constexpr std::string_view kFirst =
    "acb4c0527346343f45266a99a5ea86e9493b69635f509ed6871d4c871f93613b70af78045a86189e"
    "93f2adcbd7f4533c1bf27f60b443c1f0514ffaaf3102514a61b41b7d8c9916021978e3f64118ca08";
inline constexpr std::string_view kSecond = "ef";
inline constexpr std::string_view kThird =
    "0cd5b429953c18efb8f3d8b870cee4dea769ef7e0bf95fba104a94b071136608";
inline constexpr std::string_view kReseeded =
    "079eef5b5ca8c8c93c68852ce3c1562edf85045e15cb733dc1480acb7fba0fb62f";

// Eight requests of 20 bytes each, with fresh entropy after every third; noise of 4 bits and of 1.
inline constexpr std::string_view kFourBits =
    "92c1800c1154165f347dee07170d927edaa878a8cae1356c83c0dc009a5f5acd256f5dba82db2871"
    "3360728c6b1687fa00f4e878ac957e3683d2012788889ec9fd2fcd2aa42c32a73cc81f2badf23db6"
    "64c499ad7937f60123cc23181f7e5c805ec873552eaf32378d7f77d9d1292a98f14659f21b15b5f7"
    "73cb734a430325762ebad1ea8ef7b525b6dfb557b692ad45620cf04faff5387b5006901645b2a33d";
inline constexpr std::string_view kOneBit =
    "fe9c651844d0eb5e44041f2f256ba3df21787c4dd11edba8d80bc158183f33d71706362b02f4d99d"
    "6df0ec94bdb8bc17b94f9e514c559028d8df828825b43967d594b4e8c93766835fac998b18a24683"
    "55080a924243eed92eaa37e7116fb3b8c8b89f3f48b6ef7ff7ac259cb3fbbb043d2b0dc105610bc4"
    "3086c09b2fcec081e0b221dcfab535e1503cde8a3cc3831589e0487db613ee88d104027e8d659ee5";

}  // namespace tls_se::random_vectors
