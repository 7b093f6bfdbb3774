// The queue on a real terminal: drawn, put aside and left as it was.

import Bytes
import Glibc
import SystemAccess
import TestSupport
import Testing

/// A pseudo terminal with a shell on it, and what has been shown there.
private final class ShellTerminal {
  private let number: Int32
  private let other: Int32
  private let shell: ChildProcess
  private var shown = ""

  init(_ script: String) throws {
    var ends: (Int32, Int32) = (-1, -1)
    guard openpty(&ends.0, &ends.1, nil, nil, nil) == 0, let name = ttyname(ends.1) else {
      throw TestFailure("no pseudo terminal")
    }
    for end in [ends.0, ends.1] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    number = ends.0
    // A terminal that nobody has open yet would read as one that has been closed.
    other = ends.1
    let terminal = String(cString: name)
    shell = try ChildProcess(
      "/bin/sh", ["-c", "exec setsid -c bash -c \"$SCRIPT\" < \(terminal) > \(terminal) 2>&1"],
      environment: ["PATH=/usr/bin:/bin", "TERM=xterm", "SCRIPT=\(script)"], channels: [nil, nil, nil])
  }

  deinit {
    shell.end()
    close(number)
    close(other)
  }

  /// What is shown until these words come.
  func read(until words: String) throws -> String {
    while true {
      if let range = shown.firstRange(of: words) {
        defer { shown = String(shown[range.upperBound...]) }
        return String(shown[..<range.upperBound])
      }
      var poll = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
      guard Glibc.poll(&poll, 1, 20_000) > 0 else { throw TestFailure("no '\(words)' in: \(shown)") }
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = Glibc.read(number, &bytes, bytes.count)
      guard count > 0 else { throw TestFailure("the shell ended without '\(words)': \(shown)") }
      shown += String(decoding: bytes[..<count], as: UTF8.self)
    }
  }

  func type(_ key: UInt8) {
    var key = key
    #expect(write(number, &key, 1) == 1)
  }
}

@Suite("Live: queue watch", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct WatchTests {
  private static let enter = "\u{1B}[?1049h"
  private static let leave = "\u{1B}[?1049l"

  @Test(
    "The queue is drawn on a screen of its own, Ctrl-Z puts it aside and q ends it; the terminal is as it was each time"
  )
  func story() throws {
    let options = QueueOptions()
    let postfix = try GeneratedQueueTests.postfix(options)
    _ = try QueueGenerator(seed: 91, options: options).fill(postfix.queueDirectory, count: 7)
    let watch = "\(BuiltProgram.path) queue watch -c \(postfix.configurationDirectory)"
    let asked = "stty -a | grep -ow -e -isig -e isig"
    let terminal = try ShellTerminal("set -m; \(watch); echo aside; \(asked); fg; echo ended $?; \(asked); echo over")

    var screen = try terminal.read(until: "q quits")
    #expect(screen.contains(Self.enter) && screen.contains("Queue \(postfix.queueDirectory)"))
    #expect(screen.contains("deferred           7"), "\(screen)")
    terminal.type(26)
    #expect(try terminal.read(until: "aside\r\nisig").contains(Self.leave))
    screen = try terminal.read(until: "q quits")
    #expect(screen.contains(Self.enter))
    terminal.type(UInt8(ascii: "q"))
    screen = try terminal.read(until: "over")
    #expect(screen.contains(Self.leave) && screen.contains("ended 0\r\nisig"), "\(screen)")
  }
}
