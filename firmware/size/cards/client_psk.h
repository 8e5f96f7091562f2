// TLS client, external pre-shared keys.
inline constexpr size_t kRecordBufferSize = 2048;
inline constexpr const CipherSuite* kCipherSuites[] = {&kAes128CcmSha256};
inline constexpr bool kHasCertificates = false;
inline constexpr bool kHasPutData = true;
inline constexpr bool kKnowsPeers = false;
inline const Program& program_of(Role) { return programs::kClientPsk; }
