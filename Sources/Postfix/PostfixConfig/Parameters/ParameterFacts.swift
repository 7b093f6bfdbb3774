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
    parameters.reserveCapacity(1000)
    var timeline: [(since: PostfixVersion, value: DefaultValue?)] = []
    var head: FactColumns?
    var build: ByteString?
    var replaced: [ByteString: [(name: ByteString, since: PostfixVersion, value: ByteString)]] = [:]

    func finish() {
      if let columns = head, let parameter = Parameter(columns, timeline: timeline) { parameters.append(parameter) }
      head = nil
      timeline.removeAll(keepingCapacity: true)
    }
    FactColumns.forEachLine(of: facts) { columns in
      if columns.isEmpty(0) {
        guard let since = columns.version(1) else { return }
        let value = columns.count > 2 ? columns.text(2) : nil
        timeline.append((since, value.map { $0 == "@computed" ? .computed : .text($0) }))
      } else if columns.count == 1 {
        finish()
        build = ByteString(columns.text(0).bytes.dropFirst("distribution ".utf8.count))
      } else if let build, columns.count == 3, let since = columns.version(1) {
        replaced[build, default: []].append((columns.text(0), since, columns.text(2)))
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

extension Parameter.Kind {
  init?(_ text: ByteString) {
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
