// The text of a line that stands for several: "message repeated 3 times: [ text ]". Source: rsyslog's omfile.

struct RepeatedText {
  let text: Range<Int>
  let times: Int

  init(in line: Span<UInt8>, _ whole: Range<Int>) {
    var place = whole.lowerBound
    guard line.skip("message repeated ", at: &place),
      let times = line.number(at: &place, until: whole.upperBound, digits: 9),
      line.skip(" times: [", at: &place)
    else {
      self.init(text: whole, times: 1)
      return
    }
    if line.has(0x20, at: place) { place += 1 }
    // Without the bracket the line was cut, and so was the text.
    let end = line.has(UInt8(ascii: "]"), at: whole.upperBound - 1) ? whole.upperBound - 1 : whole.upperBound
    self.init(text: place..<max(place, end), times: Int(max(1, times)))
  }

  private init(text: Range<Int>, times: Int) {
    self.text = text
    self.times = times
  }
}
