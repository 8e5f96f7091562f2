// TLS server, external pre-shared keys: cards/psk_server.h with a memory of its own.
inline constexpr CardSize kSize = {
    .channels = 1, .record_buffer = 1024, .psks = 8, .takes_circumstances = false};
inline constexpr const CipherSuite* kCipherSuites[] = {&kAes128CcmSha256};
inline constexpr bool kHasCertificates = false;
inline constexpr const Program* kServer = &programs::kServerPsk;
inline constexpr const Program* kClient = nullptr;
inline const ObjectTable& kObjects = tables::kPskServer;
inline const CommandTable& kCommands = tables::kCommandsWithoutKeys;
