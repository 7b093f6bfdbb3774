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
    let key = storedKey(of: entry)
    entries.append(entry)
    if index[key] != nil {
      if replacing { index[key] = entries.count - 1 }
      return false
    }
    index[key] = entries.count - 1
    return true
  }
}
