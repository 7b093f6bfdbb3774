// A compiled POSIX pattern of the C library: the only file that touches regcomp(3) and regexec(3).
//
// glibc locks a compiled pattern while it matches, so threads may share one.

internal import Glibc

final class CompiledPOSIX: @unchecked Sendable {
  private let expression: UnsafeMutablePointer<regex_t>
  let groupCount: Int

  struct Options: OptionSet {
    let rawValue: Int32
    static let extended = Options(rawValue: REG_EXTENDED)
    static let caseless = Options(rawValue: REG_ICASE)
    static let multiline = Options(rawValue: REG_NEWLINE)
  }

  /// - Parameter source: without NUL.
  init(_ source: [UInt8], options: Options) throws(PatternError) {
    let expression = UnsafeMutablePointer<regex_t>.allocate(capacity: 1)
    expression.initialize(to: regex_t())
    let error = Self.withCString(source[...]) { regcomp(expression, $0, options.rawValue) }
    guard error == 0 else {
      let message = Self.message(error, expression)
      expression.deallocate()
      throw PatternError(offset: nil, message: message)
    }
    self.expression = expression
    groupCount = expression.pointee.re_nsub
  }

  deinit {
    regfree(expression)
    expression.deallocate()
  }

  /// - Parameter text: without NUL.
  func match(_ text: UnsafeBufferPointer<UInt8>) -> MatchResult {
    withUnsafeTemporaryAllocation(of: regmatch_t.self, capacity: groupCount + 1) { groups in
      let answer = Self.withCString(text) { regexec(expression, $0, groups.count, groups.baseAddress, 0) }
      if answer == _REG_NOMATCH.rawValue { return .noMatch }
      guard answer == 0 else { return .failed(reason: Self.message(answer, expression)) }
      return .matched(
        groups: groups.map { group in
          group.rm_so >= 0 && group.rm_so <= group.rm_eo && group.rm_eo <= text.count
            ? Int(group.rm_so)..<Int(group.rm_eo) : nil
        })
    }
  }

  private static func withCString<Answer>(
    _ bytes: some Collection<UInt8>, _ body: (UnsafePointer<CChar>) -> Answer
  ) -> Answer {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
      let end = buffer.initialize(fromContentsOf: bytes.lazy.map { CChar(bitPattern: $0) })
      buffer.initializeElement(at: end, to: 0)
      return body(UnsafePointer(buffer.baseAddress.unsafelyUnwrapped))
    }
  }

  private static func message(_ error: Int32, _ expression: UnsafePointer<regex_t>) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      _ = regerror(error, expression, buffer.baseAddress, buffer.count)
      return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
