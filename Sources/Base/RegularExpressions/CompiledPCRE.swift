// A compiled PCRE2 pattern: the only file that touches the library.
//
// A compiled pattern never changes and serves all threads at once; what a match needs is made for each match. Every match
// has a limit on its work, so a pattern that backtracks without end fails instead of hanging. The limits are those built
// into the library (10 million steps), which Postfix uses too.

internal import CPCRE2

final class CompiledPCRE: @unchecked Sendable {
  private let code: OpaquePointer
  private let context: OpaquePointer?
  /// How many groups the pattern has, without the whole match.
  let groupCount: Int

  init(_ source: [UInt8], options: UInt32, isJIT: Bool, matchLimit: UInt32?) throws(PatternError) {
    var error: Int32 = 0
    var offset = 0
    let compiled = source.withUnsafeBufferPointer { source in
      // PCRE2 10.42 wants a pointer even for an empty pattern.
      withUnsafePointer(to: 0 as UInt8) { empty in
        pcre2_compile_8(source.baseAddress ?? empty, source.count, options, &error, &offset, nil)
      }
    }
    guard let compiled else {
      throw PatternError(offset: Int(clamping: offset), message: CompiledPCRE.message(error))
    }
    code = compiled
    // Without JIT (hardened kernels forbid it) the interpreter does the work.
    if isJIT { _ = pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE)) }
    context = matchLimit.flatMap { limit in
      let context = pcre2_match_context_create_8(nil)
      pcre2_set_match_limit_8(context, limit)
      return context
    }
    var count: UInt32 = 0
    pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    groupCount = Int(clamping: count)
  }

  deinit {
    pcre2_match_context_free_8(context)
    pcre2_code_free_8(code)
  }

  func match(_ text: UnsafeBufferPointer<UInt8>) -> MatchResult {
    guard let match = pcre2_match_data_create_from_pattern_8(code, nil) else { return .failed(reason: "out of memory") }
    defer { pcre2_match_data_free_8(match) }
    let answer = run(text, match)
    if answer == PCRE2_ERROR_NOMATCH { return .noMatch }
    guard answer > 0 else { return .failed(reason: Self.message(answer)) }
    let offsets = pcre2_get_ovector_pointer_8(match)
    let groups = (0...groupCount).map { group -> Range<Int>? in
      guard let start = offsets?[2 * group], let end = offsets?[2 * group + 1] else { return nil }
      // Unset groups are -1 (~0 in C); \K can put a start behind its end.
      return start >= 0 && start <= end && end <= text.count ? start..<end : nil
    }
    return .matched(groups: groups)
  }

  /// Whether the text matches; nil if the match failed.
  func isMatch(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
    guard let match = pcre2_match_data_create_8(1, nil) else { return nil }
    defer { pcre2_match_data_free_8(match) }
    let answer = run(text, match)
    // 0 says that there are more groups than room for them.
    return answer >= 0 ? true : answer == PCRE2_ERROR_NOMATCH ? false : nil
  }

  private func run(_ text: UnsafeBufferPointer<UInt8>, _ match: OpaquePointer) -> Int32 {
    withUnsafePointer(to: 0 as UInt8) { empty in
      let start = text.baseAddress ?? empty
      let answer = pcre2_match_8(code, start, text.count, 0, 0, match, context)
      // Compiled code has a small stack; the interpreter takes what it needs from the heap.
      guard answer == PCRE2_ERROR_JIT_STACKLIMIT else { return answer }
      return pcre2_match_8(code, start, text.count, 0, UInt32(PCRE2_NO_JIT), match, context)
    }
  }

  private static func message(_ error: Int32) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
      let length = pcre2_get_error_message_8(error, buffer.baseAddress, buffer.count)
      guard length > 0 else { return "PCRE2 error \(error)" }
      return String(decoding: UnsafeBufferPointer(rebasing: buffer[..<Int(length)]), as: UTF8.self)
    }
  }
}

/// PCRE2's names for the options that the patterns of this module need.
enum PCREOption {
  static let caseless = UInt32(PCRE2_CASELESS)
  static let multiline = UInt32(PCRE2_MULTILINE)
  static let dotAll = UInt32(PCRE2_DOTALL)
  static let extended = UInt32(PCRE2_EXTENDED)
  static let anchored = UInt32(PCRE2_ANCHORED)
  static let dollarEndOnly = UInt32(PCRE2_DOLLAR_ENDONLY)
  static let ungreedy = UInt32(PCRE2_UNGREEDY)
}
