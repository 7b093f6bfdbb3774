// A program that runs beside us, with descriptors of our choice. It is killed when nobody holds it any more.

import CSystemShims
import Glibc
import Synchronization

public final class ChildProcess: Sendable {
  private let id: pid_t
  private let isReaped = Mutex(false)

  /// Starts a program.
  /// - Parameters:
  ///   - path: the program's file; PATH is not searched.
  ///   - environment: all that the child gets, "NAME=value".
  ///   - channels: the child's descriptors 0, 1, 2 and so on; nil leaves one closed.
  ///   - network: where it runs; nil for the host's network.
  public init(
    _ path: String, _ arguments: [String], environment: [String], channels: [Channel?],
    network: PrivateNetwork? = nil
  ) throws(SystemError) {
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { (words + variables).forEach { free($0) } }
    let numbers = channels.map { $0?.number ?? -1 }
    var child: pid_t = 0
    let result = path.withCString { file in
      words.withUnsafeMutableBufferPointer { words in
        variables.withUnsafeMutableBufferPointer { variables in
          numbers.withUnsafeBufferPointer { numbers in
            var program = postkeep_program(
              path: file, arguments: words.baseAddress, environment: variables.baseAddress,
              descriptors: numbers.baseAddress, count: Int32(numbers.count), network: network?.number ?? -1)
            return postkeep_start(&program, &child)
          }
        }
      }
    }
    guard result == 0 else { throw SystemError("run", path, code: errno) }
    id = child
    withExtendedLifetime((channels, network)) {}
  }

  deinit { end() }

  /// Kills it and waits for its end.
  public func end() {
    isReaped.withLock { isReaped in
      guard !isReaped else { return }
      kill(id, SIGKILL)
      var status: Int32 = 0
      while waitpid(id, &status, 0) < 0, errno == EINTR {}
      isReaped = true
    }
  }

  /// Whether it still runs.
  public var isRunning: Bool {
    isReaped.withLock { isReaped in
      guard !isReaped else { return false }
      var status: Int32 = 0
      isReaped = waitpid(id, &status, WNOHANG) != 0
      return !isReaped
    }
  }
}
