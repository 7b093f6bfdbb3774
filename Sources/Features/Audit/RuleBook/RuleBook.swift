// All rules of an audit: those in the program, and those of the site.

public struct RuleBook: Sendable {
  /// A rule file as bytes, with the path that errors name.
  public struct File: Sendable {
    public let path: String
    public let bytes: [UInt8]
    /// Whether the tests of the program have read it.
    let isTested: Bool

    public init(path: String, bytes: [UInt8]) {
      self.init(path: path, bytes: bytes, isTested: false)
    }

    init(path: String, bytes: [UInt8], isTested: Bool) {
      self.path = path
      self.bytes = bytes
      self.isTested = isTested
    }
  }

  /// By id.
  public let rules: [Rule]

  /// The rules that this program carries, with their examples.
  public static var embeddedFiles: [File] {
    EmbeddedFile.all.map { file($0, length: $0.content.utf8CodeUnitCount, isTested: false) }
  }

  /// The rules that this program carries and a profile asks, without their examples: all that an audit needs.
  public static func embeddedQuestions(for profile: Profile? = nil) -> [File] {
    EmbeddedFile.all.filter { file in
      guard let profile, !file.profiles.isEmpty else { return true }
      return file.profiles.contains(profile.rawValue)
    }.map { file($0, length: $0.examplesOffset, isTested: true) }
  }

  private static func file(_ embedded: EmbeddedFile, length: Int, isTested: Bool) -> File {
    let bytes = UnsafeBufferPointer(start: embedded.content.utf8Start, count: length)
    return File(path: "Rules/\(embedded.path)", bytes: Array(bytes), isTested: isTested)
  }

  /// Reads rule files. A rule that comes later replaces one of the same id.
  ///
  /// Throws the first defect of the first file that has one.
  public init(_ files: [File]) throws(RuleError) {
    let vocabularies = Vocabularies()
    var byID: [String: Rule] = [:]
    for file in files {
      let reader = RuleFileReader(file: file.path, vocabularies: vocabularies, isTested: file.isTested)
      let rule = try reader.read(file.bytes)
      byID[rule.id] = rule
    }
    rules = byID.values.sorted { $0.id < $1.id }
  }

  /// The rule with this id or name.
  public func rule(_ word: String) -> Rule? {
    rules.first { $0.id == word || $0.id.lowercased() == word.lowercased() || $0.name == word }
  }

  /// Every defect of every file, for those who write rules.
  public static func problems(in files: [File]) -> [RuleError] {
    let vocabularies = Vocabularies()
    return files.compactMap { file in
      do throws(RuleError) {
        _ = try RuleFileReader(file: file.path, vocabularies: vocabularies).read(file.bytes)
        return nil
      } catch {
        return error
      }
    }
  }
}
