// A file of sessions, one JSON object a line. Empty lines and lines that begin with # say nothing.

import Bytes
import SystemAccess

public struct SessionFile: Sendable {
  /// "-" for standard input.
  public let path: String

  public init(_ path: String) { self.path = path }

  private var name: String { path == "-" ? "standard input" : path }

  /// Reads the sessions one after the other; at least one.
  ///
  /// - Parameter body: gets the number of the line, from 1, and the session. A message that it returns is what is wrong
  ///   with the line; nothing behind it is read.
  func forEach(_ body: (Int, RecordedSession) -> String?) throws(AccessFailure) {
    var blocks = try open()
    var number = 0
    var isEmpty = true
    while let block = try next(&blocks) {
      var lines = block.split(separator: 0x0A, omittingEmptySubsequences: false)
      if lines.last?.isEmpty == true { lines.removeLast() }
      for line in lines {
        number += 1
        if line.first == UInt8(ascii: "#") || line.allSatisfy(\.isASCIISpace) { continue }
        isEmpty = false
        if let message = problem(Array(line), number, body) {
          throw .session(file: name, line: number, message: message)
        }
      }
    }
    if isEmpty { throw .noSessions(file: name) }
  }

  private func problem(_ line: [UInt8], _ number: Int, _ body: (Int, RecordedSession) -> String?) -> String? {
    do throws(RecordedSession.Problem) { return body(number, try RecordedSession(line: line)) } catch {
      return error.message
    }
  }

  private func open() throws(AccessFailure) -> LineBlocks {
    do throws(SystemError) { return try LineBlocks(path) } catch { throw .system(error) }
  }

  private func next(_ blocks: inout LineBlocks) throws(AccessFailure) -> [UInt8]? {
    do throws(SystemError) { return try blocks.next() } catch { throw .system(error) }
  }
}
