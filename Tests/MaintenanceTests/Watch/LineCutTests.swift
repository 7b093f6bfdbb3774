// Lines of a screen end where the screen does.

import Bytes
import Testing

@Suite("Lines of a narrow screen")
struct LineCutTests {
  @Test("Colours take no room and end where they would have ended; wide letters take two columns")
  func cut() {
    let style = TerminalStyle(isColored: true)
    #expect(TerminalStyle.cut("abcdef", columns: 4) == "abcd")
    #expect(TerminalStyle.cut("abc", columns: 4) == "abc")
    #expect(TerminalStyle.cut("ab" + style.paint("cdef", .red) + "gh", columns: 4) == "ab\u{1B}[31mcd\u{1B}[0m")
    #expect(TerminalStyle.cut("日本語", columns: 4) == "日本" && TerminalStyle.cut("日本語", columns: 5) == "日本")
  }
}
