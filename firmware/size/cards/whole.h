// The whole element: both roles, every mode, every cipher suite.
inline constexpr size_t kRecordBufferSize = 2048;
inline constexpr const CipherSuite* kCipherSuites[] = {&kAes128CcmSha256, &kAes128GcmSha256,
                                                       &kAes128Ccm8Sha256};
inline constexpr bool kHasCertificates = true;
inline constexpr bool kHasPutData = true;
inline constexpr bool kKnowsPeers = false;
inline const Program& program_of(Role role) {
  return role == Role::server ? programs::kServer : programs::kClient;
}
