// Addresses that have surprised somebody: quotes, blanks, control bytes, UTF-8 and what is not UTF-8, long ones.

public import Bytes

public enum OddAddresses {
  /// As in the queue file, different from each other.
  public static let all: [ByteString] =
    [
      "odd one@blank.example", "a\"b@quote.example", "back\\slash@quote.example", "a,b;c:d@list.example",
      "<angle>@bracket.example", "(comment)@bracket.example", "new\nline@control.example",
      "cr\r@control.example", "esc\u{1B}[31mred@control.example", "tab\there@control.example",
      "bell\u{07}@control.example", "del\u{7F}@control.example", "müller@bücher.example", "用户@例子.example",
      "rtl\u{202E}gpj@bidi.example", ".dot@dot.example", "dot.@dot.example", "two..dots@dot.example", "@empty.example",
      "localonly", "user@[IPv6:2001:db8::1]", "user@[192.0.2.1]", "a@b@c.example", "@hop.example:user@route.example",
      "-f@option.example", "#hash!bang%percent@uucp.example", "it's@apostrophe.example", "$(id)`id`@shell.example",
      "UPPER.Case@Example.COM", "tag+ext=x@plus.example", "owner-list-user=other.example@verp.example",
    ]
    + [
      ByteString(Array("latin".utf8) + [0xE9] + Array("@bytes.example".utf8)),
      ByteString([0xFF, 0xFE] + Array("@bytes.example".utf8)),
      ByteString(Array("cut".utf8) + [0xE2, 0x82] + Array("@bytes.example".utf8)),
      ByteString(String(repeating: "long", count: 60) + "@long.example"),
      ByteString("x@" + String(repeating: "label63.", count: 100) + "example"),
    ]
}
