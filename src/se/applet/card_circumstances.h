// What the node tells the card with PUT DATA before a connection: the time, and of a client the
// server that is to be reached. The node isn't trusted with secrets, but it must be with these: one
// that lies about the name or the time can have the card accept another certificate. A card whose
// profile says them is not asked.
#pragma once

#include "se/base/host_name.h"
#include "se/data_exchange/data_objects.h"
#include "se/tls_lib/settings.h"

namespace tls_se {

/// The objects that PUT DATA reaches.
class PutData {
 public:
  virtual StatusWord put(DataObject object, const Bytes& value) = 0;

 protected:
  ~PutData() = default;
};

class CardCircumstances final : public PutData {
 public:
  CardCircumstances() = default;
  /// As pin().
  explicit CardCircumstances(const Circumstances& profile) { pin(profile); }
  CardCircumstances(const CardCircumstances&) = delete;
  CardCircumstances& operator=(const CardCircumstances&) = delete;

  /// The names that the profile says stay so, and the node is refused (6985); what the node has
  /// told of the rest stays too. A name that is longer than what the node may tell is not copied.
  void pin(const Circumstances& profile);
  /// Forgets what the node has told.
  void clear();

  StatusWord put(DataObject object, const Bytes& value) override;
  [[nodiscard]] const Circumstances& circumstances() const { return circumstances_; }

 private:
  StatusWord put_time(const Bytes& value);
  StatusWord put_server(ReferenceName::Kind kind, const Bytes& value);
  StatusWord put_protocols(const Bytes& value);
  void keep_protocols(const Bytes& protocols);

  Circumstances circumstances_;
  bool server_is_pinned_ = false;
  bool protocols_are_pinned_ = false;
  std::array<uint8_t, kMaxHostNameSize> server_;
  std::array<uint8_t, kMaxProtocolNameList> protocols_;
};

}  // namespace tls_se
