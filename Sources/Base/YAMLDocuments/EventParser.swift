// libyaml's parser: bytes in, one event after another out.
//
// The only file that touches libyaml. Anchors, aliases and tags are refused here, before they reach the tree: they make a
// file's text differ from its meaning, and a short file with aliases can describe a document of any size.

internal import CYAML

struct EventParser: ~Copyable {
  enum Event {
    case documentStart, documentEnd, streamStart, streamEnd
    case scalar([UInt8], YAMLScalar.Style)
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd
  }

  /// An event with the place of its first character and the place behind its last.
  struct Located {
    let event: Event
    let start: YAMLPosition
    let end: YAMLPosition
  }

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let isReady: Bool

  /// The bytes must stay where they are for as long as the parser lives.
  init(reading bytes: UnsafeBufferPointer<UInt8>) {
    parser = .allocate(capacity: 1)
    isReady = yaml_parser_initialize(parser) == 1
    if isReady {
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }
  }

  deinit {
    if isReady { yaml_parser_delete(parser) }
    parser.deallocate()
  }

  mutating func next(in source: SourceLines) throws(YAMLError) -> Located {
    guard isReady else { throw YAMLError("there is not enough memory to read YAML", at: .init(line: 1, column: 1)) }
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure(in: source) }
    defer { yaml_event_delete(&event) }
    let start = source.clamped(YAMLPosition(event.start_mark))
    return Located(event: try Self.event(event, at: start), start: start, end: YAMLPosition(event.end_mark))
  }

  private static func event(_ event: yaml_event_t, at position: YAMLPosition) throws(YAMLError) -> Event {
    switch event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_STREAM_END_EVENT: return .streamEnd
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_SEQUENCE_START_EVENT:
      let sequence = event.data.sequence_start
      try refuse(anchor: sequence.anchor, tag: sequence.tag, at: position)
      return .sequenceStart
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let mapping = event.data.mapping_start
      try refuse(anchor: mapping.anchor, tag: mapping.tag, at: position)
      return .mappingStart
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      try refuse(anchor: scalar.anchor, tag: scalar.tag, at: position)
      let text = Array(UnsafeBufferPointer(start: scalar.value, count: scalar.length))
      return .scalar(text, YAMLScalar.Style(scalar.style))
    case YAML_ALIAS_EVENT:
      let name = text(event.data.alias.anchor)
      throw YAMLError("an alias (*\(name)) is not allowed here: write the value out", at: position)
    default:
      throw YAMLError("this part of YAML is not supported", at: position)
    }
  }

  private static func refuse(
    anchor: UnsafeMutablePointer<UInt8>?, tag: UnsafeMutablePointer<UInt8>?, at position: YAMLPosition
  ) throws(YAMLError) {
    if anchor != nil {
      throw YAMLError("an anchor (&\(text(anchor))) is not allowed here: write the value out", at: position)
    }
    if tag != nil {
      throw YAMLError("a tag (\(text(tag))) is not allowed here: all values are plain text", at: position)
    }
  }

  private static func text(_ bytes: UnsafeMutablePointer<UInt8>?) -> String {
    bytes.map { String(cString: $0) } ?? ""
  }

  /// libyaml's complaint as an error at its place.
  private func failure(in source: SourceLines) -> YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "the YAML is malformed"
    switch parser.pointee.error {
    case YAML_MEMORY_ERROR:
      return YAMLError("there is not enough memory to read this YAML", at: YAMLPosition(parser.pointee.mark))
    case YAML_READER_ERROR:
      // The reader works ahead of the scanner and tells a byte offset only.
      let place = source.position(ofByte: Int(clamping: parser.pointee.problem_offset))
      return YAMLError("this is not text in UTF-8: \(problem)", at: place)
    default:
      let context = parser.pointee.context.map { " " + String(cString: $0) } ?? ""
      let place = source.clamped(YAMLPosition(parser.pointee.problem_mark))
      return YAMLError("the YAML is malformed\(context): \(problem)", at: place)
    }
  }
}

extension YAMLPosition {
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: Int(clamping: mark.line) &+ 1, column: Int(clamping: mark.column) &+ 1)
  }
}

extension YAMLScalar.Style {
  fileprivate init(_ style: yaml_scalar_style_t) {
    self =
      switch style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE: .literal
      case YAML_FOLDED_SCALAR_STYLE: .folded
      default: .plain
      }
  }
}
