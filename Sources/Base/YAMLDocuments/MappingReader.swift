// Takes the entries of a mapping one after another, and finds those that nobody asked for.
//
//     var rule = try document.root.mapping()
//     let id = try rule.required("id").text()
//     let profiles = try rule.optional("profiles")?.texts() ?? []
//     try rule.refuseUnread()
//
// A misspelt key is never passed over in silence: what was not taken by name is unread.

public struct MappingReader: Sendable {
  /// Where the mapping starts.
  public let position: YAMLPosition
  /// All entries in the order of the file.
  public let entries: [YAMLEntry]
  private let indices: [String: Int]
  private var isRead: [Bool]
  /// The names that were asked for so far, present or not: the candidates for "did you mean".
  public private(set) var knownKeys: [String] = []

  init(_ entries: [YAMLEntry], at position: YAMLPosition) {
    self.position = position
    self.entries = entries
    indices = Dictionary(entries.indices.map { (entries[$0].key, $0) }, uniquingKeysWith: { first, _ in first })
    isRead = Array(repeating: false, count: entries.count)
  }

  /// Takes the value of a key. Nil if the mapping lacks it.
  public mutating func optional(_ key: String) -> YAMLNode? { entry(key)?.value }

  /// Takes the value of a key; an error at the mapping if it lacks the key.
  public mutating func required(_ key: String) throws(YAMLError) -> YAMLNode {
    guard let value = optional(key) else { throw YAMLError("the key \"\(key)\" is missing", at: position) }
    return value
  }

  /// Takes an entry, for those who need the place of the key.
  public mutating func entry(_ key: String) -> YAMLEntry? {
    if !knownKeys.contains(key) { knownKeys.append(key) }
    guard let index = indices[key] else { return nil }
    isRead[index] = true
    return entries[index]
  }

  /// The entries that were not taken, in the order of the file.
  public var unread: [YAMLEntry] { zip(entries, isRead).filter { !$0.1 }.map { $0.0 } }

  /// Throws at the first entry that was not taken.
  ///
  /// - Parameter suggest: given an unknown key and the known ones, the one that was probably meant, or nil.
  public func refuseUnread(
    suggest: (_ key: String, _ known: [String]) -> String? = { _, _ in nil }
  ) throws(YAMLError) {
    guard let entry = unread.first else { return }
    let hint = suggest(entry.key, knownKeys).map { ": did you mean \"\($0)\"?" } ?? ""
    throw YAMLError("the key \"\(entry.key)\" is unknown\(hint)", at: entry.keyPosition)
  }
}
