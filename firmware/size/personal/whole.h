// The whole element, cards/whole.h, with a memory of its own and keys that it makes.
inline constexpr CardSize kSize = {.channels = 1,
                                   .record_buffer = 2048,
                                   .psks = 8,
                                   .certificates = 4,
                                   .private_keys = kMaxPrivateKeys,
                                   .trust_anchors = 4,
                                   .cipher_suites = 3,
                                   .groups = 1};
inline constexpr const CipherSuite* kCipherSuites[] = {&kAes128CcmSha256, &kAes128GcmSha256,
                                                       &kAes128Ccm8Sha256};
inline constexpr bool kHasCertificates = true;
inline constexpr const Program* kServer = &programs::kServer;
inline constexpr const Program* kClient = &programs::kClient;
inline const ObjectTable& kObjects = tables::kWhole;
inline const CommandTable& kCommands = tables::kCommands;
