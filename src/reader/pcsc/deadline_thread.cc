#include "reader/pcsc/deadline_thread.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>

namespace tls_se {

/// Shared with the thread, which may outlive whom it works for.
struct DeadlineThread::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::function<void()> work;  // to be done
  std::exception_ptr thrown;
  bool is_busy = false;  // with what was to be done
  bool is_over = false;  // nobody will ask for more
};

DeadlineThread::DeadlineThread()
    : state_(std::make_shared<State>()), thread_([state = state_] { run(*state); }) {}

DeadlineThread::~DeadlineThread() {
  std::unique_lock lock(state_->mutex);
  state_->is_over = true;
  state_->changed.notify_all();
  const bool hangs = state_->is_busy;
  lock.unlock();
  hangs ? thread_.detach() : thread_.join();
}

void DeadlineThread::run(State& state) {
  std::unique_lock lock(state.mutex);
  for (;;) {
    state.changed.wait(lock, [&] { return state.is_over || state.work; });
    if (!state.work) return;
    std::function<void()> work = std::exchange(state.work, nullptr);
    lock.unlock();
    std::exception_ptr thrown;
    try {
      work();
    } catch (...) {
      thrown = std::current_exception();
    }
    work = nullptr;  // and what it owns
    lock.lock();
    state.thrown = std::move(thrown);
    state.is_busy = false;
    state.changed.notify_all();
  }
}

bool DeadlineThread::call(std::function<void()> work, std::chrono::milliseconds longest) {
  std::unique_lock lock(state_->mutex);
  if (state_->is_busy) return false;  // with what was given up before
  state_->work = std::move(work);
  state_->is_busy = true;
  state_->thrown = nullptr;
  state_->changed.notify_all();
  if (!state_->changed.wait_for(lock, longest, [&] { return !state_->is_busy; })) return false;
  if (const auto thrown = std::exchange(state_->thrown, nullptr)) std::rethrow_exception(thrown);
  return true;
}

}  // namespace tls_se
