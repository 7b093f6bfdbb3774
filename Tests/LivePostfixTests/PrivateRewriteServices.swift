// Real trivial-rewrite(8) services of a private Postfix: a master with its own configuration and queue, and no network.

import Bytes
import Glibc
import SystemAccess
import TestSupport

final class PrivateRewriteServices {
  /// Only root can start a master.
  static let canRun = geteuid() == 0 && FileReading.exists(program)
  private static let program = "/usr/lib/postfix/sbin/master"

  let directory: PrivateDirectory
  private var isRunning = false

  /// Starts a master on main.cf and master.cf of the directory, with the queue and the data below it.
  init(in directory: PrivateDirectory) throws {
    self.directory = directory
    guard let user = getpwnam("postfix")?.pointee, let group = getgrnam("postdrop")?.pointee else {
      throw TestFailure("there is no user postfix or no group postdrop")
    }
    mkdir("\(directory.path)/data", 0o700)
    chown("\(directory.path)/data", user.pw_uid, user.pw_gid)
    mkdir("\(directory.path)/spool", 0o755)
    for name in ["private", "pid", "public", "active", "incoming", "defer", "deferred", "bounce", "flush", "trace"] {
      let path = "\(directory.path)/spool/\(name)"
      mkdir(path, name == "pid" ? 0o755 : 0o710)
      chown(path, name == "pid" ? 0 : user.pw_uid, name == "public" ? group.gr_gid : 0)
    }
    // A master inherits the signals that its starter blocks, and threads of tests block SIGTERM and SIGCHLD.
    var (none, blocked) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &blocked)
    defer { pthread_sigmask(SIG_SETMASK, &blocked, nil) }
    let result = try Subprocess.run(Self.program, ["-c", directory.path, "-w"])
    guard result.status == 0 else { throw TestFailure("master: \(ByteString(result.errors))") }
    isRunning = true
  }

  /// What main.cf must say for all this.
  static func mainFile(in directory: PrivateDirectory) -> String {
    """
    queue_directory = \(directory.path)/spool
    data_directory = \(directory.path)/data
    command_directory = /usr/sbin
    daemon_directory = /usr/lib/postfix/sbin
    mail_owner = postfix
    setgid_group = postdrop
    syslog_name = postkeep-test

    """
  }

  func connect(to service: String) throws -> Connection {
    try Connection("\(directory.path)/spool/private/\(service)")
  }

  deinit {
    let lock = "\(directory.path)/spool/pid/master.pid"
    guard isRunning, let bytes = try? FileReading.contents(of: lock),
      let master = pid_t(String(decoding: bytes.filter(\.isASCIIDigit), as: UTF8.self)), master > 1
    else { return }
    kill(master, SIGTERM)
    // The master keeps the file locked for as long as it lives.
    let file = open(lock, O_RDWR)
    flock(file, LOCK_EX)
    close(file)
  }

  /// A client of one service: attributes "name NUL value NUL …", and NUL at the end.
  final class Connection {
    private let socket: Int32
    private var unread: [UInt8] = []

    fileprivate init(_ path: String) throws {
      socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
      let size = socklen_t(MemoryLayout<sockaddr_un>.size)
      let status = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(socket, $0, size) }
      }
      guard status == 0 else { throw TestFailure("connect to \(path): errno \(errno)") }
      // A service that dies of a question must not stop the tests for ever.
      var limit = timeval(tv_sec: 10, tv_usec: 0)
      setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
      guard try reply().first?.value == "trivial_rewrite_protocol" else { throw TestFailure("\(path): no greeting") }
    }

    deinit { close(socket) }

    func ask(_ attributes: [(name: ByteString, value: ByteString)]) throws -> [(name: ByteString, value: ByteString)] {
      let request: [UInt8] = attributes.flatMap { [$0.name.bytes, [0], $0.value.bytes, [0]].joined() } + [0]
      guard
        request.withUnsafeBytes({ send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) })
          == request.count
      else { throw TestFailure("write to the service: errno \(errno)") }
      do { return try reply() } catch { throw TestFailure("\(error) to \(attributes)") }
    }

    private func reply() throws -> [(name: ByteString, value: ByteString)] {
      var attributes: [(name: ByteString, value: ByteString)] = []
      while true {
        let name = try text()
        if name.isEmpty { return attributes }
        attributes.append((name, try text()))
      }
    }

    private func text() throws -> ByteString {
      while true {
        if let end = unread.firstIndex(of: 0) {
          defer { unread.removeFirst(end + 1) }
          return ByteString(unread[..<end])
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { throw TestFailure("the service does not answer") }
        unread += buffer[..<count]
      }
    }
  }
}
