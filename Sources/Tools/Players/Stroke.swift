import Music
import Production

/// A played character of a pattern: when it begins, how long it is held, and what it asks for.
struct Stroke {
  var onset: Beat
  var end: Beat
  var symbol: Character
  /// Whether it slides into the next.
  var glides = false
  /// The bar's number in the section.
  var bar: Int
  /// Whether a fill wrote it.
  var isFill = false

  var duration: Beat { end - onset }
}

extension PatternBook {
  /// Steps joined into strokes: `-` lengthens what stands before it, and so does `~` in lines that
  /// glide; elsewhere `~` begins a rolled chord.
  func strokes(of steps: [Step], glides: Bool = false) -> [Stroke] {
    var strokes: [Stroke] = []
    var isOpen = false
    for step in steps {
      switch step.symbol {
      case ".": isOpen = false
      case "~" where !glides:
        isOpen = true
        strokes.append(Stroke(step, symbol: "/"))
      case "-", "~":
        guard isOpen, let last = strokes.indices.last, strokes[last].end == step.onset else {
          isOpen = false
          continue
        }
        strokes[last].end = step.end
        if step.symbol == "~" { strokes[last].glides = true }
      case "?":
        isOpen = false
        var chance = cue.theme("maybe \(step.onset - frame.start)", bar: step.bar % 4)
        guard chance.chance(cue.part.complexity * (0.4 + 0.6 * cue.intensity)) else { continue }
        isOpen = true
        strokes.append(Stroke(step, symbol: "o"))
      default:
        isOpen = true
        strokes.append(Stroke(step, symbol: step.symbol))
      }
    }
    return strokes
  }

  /// The finest usual subdivision: sixteenths, or thirds of a beat where the pattern counts in
  /// threes.
  var grain: Beat {
    let steps = main?.stepsPerBeat ?? 4
    return steps % 3 == 0 ? Beat(1, 3) : Beat(1, min(4, steps))
  }

  /// The strokes of a voice through the section.
  func strokes(of voice: String, glides: Bool = false) -> [Stroke] {
    strokes(of: steps(of: voice), glides: glides)
  }
}

extension Stroke {
  /// A stroke of one step.
  init(_ step: PatternBook.Step, symbol: Character) {
    self.init(
      onset: step.onset, end: step.end, symbol: symbol, bar: step.bar, isFill: step.isFill)
  }
}
