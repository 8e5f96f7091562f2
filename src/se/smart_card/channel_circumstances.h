// What a node tells a channel for its next session, as far as the card's objects do not say it.
#pragma once

#include "se/applet/card_circumstances.h"

namespace tls_se {

/// Through this a card without them does not link what is behind.
class ChannelCircumstances : public PutData {
 public:
  /// As CardCircumstances.
  virtual void pin(const Circumstances& own) = 0;
  virtual void clear() = 0;
  [[nodiscard]] virtual const Circumstances& told() const = 0;

 protected:
  ~ChannelCircumstances() = default;
};

class OwnCircumstances final : public ChannelCircumstances {
 public:
  StatusWord put(DataObject object, const Bytes& value) override {
    return circumstances_.put(object, value);
  }
  void pin(const Circumstances& own) override { circumstances_.pin(own); }
  void clear() override { circumstances_.clear(); }
  [[nodiscard]] const Circumstances& told() const override {
    return circumstances_.circumstances();
  }

 private:
  CardCircumstances circumstances_;
};

}  // namespace tls_se
