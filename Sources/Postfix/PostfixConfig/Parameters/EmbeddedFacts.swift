// The bytes of the fact files that the build embeds.

enum EmbeddedFacts {
  /// Empty when the build did not embed a file of that name; FactsTests would fail then.
  static func bytes(of path: String) -> UnsafeBufferPointer<UInt8> {
    guard let file = EmbeddedFile.all.first(where: { $0.path == path }) else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(start: file.content.utf8Start, count: file.content.utf8CodeUnitCount)
  }
}
