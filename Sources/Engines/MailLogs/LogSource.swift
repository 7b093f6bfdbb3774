// Where lines of a log come from: a file, compressed or not, or the journal. A file stays open from the beginning on, so
// that its rotation in between changes nothing.

import Bytes
import SystemAccess

final class LogSource {
  /// The path as it was given, or "the journal".
  let name: String
  /// Nil for the journal.
  let status: FileStatus?
  /// Nowhere for the journal.
  private let file: OpenFile
  private let compression: LogCompression?
  private let journal: JournalSource?
  private let tools: DecompressionTools

  var isJournal: Bool { journal != nil }

  init(file path: String, tools: DecompressionTools) throws(MailLogFailure) {
    name = path
    self.tools = tools
    journal = nil
    let status: FileStatus
    do throws(SystemError) {
      file = try OpenFile(reading: path)
      status = try file.status()
    } catch { throw MailLogFailure(name: path, reason: .system(error)) }
    self.status = status
    if let kind = Self.name(of: status.kind) { throw MailLogFailure(name: path, reason: .notAFile(kind)) }
    var beginning = [UInt8](repeating: 0, count: LogCompression.markLimit)
    let number = file.number
    let count = beginning.withUnsafeMutableBytes { OpenFile.read(number, into: $0, at: 0) }
    compression = LogCompression(beginning.prefix(count))
  }

  init(_ journal: JournalSource) throws(MailLogFailure) {
    name = JournalSource.name
    status = nil
    compression = nil
    self.journal = journal
    tools = DecompressionTools()
    do throws(SystemError) { file = try OpenFile.nowhere() } catch {
      throw MailLogFailure(name: name, reason: .system(error))
    }
  }

  /// Reads from the beginning. One reader at a time.
  func reader() throws(MailLogFailure) -> LogReader {
    if let journal { return try pipe(journal.program, journal.arguments) }
    let blocks: LineBlocks
    do throws(SystemError) {
      try file.rewind(named: name)
      blocks = try LineBlocks(copyOf: file.number, named: name)
    } catch { throw MailLogFailure(name: name, reason: .system(error)) }
    guard let compression else { return try LogReader(blocks, of: name, isJournal: false, through: nil) }
    return try pipe(compression.tool(of: tools), LogCompression.arguments)
  }

  private func pipe(_ tool: String, _ arguments: [String]) throws(MailLogFailure) -> LogReader {
    let pipeline: Pipeline
    let blocks: LineBlocks
    do throws(SystemError) {
      pipeline = try Pipeline(.reading(from: file.number), tool, arguments)
      blocks = try LineBlocks(copyOf: pipeline.number, named: name)
    } catch {
      throw MailLogFailure(name: name, reason: error.isMissing ? .missingTool(tool) : .system(error))
    }
    return try LogReader(blocks, of: name, isJournal: isJournal, through: pipeline)
  }

  private static func name(of kind: FileStatus.Kind) -> String? {
    switch kind {
    case .regular, .link: nil
    case .directory: "a directory"
    case .fifo: "a FIFO"
    case .socket: "a socket"
    case .device: "a device"
    }
  }
}
