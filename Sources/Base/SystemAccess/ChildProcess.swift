// A program that runs beside us, with descriptors of our choice. It is killed when nobody holds it any more.

import CSystemShims
import Glibc
import Synchronization

public final class ChildProcess: Sendable {
  private let id: pid_t
  /// The status of waitpid(2), once it has ended.
  private let status = Mutex<Int32?>(nil)

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

  /// Kills it, if it still runs, and waits for its end. Returns the signal that it died of; 0 if it ended by itself.
  @discardableResult
  public func end() -> Int32 {
    status.withLock { status in
      if let status { return status & 0x7F }
      kill(id, SIGKILL)
      var result: Int32 = 0
      while waitpid(id, &result, 0) < 0, errno == EINTR {}
      status = result
      return result & 0x7F
    }
  }
}
