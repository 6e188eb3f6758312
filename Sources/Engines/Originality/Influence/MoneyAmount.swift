/// An amount of money, exact in the smallest unit of its currency.
public struct MoneyAmount: Hashable, Sendable {
  /// The currency's code (ISO 4217), such as `EUR`.
  public let currency: String
  /// The amount in the currency's smallest unit, such as cents.
  public let units: Int

  /// The codes of money that is in use (ISO 4217, list one of 2025), without metals, units of accounts of
  /// banks, and codes for tests.
  private static let codes = Set(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN
    BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN
    ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD
    JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT
    MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG
    QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
    TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF
    XPF YER ZAR ZMW ZWG
    """.split(whereSeparator: \.isWhitespace).map(String.init))
  /// Currencies that do not have hundredths, with their digits (ISO 4217).
  private static let digits = [
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
    "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0, "BHD": 3,
    "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4,
  ]

  /// Whether letters are the code of a currency, small or capital.
  public static func isCurrency(_ code: String) -> Bool { codes.contains(code.uppercased()) }

  /// Reads an amount such as `1234.56` in a currency by its code.
  ///
  /// Nil for a code that no currency has, a sign, other marks, more digits than the currency has, or more than can be split exactly.
  public init?(_ text: String, currency: String) {
    let code = currency.uppercased()
    guard Self.codes.contains(code) else { return nil }
    self.currency = code
    let fraction = Self.digits[code] ?? 2
    let terms = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(terms.count), let whole = Self.number(terms[0]) else { return nil }
    var units = whole
    for _ in 0..<fraction { units *= 10 }
    if terms.count == 2 {
      guard terms[1].utf8.count <= fraction, var rest = Self.number(terms[1]) else { return nil }
      for _ in terms[1].utf8.count..<fraction { rest *= 10 }
      units += rest
    }
    guard units <= ShareStatement.most else { return nil }
    self.units = units
  }

  private static func number(_ text: Substring) -> Int? {
    guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(text)
  }

  /// Units of the currency as text with its digits, such as `12.30`.
  public func text(_ units: Int) -> String {
    let fraction = Self.digits[currency] ?? 2
    let digits = String(units)
    guard fraction > 0 else { return digits }
    let padded = String(repeating: "0", count: max(0, fraction + 1 - digits.count)) + digits
    return "\(padded.dropLast(fraction)).\(padded.suffix(fraction))"
  }
}
