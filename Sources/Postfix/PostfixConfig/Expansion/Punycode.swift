// Punycode, the ASCII form of a Unicode label without its "xn--". Source: RFC 3492.

public enum Punycode {
  private static let base = 36
  private static let lowest = 1
  private static let highest = 26

  /// Nil when the label is longer than any domain label may be.
  public static func encode(_ label: [Unicode.Scalar]) -> [UInt8]? {
    guard label.count <= 63 else { return nil }
    var output = label.compactMap { $0.isASCII ? UInt8($0.value) : nil }
    let basicCount = output.count
    var handled = basicCount
    if basicCount > 0 { output.append(UInt8(ascii: "-")) }
    var code = 128
    var delta = 0
    var bias = 72
    while handled < label.count {
      guard let next = label.map({ Int($0.value) }).filter({ $0 >= code }).min() else { return nil }
      delta += (next - code) * (handled + 1)
      code = next
      for scalar in label {
        let value = Int(scalar.value)
        if value < code { delta += 1 }
        guard value == code else { continue }
        var rest = delta
        var weight = base
        while true {
          let threshold = min(max(weight - bias, lowest), highest)
          guard rest >= threshold else { break }
          output.append(digit(threshold + (rest - threshold) % (base - threshold)))
          rest = (rest - threshold) / (base - threshold)
          weight += base
        }
        output.append(digit(rest))
        bias = adapt(delta, points: handled + 1, isFirst: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
    }
    return output
  }

  /// Nil for a text that is no Punycode.
  public static func decode(_ text: ArraySlice<UInt8>) -> [Unicode.Scalar]? {
    guard text.count <= 63, text.allSatisfy({ $0 < 0x80 }) else { return nil }
    let hyphen = text.lastIndex(of: UInt8(ascii: "-"))
    var output = text[..<(hyphen ?? text.startIndex)].map { Unicode.Scalar($0) }
    var rest = text[(hyphen.map { $0 + 1 } ?? text.startIndex)...]
    var code = 128
    var index = 0
    var bias = 72
    while !rest.isEmpty {
      let before = index
      var factor = 1
      var weight = base
      while true {
        guard let byte = rest.popFirst(), let value = number(of: byte) else { return nil }
        let step = value.multipliedReportingOverflow(by: factor)
        let sum = index.addingReportingOverflow(step.partialValue)
        guard !step.overflow, !sum.overflow else { return nil }
        index = sum.partialValue
        let threshold = min(max(weight - bias, lowest), highest)
        if value < threshold { break }
        let next = factor.multipliedReportingOverflow(by: base - threshold)
        guard !next.overflow else { return nil }
        factor = next.partialValue
        weight += base
      }
      let points = output.count + 1
      bias = adapt(index - before, points: points, isFirst: before == 0)
      code += index / points
      index %= points
      guard code <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
      output.insert(scalar, at: index)
      index += 1
    }
    return output
  }

  private static func adapt(_ delta: Int, points: Int, isFirst: Bool) -> Int {
    var rest = isFirst ? delta / 700 : delta / 2
    rest += rest / points
    var bias = 0
    while rest > ((base - lowest) * highest) / 2 {
      rest /= base - lowest
      bias += base
    }
    return bias + (base - lowest + 1) * rest / (rest + 38)
  }

  private static func digit(_ value: Int) -> UInt8 {
    value < 26 ? UInt8(ascii: "a") + UInt8(value) : UInt8(ascii: "0") + UInt8(value - 26)
  }

  private static func number(of byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 0x61
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 0x41
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 0x30 + 26
    default: nil
    }
  }
}
