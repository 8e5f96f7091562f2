// TLS server, certificates of both, which knows who its clients are and lets some in.
inline constexpr size_t kRecordBufferSize = 2048;
inline constexpr const CipherSuite* kCipherSuites[] = {&kAes128CcmSha256};
inline constexpr bool kHasCertificates = true;
inline constexpr bool kHasPutData = true;
inline constexpr bool kKnowsPeers = true;
inline const Program& program_of(Role) { return programs::kServerMutual; }
