// What leads a card to the answers that need more than one command without context: data of the
// right kind, sessions, chains, and a platform that fails.
#pragma once

#include "answers.h"

namespace tls_se::test {

/// On cards that are initial, or operational.
void take_answer_roads(Answers& answers, bool is_operational);
void take_roads_of_terminated(Answers& answers);
/// 6581, in every state.
void take_roads_of_failing_memory(Answers& answers);

}  // namespace tls_se::test
