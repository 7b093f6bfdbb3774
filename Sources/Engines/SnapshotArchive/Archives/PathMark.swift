// A path as 16 bytes, for those who remember a million of them. Marks are keyed anew in every process, so that nobody can
// make two paths that are taken for one.

public import Bytes

public struct PathMark: Hashable, Sendable {
  private let first: Int
  private let second: Int

  public init(_ path: ByteString) {
    var hasher = Hasher()
    hasher.combine(path)
    var other = hasher
    other.combine(true)
    first = hasher.finalize()
    second = other.finalize()
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(first) }
}
