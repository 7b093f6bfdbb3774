// A lock for threads that wait for each other: what several of them use is touched only with it held.

import Glibc

final class Monitor: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(mutex)
    change.deallocate()
    mutex.deallocate()
  }

  /// Waits until something holds, acts, and lets the others look whether they can go on.
  func whenReady<Result>(_ isReady: () -> Bool, _ act: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while !isReady() { pthread_cond_wait(change, mutex) }
    defer { pthread_cond_broadcast(change) }
    return act()
  }
}
