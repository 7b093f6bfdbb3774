// What a parameter is worth in one program, and which line decided it.

public import Bytes

/// The value of a parameter for one service, or for all programs that no service overrides.
public struct EffectiveValue: Sendable {
  /// Where a value comes from.
  public enum Origin: Sendable {
    /// `-o` in master.cf.
    case override(Override)
    /// main.cf.
    case setting(Setting)
    /// Nobody set it.
    case builtIn
    /// Nobody set it, and the host decides the default; without facts of that host it cannot be told.
    case hostDependent
  }

  public let name: ByteString
  /// As written: `$name` is not replaced.
  public let raw: ByteString
  /// With every `$name` replaced. Nil when Postfix would give up on the value, or the host decides and is unknown.
  public let text: ByteString?
  /// Why there is no text.
  public let problem: String?
  public let origin: Origin

  public var isSet: Bool {
    switch origin {
    case .override, .setting: true
    case .builtIn, .hostDependent: false
    }
  }

  /// The place of the value; nil for defaults.
  public var valueSpan: SourceSpan? {
    switch origin {
    case .override(let override): override.valueSpan
    case .setting(let setting): setting.valueSpan
    case .builtIn, .hostDependent: nil
    }
  }

  /// The place of the name; nil for defaults.
  public var nameSpan: SourceSpan? {
    switch origin {
    case .override(let override): override.nameSpan
    case .setting(let setting): setting.nameSpan
    case .builtIn, .hostDependent: nil
    }
  }

  /// The place of a piece of the raw value, counted in bytes from its start.
  public func span(inValue offset: Int, length: Int) -> SourceSpan? {
    switch origin {
    case .override(let override): override.span(inValue: offset, length: length)
    case .setting(let setting): setting.span(inValue: offset, length: length)
    case .builtIn, .hostDependent: nil
    }
  }

  /// The words of the expanded list, each with its place: the word itself where it is written out, else the whole
  /// value. Places are nil for defaults.
  public var placedWords: [(text: ByteString, span: SourceSpan?)] {
    guard let text else { return [] }
    let written = Words.ofList(raw)
    if raw == text { return written.map { ($0.text, span(inValue: $0.offset, length: $0.text.count)) } }
    // A word that stands there several times is met in the same order.
    var places = Dictionary(grouping: written.reversed(), by: \.text)
    return Words.ofList(text).map { word in
      let place = places[word.text]?.last
      if let count = places[word.text]?.count, count > 1 { places[word.text]?.removeLast() }
      return (word.text, place.flatMap { span(inValue: $0.offset, length: $0.text.count) } ?? valueSpan)
    }
  }

  /// The place of a word of the expanded value: the word itself where it is written out, else the whole value.
  public func span(ofWord word: ByteString) -> SourceSpan? {
    let match = Words.ofList(raw).first { $0.text == word }
    return match.flatMap { span(inValue: $0.offset, length: $0.text.count) } ?? valueSpan
  }
}
