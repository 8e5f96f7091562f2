#include "node/record_reader.h"

#include <gtest/gtest.h>

#include <type_traits>

#include "node/card_session.h"
#include "se/tls_lib/record.h"

namespace tls_se {
namespace {

// A program may hold a node and an element: their headers of the record layer go together, and take
// its numbers from one place.
static_assert(std::is_same_v<decltype(CardSession::Decrypted::type), decltype(Record::type)>);

using Buffer = std::vector<uint8_t>;

Buffer sized_record(uint8_t type, size_t length) {
  Buffer bytes = {type, 3, 3, static_cast<uint8_t>(length >> 8), static_cast<uint8_t>(length)};
  for (size_t i = 0; i < length; ++i) bytes.push_back(static_cast<uint8_t>(i));
  return bytes;
}

TEST(RecordReaderTest, ARecordInManyPieces) {
  const Buffer sent = sized_record(22, 300);
  RecordReader reader;
  for (size_t i = 0; i < sent.size(); ++i) {
    EXPECT_FALSE(reader.next());
    reader.push(Bytes(sent).subspan(i, 1));
    EXPECT_TRUE(reader.inside_record());
  }
  EXPECT_EQ(reader.next(), sent);
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.inside_record());
}

TEST(RecordReaderTest, ManyRecordsInOnePiece) {
  const std::vector<Buffer> sent = {sized_record(20, 1), sized_record(23, 0),
                                    sized_record(23, kMaxCiphertext), sized_record(21, 2)};
  Buffer stream;
  for (const Buffer& each : sent) stream.insert(stream.end(), each.begin(), each.end());
  RecordReader reader;
  reader.push(Bytes(stream).first(stream.size() - 1));
  for (size_t i = 0; i + 1 < sent.size(); ++i) EXPECT_EQ(reader.next(), sent[i]);
  EXPECT_FALSE(reader.next());
  reader.push(Bytes(stream).last(1));
  EXPECT_EQ(reader.next(), sent.back());
}

TEST(RecordReaderTest, RefusesATooLongRecordByItsHeader) {
  RecordReader reader;
  const Buffer sent = sized_record(23, kMaxCiphertext + 1);
  reader.push(Bytes(sent).first(4));
  EXPECT_FALSE(reader.next());
  reader.push(Bytes(sent).subspan(4, 1));
  EXPECT_THROW((void)reader.next(), RecordError);
  EXPECT_THROW((void)reader.next(), RecordError);
}

TEST(RecordReaderTest, RefusesWhatIsNotTls) {
  RecordReader reader;
  const std::string request = "GET / HTTP/1.1\r\n";
  reader.push({reinterpret_cast<const uint8_t*>(request.data()), request.size()});
  try {
    (void)reader.next();
    FAIL();
  } catch (const RecordError& error) {
    EXPECT_EQ(std::string(error.header().begin(), error.header().end()), "GET /");
  }
}

}  // namespace
}  // namespace tls_se
