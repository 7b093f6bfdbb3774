// Texts that a pattern matches, made from the pattern itself.
//
//     PatternSamples.of(try POSIXPattern("^(.+)=(.+)@local\\.test$"), wanting: [victim, domain])
//     // victim=victim.example@local.test, a=a@local.test, …
//
// The pattern is taken apart roughly; every text is then proved with the compiled pattern, and what fails is dropped.
// So a sample always matches, but a pattern may have none: assertions, for example, are not understood.

import Bytes

public enum PatternSamples {
  /// How many samples there are at most.
  public static let limit = 16

  /// - Parameter groups: texts that the groups shall have, in the order of their numbers; an empty text is no wish. A
  ///   wish that a group cannot fulfil is passed over. Samples that fulfil wishes come first.
  public static func of(_ pattern: POSIXPattern, wanting groups: [[UInt8]] = []) -> [[UInt8]] {
    var reader = PatternReader(
      pattern.source.bytes, pattern.flags.contains(.extended) ? .extended : .basic,
      isCaseless: pattern.flags.contains(.caseless))
    guard let node = reader.read() else { return [] }
    // The C library sets no limit to the work that a back-reference makes.
    let length = reader.hasBackReference ? 48 : SampleWriter.lengthLimit
    let search = SampleSearch(
      node: node, branchCount: reader.branchCount, isCaseless: pattern.flags.contains(.caseless), longest: length
    ) { pattern.match($0.span) }
    return search.samples(wanting: groups)
  }

  /// - Parameter groups: as for a POSIX pattern.
  public static func of(_ pattern: PCREPattern, wanting groups: [[UInt8]] = []) -> [[UInt8]] {
    let isCaseless = pattern.flags.contains(.caseless)
    var reader = PatternReader(
      pattern.source.bytes, .perl, isCaseless: isCaseless, isSpaced: pattern.flags.contains(.extended))
    // Postfix's own limits allow a second for one text; here there are many texts.
    let compiled = try? CompiledPCRE(
      pattern.source.bytes, options: pattern.flags.options, isJIT: false, matchLimit: 100_000)
    guard let node = reader.read(), let compiled else { return [] }
    let search = SampleSearch(
      node: node, branchCount: reader.branchCount, isCaseless: isCaseless, longest: SampleWriter.lengthLimit
    ) { $0.withUnsafeBufferPointer { compiled.match($0) } }
    return search.samples(wanting: groups)
  }
}
