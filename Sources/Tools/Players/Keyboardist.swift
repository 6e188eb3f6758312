public import Music
import Production

/// A pianist, organist or mallet player who comps: voice-led chords in one hand or two.
///
/// Silent at intensity 0; below 0.3 only strong strokes and changes of chord remain.
public struct Keyboardist: Player {
  /// Makes a keyboard player.
  public init() {}

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    let frame = SectionFrame(cue)
    var comping = Comping(cue, frame: frame, voices: ["hits", "right", "left"])
    // One hand takes a tenth; two take more where the left one has nothing of its own.
    let isOneHand = comping.has("left") || cue.style.voicing != .open
    let hands = Hands(cue, hasLeft: comping.has("left"))
    let size = Keyboardist.fullness(cue)
    var stream = cue.stream("voicing")
    let upper = Double(hands.right.lowerBound + hands.right.upperBound) / 2
    let last = Voicer.lastVoicing(in: cue.previous).filter { $0 >= hands.right.lowerBound }
    var voicer = Voicer(
      cue.style.voicing, register: hands.right, count: size,
      span: isOneHand ? 16 : 19,
      center: upper + stream.uniform(-1.5...1.5) + (cue.section.energy - 0.5) * 4,
      last: last.count >= 2 ? last : [])
    var byChord: [Beat: [Int]] = [:]
    for span in comping.changes.spans { byChord[span.onset] = voicer.voice(span.chord) }

    let hits =
      comping.book.main == nil
      ? comping.plainStrokes()
      : comping.variedStrokes(of: "hits") + comping.variedStrokes(of: "right")
    for stroke in hits {
      guard let span = comping.changes.span(of: stroke) else { continue }
      comping.write(stroke, voicing: byChord[span.onset] ?? [], register: hands.right)
    }
    for stroke in comping.strokes(of: "left") {
      guard let span = comping.changes.span(of: stroke) else { continue }
      hands.write(stroke, span: span, right: byChord[span.onset] ?? [], into: &comping)
    }
    playFinal(into: &comping, hands: hands, voicing: byChord)
    return comping.sheet.finished()
  }

  /// How many notes the voicings have.
  static func fullness(_ cue: Cue) -> Int {
    let busy = cue.intensity * 0.6 + cue.part.complexity * 0.4
    return cue.style.voicing == .power
      ? (busy > 0.5 ? 3 : 2) : busy > 0.85 ? 5 : busy > 0.42 ? 4 : 3
  }

  private func playFinal(into comping: inout Comping, hands: Hands, voicing: [Beat: [Int]]) {
    guard let final = comping.frame.final, let span = comping.changes.span(at: final.onset) else {
      return
    }
    let isSoft = comping.cue.section.energy < 0.45 && comping.cue.plan.ending != .stop
    let stroke = Stroke(
      onset: final.onset, end: final.end, symbol: isSoft ? "/" : "x", bar: final.bar.index)
    var right = voicing[span.onset] ?? []
    // One hand takes a tenth; the left one has the notes below.
    while let low = right.first, let high = right.last, high - low > 16 { right.removeFirst() }
    comping.write(stroke, voicing: right, register: hands.right)
    if hands.left != nil {
      let root = Stroke(onset: final.onset, end: final.end, symbol: "O", bar: final.bar.index)
      hands.write(root, span: span, right: right, into: &comping)
    }
  }
}

/// The two hands of a keyboard player.
struct Hands {
  /// Where the right hand, or the only one, plays.
  let right: ClosedRange<Int>
  /// Where the left hand plays, if it does.
  let left: ClosedRange<Int>?

  init(_ cue: Cue, hasLeft: Bool) {
    let register = Sheet.register(of: cue)
    let range = cue.part.instrument.range
    let controls = cue.part.controls
    if controls.leftHand != nil || controls.rightHand != nil {
      func placed(_ hand: ClosedRange<Int>?) -> ClosedRange<Int>? {
        hand.flatMap { $0.overlaps(range) ? $0.clamped(to: range) : nil }
      }
      let own = placed(controls.leftHand)
      // A hand that is not placed takes what the other leaves of the register.
      let rest = max(min((own?.upperBound ?? 0) + 1, register.upperBound - 12), register.lowerBound)
      right = placed(controls.rightHand) ?? (own == nil ? register : rest...register.upperBound)
      let below = min(max(right.lowerBound - 1, register.lowerBound + 12), range.upperBound)
      left = hasLeft ? own ?? min(register.lowerBound, below)...below : nil
      return
    }
    let width = register.upperBound - register.lowerBound
    guard hasLeft, width >= 24 else {
      right = register
      left =
        hasLeft ? register.lowerBound...min(register.upperBound, register.lowerBound + 14) : nil
      return
    }
    let split = min(max(register.lowerBound + width * 2 / 5, 53), register.upperBound - 13)
    right = split...register.upperBound
    left = register.lowerBound...min(split + 3, register.upperBound)
  }

  /// Writes a stroke of the left hand, below the right one.
  func write(_ stroke: Stroke, span: ChordSpan, right voicing: [Int], into comping: inout Comping) {
    guard let left else { return }
    let ceiling = min(left.upperBound, (voicing.first ?? 128) - 1)
    let wanted = span.chord.lowest.pitchClass
    // The lowest root from E2 up, or the lowest that there is.
    let roots = left.filter { $0 % 12 == wanted }
    guard let root = roots.first(where: { $0 >= 40 }) ?? roots.last else { return }
    let low = left.contains(root - 12) && root - 12 >= 28 ? root - 12 : root
    let key = comping.changes.key(at: stroke.onset)
    let isSlash = span.chord.bass != nil
    let fifth = isSlash ? 12 : span.semitones(ofDegree: 5, in: key)
    func fits(_ number: Int) -> Bool { number <= ceiling && left.contains(number) }
    let numbers: [Int]
    switch stroke.symbol {
    case "R": numbers = [stroke.duration >= 1 && low >= 33 ? low : root]
    case "8": numbers = [fits(root + 12) ? root + 12 : root]
    case "5": numbers = [fits(root + fifth) ? root + fifth : root]
    case "O": numbers = low != root ? [low, root] : fits(root + 12) ? [root, root + 12] : [root]
    case "1"..."9":
      let tones = ([root] + shell(of: span, root: root, key: key)).filter { $0 == root || fits($0) }
      let digit = stroke.symbol.wholeNumberValue ?? 1
      numbers = [tones[(digit - 1) % tones.count]]
    default:
      let shell = shell(of: span, root: root, key: key).filter(fits)
      numbers = [root] + (comping.cue.style.voicing == .open ? shell.suffix(1) : shell.prefix(1))
    }
    var plain = stroke
    if !"xXog/".contains(stroke.symbol) { plain.symbol = "x" }
    comping.write(plain, voicing: numbers, register: left, base: 88)
  }

  /// Fifth, seventh and tenth over the root, as far as they are clear there.
  private func shell(of span: ChordSpan, root: Int, key: Key) -> [Int] {
    guard span.chord.bass == nil else { return [root + 12] }
    var tones = [root + span.semitones(ofDegree: 5, in: key)]
    if span.chord.seventh != nil { tones.append(root + span.semitones(ofDegree: 7, in: key)) }
    if let third = span.chord.third, root + third + 12 >= 52 { tones.append(root + third + 12) }
    return tones
  }
}
