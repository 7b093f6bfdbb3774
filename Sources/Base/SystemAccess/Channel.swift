// An open end of a pipe or a local socket to another process. Reading never waits; `Channel.wait` does.

import CSystemShims
import Glibc

public final class Channel: Sendable {
  let number: Int32

  /// Takes the descriptor. It is moved out of the way of the low numbers that a child is given.
  private init(taking descriptor: Int32, operation: String, waits: Bool = false) throws(SystemError) {
    guard descriptor >= 0 else { throw SystemError(operation, "a channel", code: errno) }
    number = fcntl(descriptor, F_DUPFD_CLOEXEC, 32)
    let failure = errno
    close(descriptor)
    guard number >= 0 else { throw SystemError(operation, "a channel", code: failure) }
    if !waits { _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) }
  }

  deinit { _ = close(number) }

  /// A pipe. The child's end waits as programs expect it.
  public static func pipe() throws(SystemError) -> (reading: Channel, writing: Channel) {
    var ends: [Int32] = [-1, -1]
    guard postkeep_pipe_cloexec(&ends) == 0 else { throw SystemError("make", "a pipe", code: errno) }
    let reading = try Channel(taking: ends[0], operation: "make")
    return (reading, try Channel(taking: ends[1], operation: "make", waits: true))
  }

  /// Two connected local sockets; the second one is for a child.
  public static func pair() throws(SystemError) -> (ours: Channel, childs: Channel) {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw SystemError("make", "a pair of sockets", code: errno)
    }
    let ours = try Channel(taking: ends[0], operation: "make")
    return (ours, try Channel(taking: ends[1], operation: "make", waits: true))
  }

  /// A local socket that others connect to, whoever they are.
  public static func listening(at path: String) throws(SystemError) -> Channel {
    let channel = try Channel(
      taking: socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0), operation: "open")
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard bytes.count < room else { throw SystemError("listen at", path, refused: "the path is too long") }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(channel.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0, chmod(path, 0o666) == 0, listen(channel.number, 128) == 0 else {
      throw SystemError("listen at", path, code: errno)
    }
    return channel
  }

  /// The next connection; nil when there is none.
  public func accept() -> Channel? {
    try? Channel(taking: postkeep_accept_cloexec(number), operation: "accept")
  }

  /// What a read gave.
  public enum Received: Sendable {
    case bytes([UInt8])
    case nothingYet
    /// The other side has closed its end.
    case end
  }

  public func receive() -> Received {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      let result = read(number, buffer.baseAddress, buffer.count)
      if result < 0 { failure = errno }
      count = max(result, 0)
    }
    if failure == EAGAIN || failure == EINTR { return .nothingYet }
    return bytes.isEmpty ? .end : .bytes(bytes)
  }

  /// Sends everything to a socket. False when the other side is gone.
  public func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let result = bytes.withUnsafeBytes { buffer in
        Glibc.send(number, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, Int32(MSG_NOSIGNAL))
      }
      if result > 0 {
        sent += result
      } else if errno == EAGAIN {
        var room = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        _ = poll(&room, 1, -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// Waits until something can be read, accepted or has ended; says for each channel whether it is so.
  public static func wait(for channels: [Channel], milliseconds: Int32) -> [Bool] {
    var polls = channels.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
    guard poll(&polls, nfds_t(polls.count), milliseconds) > 0 else { return channels.map { _ in false } }
    return polls.map { $0.revents != 0 }
  }
}
