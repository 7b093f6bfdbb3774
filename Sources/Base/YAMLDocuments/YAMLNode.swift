// A YAML document as a tree in which every key and value knows its place.
//
// Scalars are text and nothing else: `no`, `1.0` and `null` are the words that the author wrote. Whoever reads a value
// knows the type that it should have. Mappings keep the order of the file; a key occurs once in a mapping.

/// A scalar, a list or a mapping, and the place where it starts.
public struct YAMLNode: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
  }

  /// The first character: of a block scalar the `|` or `>`, of a quoted scalar the quote, of a block list the first `-`.
  public let position: YAMLPosition
  public let content: Content

  public init(_ content: Content, at position: YAMLPosition) {
    self.content = content
    self.position = position
  }
}

/// A key of a mapping with its value.
public struct YAMLEntry: Hashable, Sendable {
  public let key: String
  public let keyPosition: YAMLPosition
  public let value: YAMLNode

  public init(key: String, at keyPosition: YAMLPosition, value: YAMLNode) {
    self.key = key
    self.keyPosition = keyPosition
    self.value = value
  }
}

extension YAMLNode {
  /// `text`, `a list` or `a mapping`, for messages.
  var kind: String {
    switch content {
    case .scalar(let scalar): scalar.isMissing ? "nothing" : "text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
