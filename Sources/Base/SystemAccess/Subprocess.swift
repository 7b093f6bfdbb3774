// Runs one of Postfix's own commands and collects what it says. No shell is involved.

import CSystemShims
import Glibc

/// A command that has ended.
public struct Subprocess: Sendable {
  public let output: [UInt8]
  public let errors: [UInt8]
  /// The exit status; 128 plus the signal for a command that was killed.
  public let status: Int32

  /// The last line that it wrote to standard error, which as a rule says why it failed.
  public var lastErrorLine: Substring? { String(decoding: errors, as: UTF8.self).split(separator: "\n").last }

  /// Runs the program found in PATH and waits for its end. Throws when it cannot be started.
  public static func run(_ program: String, _ arguments: [String]) throws(SystemError) -> Subprocess {
    var outputPipe: [Int32] = [-1, -1]
    var errorPipe: [Int32] = [-1, -1]
    guard postkeep_pipe_cloexec(&outputPipe) == 0 else { throw SystemError("run", program, code: errno) }
    guard postkeep_pipe_cloexec(&errorPipe) == 0 else {
      let failure = errno
      outputPipe.forEach { close($0) }
      throw SystemError("run", program, code: failure)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 1)
    posix_spawn_file_actions_adddup2(&actions, errorPipe[1], 2)
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    defer { words.forEach { free($0) } }
    words.append(nil)
    var child: pid_t = 0
    let failure = posix_spawnp(&child, program, &actions, nil, words, environ)
    close(outputPipe[1])
    close(errorPipe[1])
    guard failure == 0 else {
      close(outputPipe[0])
      close(errorPipe[0])
      throw SystemError("run", program, code: failure)
    }
    let (output, errors) = drain(outputPipe[0], errorPipe[0])
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return Subprocess(output: output, errors: errors, status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
  }

  /// Reads both pipes until both end, so that neither fills up.
  private static func drain(_ first: Int32, _ second: Int32) -> ([UInt8], [UInt8]) {
    var collected: [[UInt8]] = [[], []]
    var polls = [first, second].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while polls.contains(where: { $0.fd >= 0 }) {
      guard poll(&polls, 2, -1) > 0 || errno == EINTR else { break }
      for index in polls.indices where polls[index].fd >= 0 && polls[index].revents != 0 {
        let count = read(polls[index].fd, &buffer, buffer.count)
        if count > 0 {
          collected[index] += buffer[..<count]
        } else if count == 0 || errno != EINTR {
          close(polls[index].fd)
          polls[index].fd = -1
        }
      }
    }
    for poll in polls where poll.fd >= 0 { close(poll.fd) }
    return (collected[0], collected[1])
  }
}
