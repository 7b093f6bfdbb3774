// Blocks of whole lines from a log, however it is stored. Only its end says that all of it was there: a file that is damaged
// or cut off ends with a failure.

import PostfixLog
import SystemAccess

struct LogReader: ~Copyable {
  private let name: String
  private let isJournal: Bool
  private var blocks: LineBlocks
  /// The tool that the blocks come from.
  private let pipeline: Pipeline?
  private var export: JournalExport?
  private(set) var isEmpty = false

  init(_ blocks: consuming LineBlocks, of name: String, isJournal: Bool, through pipeline: Pipeline?)
    throws(MailLogFailure)
  {
    self.name = name
    self.isJournal = isJournal
    self.pipeline = pipeline
    self.blocks = blocks
    let beginning = try read { blocks throws(SystemError) in Array(try blocks.peek(32)) } ?? []
    isEmpty = beginning.isEmpty
    if isJournal || JournalExport.isBeginning(beginning.span) {
      export = JournalExport()
    } else if beginning.first == UInt8(ascii: "{") {
      throw MailLogFailure(name: name, reason: .json)
    }
  }

  /// The next lines, each with its line feed; only the very last one may lack it. Nil at the end.
  mutating func next() throws(MailLogFailure) -> [UInt8]? {
    if export == nil {
      if let lines = try read({ blocks throws(SystemError) in try blocks.next() }) { return lines }
    } else {
      while let chunk = try read({ blocks throws(SystemError) in try blocks.nextChunk() }) {
        let lines = try exported(chunk)
        if !lines.isEmpty { return lines }
      }
    }
    try finish()
    return nil
  }

  /// What the tool said beside the lines, when all of them have been read.
  var said: String { pipeline?.said ?? "" }

  private mutating func read(
    _ next: (inout LineBlocks) throws(SystemError) -> [UInt8]?
  ) throws(MailLogFailure) -> [UInt8]? {
    do throws(SystemError) { return try next(&blocks) } catch {
      throw MailLogFailure(name: name, reason: .system(error))
    }
  }

  private mutating func exported(_ chunk: [UInt8]) throws(MailLogFailure) -> [UInt8] {
    do throws(JournalDamage) { return try export?.lines(of: chunk.span) ?? [] } catch {
      throw MailLogFailure(name: name, reason: .journal(error))
    }
  }

  /// A tool that failed knows why better than the format of what it wrote until then.
  private func finish() throws(MailLogFailure) {
    if let failure = pipeline?.failure() { throw MailLogFailure(name: name, reason: .tool(failure)) }
    if isJournal, JournalSource.isHiding(said) {
      throw MailLogFailure(name: name, reason: .hidden(said))
    }
    do throws(JournalDamage) { try export?.finish() } catch {
      throw MailLogFailure(name: name, reason: .journal(error))
    }
  }
}
