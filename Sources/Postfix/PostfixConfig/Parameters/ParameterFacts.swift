// Reads the embedded parameter facts. Their format is described at the top of Facts/parameters.facts.

public import Bytes

/// Every parameter that any Postfix version knows.
public struct ParameterFacts: Sendable {
  /// The facts that this program carries.
  public static let known = ParameterFacts(EmbeddedFacts.bytes(of: "parameters.facts"))

  public let parameters: [Parameter]
  /// Replaced defaults by build: `with-tls` for all builds that have TLS, then one for each distribution that differs.
  let replacedDefaults: [ByteString: [(name: ByteString, since: PostfixVersion, value: ByteString)]]

  init(_ facts: UnsafeBufferPointer<UInt8>) {
    var parameters: [Parameter] = []
    var timeline: [(since: PostfixVersion, value: DefaultValue?)] = []
    var head: [ByteString]?
    var build: ByteString?
    var replaced: [ByteString: [(name: ByteString, since: PostfixVersion, value: ByteString)]] = [:]

    func finish() {
      if let columns = head, let parameter = Parameter(columns, timeline: timeline) { parameters.append(parameter) }
      head = nil
      timeline.removeAll(keepingCapacity: true)
    }
    for line in facts.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
      let columns = line.split(separator: 0x09, omittingEmptySubsequences: false).map { ByteString($0) }
      if columns[0].isEmpty {
        guard columns.count > 1, let since = PostfixVersion(columns[1]) else { continue }
        let value = columns.count > 2 ? columns[2] : nil
        timeline.append((since, value.map { $0 == "@computed" ? .computed : .text($0) }))
      } else if columns[0].hasPrefix("distribution ") {
        finish()
        build = ByteString(columns[0].bytes.dropFirst("distribution ".utf8.count))
      } else if let build, columns.count == 3, let since = PostfixVersion(columns[1]) {
        replaced[build, default: []].append((columns[0], since, columns[2]))
      } else {
        finish()
        head = columns
      }
    }
    finish()
    self.parameters = parameters
    replacedDefaults = replaced
  }

  /// The parameter of this name, in whichever versions it exists.
  public subscript(name: ByteString) -> Parameter? {
    var low = 0
    var high = parameters.count
    while low < high {
      let middle = (low + high) / 2
      if parameters[middle].name < name { low = middle + 1 } else { high = middle }
    }
    guard low < parameters.count, parameters[low].name == name else { return nil }
    return parameters[low]
  }
}

extension Parameter {
  fileprivate init?(_ columns: [ByteString], timeline: [(since: PostfixVersion, value: DefaultValue?)]) {
    guard columns.count == 10, let kind = Kind(columns[1]) else { return nil }
    func present(_ index: Int) -> ByteString? { columns[index] == "-" ? nil : columns[index] }
    func number(_ index: Int) -> Int? { present(index).flatMap { Int($0.description) } }
    let flags = columns[8].bytes.split(separator: UInt8(ascii: ",")).map { ByteString($0) }
    name = columns[0]
    self.kind = kind
    use = present(2) ?? .empty
    introduced = PostfixVersion(columns[3]) ?? PostfixVersion(1, 1)
    deprecated = present(4).flatMap { PostfixVersion($0) }
    replacement = present(5) ?? .empty
    minimum = number(6)
    maximum = number(7)
    isRaw = flags.contains("raw")
    isLegacy = flags.contains("legacy")
    isReadOnly = flags.contains("read-only")
    programs = present(9).map { $0.bytes.split(separator: UInt8(ascii: ",")).map { ByteString($0) } } ?? []
    self.timeline = timeline
  }
}

extension Parameter.Kind {
  fileprivate init?(_ text: ByteString) {
    switch text {
    case "string": self = .text
    case "boolean": self = .boolean
    case "integer": self = .integer
    case "long": self = .long
    default:
      guard text.hasPrefix("time"), let unit = text.bytes.last else { return nil }
      self = .time(defaultUnit: text.count == "time:s".utf8.count ? unit : UInt8(ascii: "s"))
    }
  }
}
