// A table whose keys are compared as a whole: the sources of texthash, inline and compiled files.

import Bytes

struct FixedTable: Sendable {
  /// In the order of the source, with entries that another one hides.
  private(set) var entries: [TableEntry] = []
  private var index: [ByteString: Int] = [:]
  private let folds: Bool
  private let usesUTF8: Bool

  /// - Parameter folds: whether keys are folded when they are stored.
  init(folds: Bool, usesUTF8: Bool) {
    self.folds = folds
    self.usesUTF8 = usesUTF8
  }

  /// The entry that a lookup of the key, as stored, finds.
  subscript(storedKey: ByteString) -> TableEntry? { index[storedKey].map { entries[$0] } }

  /// The key under which an entry is stored.
  func storedKey(of entry: TableEntry) -> ByteString {
    folds ? CaseFolding.fold(entry.key, usesUTF8: usesUTF8) : entry.key
  }

  /// Adds an entry. False if its key was there already; then the first value stays unless `replacing`.
  @discardableResult
  mutating func add(_ entry: TableEntry, replacing: Bool = false) -> Bool {
    let position = entries.count
    entries.append(entry)
    // One search for both questions: whether the key is there, and where it goes.
    return Self.store(position, in: &index[storedKey(of: entry)], replacing: replacing)
  }

  private static func store(_ position: Int, in slot: inout Int?, replacing: Bool) -> Bool {
    guard slot != nil else {
      slot = position
      return true
    }
    if replacing { slot = position }
    return false
  }

  /// Makes room for as many entries.
  mutating func reserve(_ count: Int) {
    entries.reserveCapacity(count)
    index.reserveCapacity(count)
  }
}
