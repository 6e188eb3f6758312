import Music
import Production

/// Three times eight bars in which no layer enters or leaves and no density or register moves.
struct NoChange: ReviewRule {
  let rule = Critique.Rule.noChange
  /// Bars of a block, and alike blocks that are too many.
  static let block = 8, most = 3

  private struct Texture {
    var parts: Set<String>
    var onsets: Int
    var height: Double

    func isLike(_ other: Texture) -> Bool {
      parts == other.parts
        && abs(onsets - other.onsets) * 10 <= max(onsets, other.onsets)
        && abs(height - other.height) < 1
    }
  }

  func review(_ piece: Piece) -> Verdict {
    let blocks = stride(from: 0, to: piece.bars - Self.block + 1, by: Self.block).map {
      texture(of: $0..<($0 + Self.block), in: piece)
    }
    let alike = zip(blocks, blocks.dropFirst()).map { $0.isLike($1) && $0.onsets > 0 }
    let least = Self.most - 1
    guard let longest = runs(alike, atLeast: least).max(by: { $0.count < $1.count }) else {
      return .heard([])
    }
    let bars = longest.lowerBound * Self.block..<(longest.upperBound + 1) * Self.block
    return .heard([
      Critique.Finding(
        rule: rule, bars: Array(bars),
        sentence:
          "For \(bars.count) bars no layer enters or leaves, and density and register stay.",
        suggestion: "Let something enter, leave, or move every eight bars.")
    ])
  }

  private func texture(of bars: Range<Int>, in piece: Piece) -> Texture {
    var (parts, onsets, sum): (Set<String>, Int, Int) = ([], 0, 0)
    var pitches = 0
    for voice in piece.voices {
      let notes = bars.flatMap { voice.bars[$0] }
      guard !notes.isEmpty else { continue }
      parts.insert(voice.id)
      onsets += notes.count
      if !voice.isDrums {
        sum += notes.reduce(0) { $0 + $1.pitch.number }
        pitches += notes.count
      }
    }
    return Texture(
      parts: parts, onsets: onsets, height: pitches == 0 ? 0 : Double(sum) / Double(pitches))
  }
}
