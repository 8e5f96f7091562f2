#include "se/tls_lib/record_buffer.h"

#include <algorithm>

namespace tls_se {

void RecordBuffer::start_input() {
  input_ = 0;
  overflowed_ = false;
  streams_ = false;
}

size_t RecordBuffer::collect(const Bytes& fragment) {
  const MutableBytes free = memory_.subspan(held_ + input_);
  const size_t size = std::min(fragment.size(), free.size());
  copy_bytes(free, fragment.first(size));
  input_ += size;
  touch(input_);
  overflowed_ = size < fragment.size();
  return size;
}

void RecordBuffer::hold(const Bytes& content) {
  copy_bytes(room(), content);
  held_ += content.size();
  start_input();
}

void RecordBuffer::erase(size_t at, size_t size) {
  const MutableBytes rest = held().subspan(at);
  copy_bytes(rest, rest.subspan(size));
  held_ -= size;
}

void RecordBuffer::start_output(const uint8_t* begin, size_t size) {
  output_ = {begin, size};
  kept_ = held_;
  start_input();
}

void RecordBuffer::sent(size_t size) {
  output_ = output_.subspan(size);
  if (!output_.empty()) return;
  const uint8_t* const end = output_.data();
  release(held_ - kept_);
  uint8_t* const begin = room().data();
  wipe(begin, static_cast<size_t>(end - begin));
}

void RecordBuffer::touch(size_t size) { touched_ = std::max(touched_, held_ + size); }

void RecordBuffer::wipe_all() {
  wipe(memory_.first(touched_));
  touched_ = 0;
  output_ = {};
  held_ = 0;
  start_input();
}

}  // namespace tls_se
