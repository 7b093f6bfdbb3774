// Log files that the tests write, in every compression, with the times that they were changed.

import Bytes
import Glibc
import MailLogs
import PostfixLog
import SystemAccess
import TestSupport

final class LogFiles {
  static let id: ByteString = "4jYR3d3YTQz2NPSf"
  /// 2026-11-27 00:00:00 UTC.
  static let now: Int64 = 1_795_737_600

  let directory: PrivateDirectory

  init() throws { directory = try PrivateDirectory() }

  func path(_ name: String) -> String { "\(directory.path)/\(name)" }

  /// - Parameter modified: seconds since the epoch.
  func write(_ text: String, to name: String, modified: Int64 = LogFiles.now) throws {
    try directory.write(text, to: name)
    try touch(name, modified)
  }

  /// Compresses a file as logrotate does: in its place, with its times.
  func compress(_ name: String, by tool: String) throws {
    guard try Subprocess.run(tool, ["-q", path(name)]).status == 0 else { throw TestFailure("\(tool) failed") }
    if tool == "zstd" { directory.remove(name) }
  }

  func cut(_ name: String, to size: Int) throws {
    guard truncate(path(name), off_t(size)) == 0 else { throw TestFailure("truncate: errno \(errno)") }
  }

  /// A program of the tests' own.
  func writeScript(_ text: String, to name: String) throws -> String {
    try directory.write("#!/bin/sh\n\(text)\n", to: name)
    chmod(path(name), 0o755)
    return path(name)
  }

  private func touch(_ name: String, _ modified: Int64) throws {
    var times = [timeval(tv_sec: Int(modified), tv_usec: 0), timeval(tv_sec: Int(modified), tv_usec: 0)]
    guard utimes(path(name), &times) == 0 else { throw TestFailure("utimes: errno \(errno)") }
  }

  /// What a log of these parts says: the texts of the deliveries of the one message, in the order they were read.
  func read(
    _ names: [String], journal: JournalSource? = nil, tools: DecompressionTools = DecompressionTools()
  ) throws(MailLogFailure) -> (texts: [String], times: [Int64], coverage: LogCoverage) {
    var history = DeliveryHistory(of: .some(ids: [Self.id]))
    var log = try MailLog(
      files: names.map { path($0) }, journal: journal, now: Self.now, zone: .utc, tools: tools)
    let coverage = try log.read(into: &history)
    let outcomes = history.messages(Self.id).flatMap(\.outcomes)
    return (outcomes.map(\.text.description), outcomes.map(\.time.seconds), coverage)
  }

  /// Why a log cannot be read.
  func failure(_ names: [String], tools: DecompressionTools = DecompressionTools()) -> MailLogFailure? {
    do throws(MailLogFailure) {
      _ = try read(names, tools: tools)
      return nil
    } catch { return error }
  }

  /// A line about the one message.
  static func line(_ stamp: String, _ text: String) -> String {
    "\(stamp) mx1 postfix/smtp[12]: \(delivery(text))\n"
  }

  static func delivery(_ text: String) -> String {
    "\(id): to=<a@b.example>, relay=none, delay=1, delays=0/0/1/0, dsn=4.4.1, status=deferred (\(text))"
  }
}
