// The part of asio that is no template: ASIO_SEPARATE_COMPILATION leaves it to one translation
// unit.
#include <asio/impl/src.hpp>
