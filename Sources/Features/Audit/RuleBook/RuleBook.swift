// All rules of an audit: those in the program, and those of the site.

public struct RuleBook: Sendable {
  /// A rule file as bytes, with the path that errors name.
  public struct File: Sendable {
    public let path: String
    public let bytes: [UInt8]
    /// The whole file, where `bytes` is only the question of a rule that the program carries and its tests have read.
    let whole: (@Sendable () -> [UInt8])?

    public init(path: String, bytes: [UInt8]) {
      self.init(path: path, bytes: bytes, whole: nil)
    }

    init(path: String, bytes: [UInt8], whole: (@Sendable () -> [UInt8])?) {
      self.path = path
      self.bytes = bytes
      self.whole = whole
    }
  }

  /// By id.
  public let rules: [Rule]

  /// The rules that this program carries, with their examples.
  public static var embeddedFiles: [File] {
    EmbeddedFile.all.map { File(path: "Rules/\($0.path)", bytes: bytes(of: $0.content)) }
  }

  /// The questions of the rules that this program carries and a profile asks: all that an audit needs of most of them.
  public static func embeddedQuestions(for profile: Profile? = nil) -> [File] {
    EmbeddedFile.all.filter { file in
      guard let profile, !file.profiles.isEmpty else { return true }
      return file.profiles.contains(profile.rawValue)
    }.map { file in
      File(path: "Rules/\(file.path)", bytes: bytes(of: file.question)) { bytes(of: file.content) }
    }
  }

  /// Whether a file of that path is one that this program carries.
  static func isEmbedded(_ path: String) -> Bool { EmbeddedFile.all.contains { "Rules/\($0.path)" == path } }

  private static func bytes(of text: StaticString) -> [UInt8] {
    Array(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Reads rule files. A rule that comes later replaces one of the same id.
  ///
  /// Throws the first defect of the first file that has one.
  public init(_ files: [File]) throws(RuleError) {
    let vocabularies = Vocabularies()
    var byID: [String: Rule] = [:]
    for file in files {
      let reader = RuleFileReader(file: file.path, vocabularies: vocabularies, whole: file.whole)
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
