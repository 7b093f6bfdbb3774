// The files of queue and logs that an archive holds, a hundred bytes of each: there may be millions.

import Bytes
import SnapshotArchive

struct FoundFile {
  /// Nil for one that is not in the sample.
  var sum: SHA256Sum? { isSummed ? someSum : nil }
  let size: Int
  let access: FileAccess
  /// Nil also for a large one.
  let facts: MessageFacts?
  fileprivate let someSum: SHA256Sum
  fileprivate let isSummed: Bool
  /// Whether the index has named it.
  fileprivate var isNamed = false
  /// Where its path begins in the paths.
  fileprivate let path: Int
}

struct FoundFiles {
  private var numbers: [PathMark: UInt32] = [:]
  private var files: [FoundFile] = []
  /// Only for those that have to be told. A NUL ends each, which no path of an archive has in it.
  private var paths: [UInt8] = []

  var count: Int { files.count }

  mutating func add(
    _ path: ByteString, _ mark: PathMark, size: Int, sum: SHA256Sum?, _ access: FileAccess, _ facts: MessageFacts?
  ) {
    numbers[mark] = UInt32(clamping: files.count)
    files.append(
      FoundFile(
        size: size, access: access, facts: facts, someSum: sum ?? SHA256Sum(), isSummed: sum != nil, path: paths.count))
    paths += path.bytes
    paths.append(0)
  }

  subscript(mark: PathMark) -> FoundFile? { numbers[mark].map { files[Int($0)] } }

  /// The file of that path, which the index has named now.
  mutating func named(_ mark: PathMark) -> FoundFile? {
    guard let number = numbers[mark] else { return nil }
    files[Int(number)].isNamed = true
    return files[Int(number)]
  }

  /// Those that the index has not named, sorted.
  var unnamed: [ByteString] {
    files.filter { !$0.isNamed }.map { ByteString(paths[$0.path...].prefix { $0 != 0 }) }.sorted()
  }
}
