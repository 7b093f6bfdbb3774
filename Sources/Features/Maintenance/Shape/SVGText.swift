// A picture as SVG, element by element.

import Bytes

struct SVGText {
  private(set) var text = ""

  init(width: Int, height: Int, title: String) {
    text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      font-family="system-ui, 'DejaVu Sans', Helvetica, Arial, sans-serif" role="img">
      <title>\(Self.escaped(title))</title>

      """
    box(0, 0, width, height, fill: "#ffffff")
  }

  mutating func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int, fill: String, rounding: Int = 0) {
    let corners = rounding > 0 ? " rx=\"\(rounding)\"" : ""
    text += "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\"\(corners) fill=\"\(fill)\"/>\n"
  }

  enum Anchor: String { case start, middle, end }

  mutating func label(
    _ content: String, _ x: Int, _ y: Int, size: Int = 12, anchor: Anchor = .start, fill: String = "#1f2933",
    isBold: Bool = false
  ) {
    let weight = isBold ? " font-weight=\"600\"" : ""
    text +=
      "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" text-anchor=\"\(anchor.rawValue)\" fill=\"\(fill)\"\(weight)>"
    text += Self.escaped(content) + "</text>\n"
  }

  mutating func line(_ x: Int, _ y: Int, _ endX: Int, _ endY: Int, stroke: String) {
    text += "<line x1=\"\(x)\" y1=\"\(y)\" x2=\"\(endX)\" y2=\"\(endY)\" stroke=\"\(stroke)\"/>\n"
  }

  mutating func close() { text += "</svg>\n" }

  /// Fit for XML: references for its signs, nothing that it forbids.
  static func escaped(_ content: String) -> String {
    var result = ""
    for scalar in PrintableText.of(content).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
