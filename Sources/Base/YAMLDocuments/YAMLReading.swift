// Reads values of an expected shape: `text()`, `texts()`, `list()`, `mapping()`.
//
// Each throws at the node's own place, so a rule file with a wrong shape is reported where the author has to look.

extension YAMLNode {
  /// The scalar; an error for a list, a mapping, or a key without a value.
  public func scalar() throws(YAMLError) -> YAMLScalar {
    guard case .scalar(let scalar) = content, !scalar.isMissing else {
      throw YAMLError("text is expected here, but this is \(kind)", at: position)
    }
    return scalar
  }

  /// The text of a scalar.
  public func text() throws(YAMLError) -> String { try scalar().text }

  /// The texts of a list of scalars, or the one text of a scalar: `skip: a` means the same as `skip: [a]`.
  public func texts() throws(YAMLError) -> [String] {
    switch content {
    case .scalar: return [try text()]
    case .sequence(let nodes):
      var texts: [String] = []
      for node in nodes { texts.append(try node.text()) }
      return texts
    case .mapping: throw YAMLError("text or a list of texts is expected here, but this is \(kind)", at: position)
    }
  }

  /// The elements of a list.
  public func list() throws(YAMLError) -> [YAMLNode] {
    guard case .sequence(let nodes) = content else {
      throw YAMLError("a list is expected here, but this is \(kind)", at: position)
    }
    return nodes
  }

  /// A reader for the entries of a mapping.
  public func mapping() throws(YAMLError) -> MappingReader {
    guard case .mapping(let entries) = content else {
      throw YAMLError("a mapping is expected here, but this is \(kind)", at: position)
    }
    return MappingReader(entries, at: position)
  }
}
