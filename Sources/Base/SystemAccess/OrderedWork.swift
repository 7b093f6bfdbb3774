// Work in several threads whose results arrive in order: one thread hands out, several work, the caller takes.
//
// The threads are POSIX threads, because they wait for a disk: tasks would share one thread for each core.

import Glibc
import Synchronization

public enum OrderedWork {
  /// Hands every input to one of the workers and every output, in the order of the inputs, to `take`.
  ///
  /// - Parameters:
  ///   - count: how many threads.
  ///   - worker: makes what a thread keeps from one input to the next.
  ///   - input: the next input; nil at the end. Called on the caller's thread.
  ///   - take: called on the caller's thread; returns whether it wants more.
  /// - Returns: what the threads kept.
  public static func run<Worker, Input: Sendable, Output: Sendable>(
    threads count: Int, worker: @escaping @Sendable () -> Worker, input: () -> Input?,
    work: @escaping @Sendable (inout Worker, Input) -> Output, take: (Output) -> Bool
  ) -> [Worker] {
    let bench = Bench<Input, Output>(room: count * 4)
    let kept = Kept<Worker>()
    let threads = OwnThread.start(count) {
      var own = worker()
      while let (place, input) = bench.nextInput() { bench.put(work(&own, input), at: place) }
      kept.add(own)
    }
    // Without a single thread the caller does the work itself.
    var own = threads.isEmpty ? worker() : nil
    var given = 0
    var taken = 0
    var wantsMore = true
    while wantsMore {
      if given - taken < bench.room, let next = input() {
        if own != nil {
          own.withValue { wantsMore = take(work(&$0, next)) }
          continue
        }
        bench.give(next, at: given)
        given += 1
        continue
      }
      guard taken < given else { break }
      wantsMore = take(bench.output(at: taken))
      taken += 1
    }
    bench.close()
    for thread in threads { thread.join() }
    return kept.all + (own.map { [$0] } ?? [])
  }

  /// The same for steps that can fail. The first failure is thrown, when what was begun elsewhere has ended.
  public static func attempt<Worker, Input: Sendable, Output: Sendable, Failure: Error>(
    threads count: Int, worker: @escaping @Sendable () -> Worker, input: () throws(Failure) -> Input?,
    work: @escaping @Sendable (inout Worker, Input) throws(Failure) -> Output, take: (Output) throws(Failure) -> Void
  ) throws(Failure) {
    var failure: Failure?
    _ = run(
      threads: count, worker: worker,
      input: { () -> Input? in
        guard failure == nil else { return nil }
        do throws(Failure) { return try input() } catch { failure = error }
        return nil
      },
      work: { (worker: inout Worker, input: Input) -> Result<Output, Failure> in
        do throws(Failure) { return .success(try work(&worker, input)) } catch { return .failure(error) }
      },
      take: { (result: Result<Output, Failure>) -> Bool in
        do throws(Failure) { try take(result.get()) } catch { failure = failure ?? error }
        return failure == nil
      })
    if let failure { throw failure }
  }
}

extension Optional {
  fileprivate mutating func withValue(_ body: (inout Wrapped) -> Void) {
    guard var value = self else { return }
    self = nil
    body(&value)
    self = value
  }
}

/// What threads kept, put down when each ends.
private final class Kept<Worker>: @unchecked Sendable {
  private let lock = Mutex(())
  // Only touched with the lock held.
  private var workers: [Worker] = []
  func add(_ worker: Worker) { lock.withLock { _ in workers.append(worker) } }
  var all: [Worker] { lock.withLock { _ in workers } }
}

/// Where inputs wait for workers and outputs for the caller.
private final class Bench<Input: Sendable, Output: Sendable>: @unchecked Sendable {
  let room: Int
  // Everything below is only touched with the mutex held.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let inputs = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let outputs = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var waiting: [(place: Int, input: Input)] = []
  private var done: [Output?]
  private var isClosed = false

  init(room: Int) {
    self.room = max(1, room)
    done = Array(repeating: nil, count: self.room)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(inputs, nil)
    pthread_cond_init(outputs, nil)
  }

  deinit {
    pthread_cond_destroy(outputs)
    pthread_cond_destroy(inputs)
    pthread_mutex_destroy(mutex)
    outputs.deallocate()
    inputs.deallocate()
    mutex.deallocate()
  }

  func give(_ input: Input, at place: Int) {
    pthread_mutex_lock(mutex)
    waiting.append((place, input))
    pthread_cond_signal(inputs)
    pthread_mutex_unlock(mutex)
  }

  /// The oldest input; nil when there will be no more.
  func nextInput() -> (Int, Input)? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while waiting.isEmpty {
      if isClosed { return nil }
      pthread_cond_wait(inputs, mutex)
    }
    return waiting.removeFirst()
  }

  func put(_ output: Output, at place: Int) {
    pthread_mutex_lock(mutex)
    done[place % room] = output
    pthread_cond_signal(outputs)
    pthread_mutex_unlock(mutex)
  }

  /// Waits for the output at a place.
  func output(at place: Int) -> Output {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let output = done[place % room] {
        done[place % room] = nil
        return output
      }
      pthread_cond_wait(outputs, mutex)
    }
  }

  /// No more inputs come, and those that wait are dropped.
  func close() {
    pthread_mutex_lock(mutex)
    waiting = []
    isClosed = true
    pthread_cond_broadcast(inputs)
    pthread_mutex_unlock(mutex)
  }
}
