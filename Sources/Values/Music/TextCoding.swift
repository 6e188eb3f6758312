/// Decodes a value that is written as one piece of text, naming what was expected when it is not.
package func decodeText<Value>(
  from decoder: any Decoder, as expected: String, _ parse: (String) -> Value?
) throws -> Value {
  let container = try decoder.singleValueContainer()
  let text = try container.decode(String.self)
  guard let value = parse(text) else {
    throw DecodingError.dataCorruptedError(
      in: container, debugDescription: "expected \(expected), got '\(text)'")
  }
  return value
}

/// Encodes a value as one piece of text.
package func encodeText(_ text: String, to encoder: any Encoder) throws {
  var container = encoder.singleValueContainer()
  try container.encode(text)
}
