import Foundation

/// The parts and bars that the inputs of an operation name, and the candidates that they list.
struct OperationPlace: Hashable {
  private var bars: Range<Int>?
  private var parts: Set<String>

  init(_ inputs: String) {
    let place = try? JSONDecoder().decode(Place.self, from: Data(inputs.utf8))
    bars = place?.bars
    parts = Set(place?.parts ?? [])
  }

  private struct Place: Decodable {
    var bars: Range<Int>?
    var parts: [String]?
  }

  /// The hashes of all that could be chosen from, where the inputs list them.
  static func candidates(_ inputs: String) -> [String] {
    struct Candidates: Decodable { var candidates: [String]? }
    let found = try? JSONDecoder().decode(Candidates.self, from: Data(inputs.utf8))
    return found?.candidates ?? []
  }
}
