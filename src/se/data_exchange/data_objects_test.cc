#include "se/data_exchange/data_objects.h"

#include <gtest/gtest.h>

#include <vector>

namespace tls_se {
namespace {

using Object = std::vector<uint8_t>;

/// What a card writes of `value`, where something stood before.
template <class Value>
Object written(const Value& value) {
  std::array<uint8_t, Value::kSize> object;
  object.fill(0xa5);
  if constexpr (requires { value.encode(object); }) {
    value.encode(object);
  } else {
    Writer writer(object);
    value.write(writer);
    EXPECT_EQ(writer.size(), object.size());
  }
  return {object.begin(), object.end()};
}

/// That a node reads these bytes, and that they are what a card writes.
template <class Value>
Value read(const Object& object) {
  const auto value = Value::decode(object);
  EXPECT_TRUE(value);
  if (!value) return {};
  EXPECT_EQ(written(*value), object);
  return *value;
}

template <class Value>
void expect_none_of_another_size() {
  for (const size_t size : {size_t{0}, Value::kSize - 1, Value::kSize + 1}) {
    EXPECT_FALSE(Value::decode(Object(size))) << size;
  }
}

TEST(DataObjectsTest, CardEndReason) {
  const auto value = read<CardEndReason>({2, 20, 7});
  EXPECT_EQ(value.origin, CardEndReason::Origin::peer);
  EXPECT_EQ(value.alert, 20);
  EXPECT_EQ(value.reason, Reason::unprotected);
  EXPECT_EQ(written(CardEndReason{}), (Object{0, 0, 0}));
  EXPECT_FALSE(CardEndReason::decode(Object{3, 0, 0}));
  expect_none_of_another_size<CardEndReason>();
}

TEST(DataObjectsTest, NextRecord) {
  auto value = read<NextRecord>({1, 22, 2});
  EXPECT_EQ(value.phase, NextRecord::Phase::record_waits);
  EXPECT_EQ(value.content_type, ContentType::handshake);
  EXPECT_EQ(value.handshake_type, HandshakeType::server_hello);
  value = read<NextRecord>({3, 0, 0});
  EXPECT_EQ(value.phase, NextRecord::Phase::closed);
  EXPECT_EQ(read<NextRecord>({4, 22, 11}).phase, NextRecord::Phase::expects_rest);
  EXPECT_FALSE(NextRecord::decode(Object{5, 0, 0}));
  expect_none_of_another_size<NextRecord>();
}

TEST(DataObjectsTest, SessionParameters) {
  auto value = read<SessionParameters>({1, 0, 0x13, 0x04});
  EXPECT_EQ(value.mode, SessionParameters::Mode::psk);
  EXPECT_FALSE(value.validity_unchecked);
  EXPECT_FALSE(value.no_client_certificate);
  EXPECT_EQ(value.cipher_suite, 0x1304);
  value = read<SessionParameters>({2, 1, 0x13, 0x01});
  EXPECT_TRUE(value.validity_unchecked);
  EXPECT_FALSE(value.no_client_certificate);
  value = read<SessionParameters>({3, 2, 0x13, 0x01});
  EXPECT_FALSE(value.validity_unchecked);
  EXPECT_TRUE(value.no_client_certificate);
  EXPECT_EQ(written(SessionParameters{}), (Object{0, 0, 0, 0}));
  EXPECT_FALSE(SessionParameters::decode(Object{4, 0, 0x13, 0x04}));
  expect_none_of_another_size<SessionParameters>();
}

TEST(DataObjectsTest, MaxContent) {
  EXPECT_EQ(read<MaxContent>({0x40, 0x01}).size, 0x4001);
  EXPECT_EQ(written(MaxContent{}), (Object{0, 0}));
  expect_none_of_another_size<MaxContent>();
}

TEST(DataObjectsTest, SessionGroup) {
  EXPECT_EQ(read<SessionGroup>({0x00, 0x17}).id, 0x0017);
  EXPECT_EQ(read<SessionGroup>({0x11, 0xec}).id, 0x11ec);
  EXPECT_EQ(written(SessionGroup{}), (Object{0, 0}));
  expect_none_of_another_size<SessionGroup>();
}

TEST(DataObjectsTest, ATagIsP1P2) {
  constexpr auto header = data_object_header(ins::kPutData, DataObject::server_name, 3);
  EXPECT_EQ(header, (std::array<uint8_t, 5>{0x00, 0xda, 0x02, 0x02, 0x03}));
  EXPECT_EQ(data_object_of({.p1 = header[2], .p2 = header[3]}), DataObject::server_name);
}

}  // namespace
}  // namespace tls_se
