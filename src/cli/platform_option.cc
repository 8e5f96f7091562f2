#include "cli/platform_option.h"

#include <map>

namespace tls_se {

CLI::Option* add_platform(CLI::App& command, HostPlatform& platform) {
  const std::map<std::string, HostPlatform> platforms = {{"openssl", HostPlatform::openssl},
                                                         {"software", HostPlatform::software}};
  const char* const default_name =
      default_host_platform() == HostPlatform::openssl ? "openssl" : "software";
  return command
      .add_option("--platform", platform,
                  "what cards in this process compute with: openssl, or software, which is what "
                  "chips without engines have, slower and without x25519")
      ->type_name("NAME")
      ->transform(CLI::CheckedTransformer(platforms).description(""))
      ->default_str(default_name);
}

}  // namespace tls_se
