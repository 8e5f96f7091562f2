// TLS server, external pre-shared keys: the smallest card.
inline constexpr size_t kRecordBufferSize = 1024;
inline constexpr const CipherSuite* kCipherSuites[] = {&kAes128CcmSha256};
inline constexpr bool kHasCertificates = false;
inline constexpr bool kHasPutData = false;
inline constexpr bool kKnowsPeers = false;
inline const Program& program_of(Role) { return programs::kServerPsk; }
