// A tool that data runs through on its way to a file or from one: age, gpg, anything that is a filter.
//
//     let pipeline = try Pipeline(.writing(to: file.number), "age", ["--encrypt", "--recipient", key])
//     …                              // write to pipeline.number, or with write(_:)
//     try pipeline.finish()          // only now is everything in the file
//
// Our end of the pipe never kills us: SIGPIPE is ignored while a pipeline is open, so that writing to a tool that has ended
// fails with EPIPE; `failure` then knows what the tool said. What is dropped unfinished is killed and waited for.

import CSystemShims
import Glibc
import Synchronization

public final class Pipeline: Sendable {
  public enum Direction: Sendable {
    /// We write to the tool, which writes to this descriptor.
    case writing(to: Int32)
    /// The tool reads from this descriptor, from its current position on, and we read from the tool.
    case reading(from: Int32)
  }

  /// Our end of the pipe. Not to be closed.
  public let number: Int32
  /// As it was given: "age".
  public let tool: String
  private let child: pid_t
  private let messages: Int32
  private let state = Mutex<State>(State())

  private struct State {
    var isOpen = true
    /// The status of waitpid(2), once it has ended.
    var status: Int32?
  }

  /// What a tool may tell on its standard error before the rest is lost.
  private static let messageLimit = 1 << 20

  /// Starts the tool, which is found in PATH. The descriptor stays the caller's.
  public init(_ direction: Direction, _ tool: String, _ arguments: [String]) throws(SystemError) {
    let ends = try Self.pipe(for: tool)
    messages = postkeep_memory_file(Int32(Self.messageLimit))
    guard messages >= 0 else {
      let failure = errno
      close(ends.reading)
      close(ends.writing)
      throw SystemError("run", tool, code: failure)
    }
    let (ours, input, output): (Int32, Int32, Int32) =
      switch direction {
      case .writing(let file): (ends.writing, ends.reading, file)
      case .reading(let file): (ends.reading, file, ends.writing)
      }
    SilencedSignal.shared.begin()
    var child: pid_t = 0
    let failure = Self.start(tool, arguments, [input, output, messages], &child)
    close(ours == ends.writing ? ends.reading : ends.writing)
    self.tool = tool
    self.child = child
    number = ours
    guard failure == 0 else {
      state.withLock { state in
        state.status = 0
        end(&state)
      }
      throw SystemError("run", tool, code: failure)
    }
  }

  deinit {
    state.withLock { state in
      end(&state)
      if state.status == nil {
        kill(child, SIGKILL)
        wait(&state)
      }
    }
    close(messages)
  }

  /// Writes all of it. Throws what the tool said when it does not take it.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(ToolFailure) {
    var written = 0
    while written < bytes.count {
      let result = Glibc.write(number, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if result < 0, errno == EINTR { continue }
      guard result > 0 else {
        let reason = SystemError("write to", tool, code: errno).reason
        throw failure() ?? ToolFailure(tool, .other(reason), self.lastLine)
      }
      written += result
    }
  }

  /// Reads what is there. Returns how many bytes; 0 at the end, which is a good one only if `finish()` says so.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ToolFailure) -> Int {
    while true {
      let result = Glibc.read(number, buffer.baseAddress, buffer.count)
      if result < 0, errno == EINTR { continue }
      guard result >= 0 else {
        throw ToolFailure(tool, .other(SystemError("read from", tool, code: errno).reason), lastLine)
      }
      return result
    }
  }

  /// Closes our end and waits until the tool has done its work. Throws when it has failed.
  public func finish() throws(ToolFailure) {
    if let failure = failure() { throw failure }
  }

  /// Closes our end, waits for the tool, and says why it failed; nil when it has not.
  public func failure() -> ToolFailure? {
    let status = state.withLock { state in
      end(&state)
      wait(&state)
      return state.status ?? 0
    }
    guard status != 0 else { return nil }
    let signal = status & 0x7F
    return ToolFailure(tool, signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal), lastLine)
  }

  /// All that the tool has said on its standard error.
  public var said: String {
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.messageLimit) { buffer, count in
      count = OpenFile.read(messages, into: UnsafeMutableRawBufferPointer(buffer), at: 0)
    }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// An invitation to report an error, which age adds, is no reason.
  private var lastLine: String? {
    said.split(whereSeparator: \.isNewline).last { !($0.contains("report") && $0.contains("://")) }.map(String.init)
  }

  // MARK: Ends

  private func end(_ state: inout State) {
    guard state.isOpen else { return }
    state.isOpen = false
    close(number)
    SilencedSignal.shared.end()
  }

  private func wait(_ state: inout State) {
    guard state.status == nil else { return }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { break }
    }
    state.status = status
  }

  private static func pipe(for tool: String) throws(SystemError) -> (reading: Int32, writing: Int32) {
    var low: [Int32] = [-1, -1]
    guard postkeep_pipe_cloexec(&low) == 0 else { throw SystemError("run", tool, code: errno) }
    // Out of the way of the numbers that the child gets.
    let ends = low.map { fcntl($0, F_DUPFD_CLOEXEC, 32) }
    let failure = errno
    low.forEach { close($0) }
    guard ends[0] >= 0, ends[1] >= 0 else {
      for end in ends where end >= 0 { close(end) }
      throw SystemError("run", tool, code: failure)
    }
    return (ends[0], ends[1])
  }

  private static func start(
    _ tool: String, _ arguments: [String], _ descriptors: [Int32], _ child: inout pid_t
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // What is given may have a number that another one is to get.
    let high = descriptors.map { fcntl($0, F_DUPFD_CLOEXEC, 32) }
    let failure = errno
    defer { for number in high where number >= 0 { close(number) } }
    guard !high.contains(where: { $0 < 0 }) else { return failure }
    for (target, number) in high.enumerated() { posix_spawn_file_actions_adddup2(&actions, number, Int32(target)) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var words: [UnsafeMutablePointer<CChar>?] = ([tool] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    return posix_spawnp(&child, tool, &actions, &attributes, &words, environ)
  }
}
