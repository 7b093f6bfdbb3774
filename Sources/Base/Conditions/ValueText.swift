// Values for people, written as they would be written in a condition: 2h, 10M, deferred, "text".

import Bytes

extension ValueType {
  /// A value of this type as text. Long lists are cut; an absent value is "not set".
  public func format(_ value: Value) -> String {
    switch value {
    case .absent: "not set"
    case .unknown(let reasons): Outcome.cannotTell(reasons).description
    case .boolean(let isTrue): isTrue ? "yes" : "no"
    case .number(let number): String(number)
    case .duration(let seconds):
      scaled(seconds, [(604_800, "w"), (86_400, "d"), (3600, "h"), (60, "m")], otherwise: "s")
    case .size(let bytes):
      scaled(bytes, [(1 << 40, "T"), (1 << 30, "G"), (1 << 20, "M"), (1 << 10, "k")], otherwise: "")
    case .version(let version): version.description
    case .text(let text): quoted(text)
    case .word(let position): word(at: position)
    case .list(let elements): list(elements)
    case .record(let record): members(of: record)
    }
  }

  /// An amount in the largest unit that divides it.
  private func scaled(_ amount: Int64, _ units: [(size: Int64, name: String)], otherwise smallest: String) -> String {
    if amount != 0, let unit = units.first(where: { amount % $0.size == 0 }) {
      return "\(amount / unit.size)\(unit.name)"
    }
    return "\(amount)\(smallest)"
  }

  private func quoted(_ text: ByteString) -> String {
    var bytes: [UInt8] = [0x22]
    for byte in text.bytes {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0x0A: bytes += [0x5C, 0x6E]
      case 0x09: bytes += [0x5C, 0x74]
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
    return ByteString(bytes).description
  }

  private func word(at position: Int) -> String {
    guard case .word(let type) = self, type.words.indices.contains(position) else { return "word \(position)" }
    let word = type.words[position]
    return word.isEmpty ? "\"\"" : word.description
  }

  private func list(_ elements: [Value]) -> String {
    let most = 8
    let type = element ?? self
    var shown = elements.prefix(most).map { type.format($0) }
    if elements.count > most { shown.append("… \(elements.count - most) more") }
    return "[" + shown.joined(separator: ", ") + "]"
  }

  private func members(of record: any Record) -> String {
    guard case .record(let type) = self else { return "a record" }
    let shown = type.members.map { "\($0.name): \($0.type.format(record.value($0.slot)))" }
    return "(" + shown.joined(separator: ", ") + ")"
  }
}
