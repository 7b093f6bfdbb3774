// The value of a parameter as the program that reads it understands it, or why that program dies.
//
// Sources: mail_conf_bool.c, mail_conf_int.c, mail_conf_long.c, mail_conf_time.c, mail_conf_str.c.

public import Bytes

/// A value with the type of its parameter.
public enum ParameterValue: Hashable, Sendable {
  case text(ByteString)
  case boolean(Bool)
  case number(Int)
  /// Seconds.
  case time(Int)

  /// What the program says when it refuses a value.
  public struct Problem: Error, Hashable, Sendable {
    public let message: String
  }

  /// Reads the expanded text of a setting.
  public init(_ text: ByteString, of parameter: Parameter, defaultUnit: UInt8? = nil) throws(Problem) {
    switch parameter.kind {
    case .boolean:
      switch text.lowercased {
      case "yes": self = .boolean(true)
      case "no": self = .boolean(false)
      default: throw Problem(message: "bad boolean configuration: \(parameter.name) = \(text)")
      }
    case .integer, .long:
      guard let number = DecimalNumber.prefix(of: text.bytes[...]), number.rest.isEmpty,
        parameter.kind == .long || Int32(exactly: number.value) != nil
      else { throw Problem(message: "bad numerical configuration: \(parameter.name) = \(text)") }
      try Self.check(number.value, parameter)
      self = .number(number.value)
    case .time(let unit):
      guard let seconds = TimeValue.seconds(text, defaultUnit: defaultUnit ?? unit) else {
        throw Problem(message: "parameter \(parameter.name): bad time value or unit: \(text)")
      }
      if let minimum = parameter.minimum, seconds < minimum {
        throw Problem(message: "invalid \(parameter.name): \(seconds) (min \(minimum))")
      }
      if let maximum = parameter.maximum, seconds > maximum {
        throw Problem(message: "invalid \(parameter.name): \(seconds) (max \(maximum))")
      }
      self = .time(seconds)
    case .text:
      if let minimum = parameter.minimum, text.count < minimum {
        throw Problem(message: "bad string length \(text.count) < \(minimum): \(parameter.name) = \(text)")
      }
      self = .text(text)
    }
  }

  private static func check(_ number: Int, _ parameter: Parameter) throws(Problem) {
    if let minimum = parameter.minimum, number < minimum {
      throw Problem(message: "invalid \(parameter.name) parameter value \(number) < \(minimum)")
    }
    if let maximum = parameter.maximum, number > maximum {
      throw Problem(message: "invalid \(parameter.name) parameter value \(number) > \(maximum)")
    }
  }
}
