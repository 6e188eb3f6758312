import Music
import Production
import StandardMIDI
import Testing

@Suite("ArpeggioPatternDecoder")
struct ArpeggioPatternDecoderTests {
  /// A note: channel from 1, key, onset and length in ticks of 480 a quarter.
  private typealias Struck = (channel: UInt8, key: UInt8, start: Int, length: Int)

  private func file(
    _ notes: [Struck], meter: MIDITimeSignature? = nil, pans: [(Int, UInt8)] = [],
    format: MIDIFile.Format = .single
  ) -> MIDIFile {
    var events: [(Int, Int, MIDIMessage)] = []
    if let meter { events.append((0, 0, .meta(.timeSignature(meter)))) }
    for (tick, value) in pans {
      events.append((tick, 1, .controller(channel: 0, number: 10, value: value)))
    }
    for note in notes {
      let channel = note.channel - 1
      events.append((note.start, 3, .noteOn(channel: channel, key: note.key, velocity: 90)))
      events.append(
        (note.start + note.length, 2, .noteOff(channel: channel, key: note.key, velocity: 64)))
    }
    let ordered = events.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    return MIDIFile(
      format: format,
      tracks: [MIDITrack(events: ordered.map { MIDIEvent(tick: $0.0, $0.2) })])
  }

  private func error(_ file: MIDIFile) -> ArpeggioPatternError? {
    do throws(ArpeggioPatternError) {
      _ = try ArpeggioPatternDecoder.pattern(of: file)
      return nil
    } catch {
      return error
    }
  }

  @Test("reads degrees from middle C, roles from channels, and the length from the marker")
  func reads() throws {
    let pattern = try ArpeggioPatternDecoder.pattern(
      of: file([
        (1, 60, 0, 240), (2, 64, 0, 960), (3, 55, 480, 240), (4, 72, 0, 1_440), (7, 62, 960, 120),
      ]))
    #expect(pattern.length == 3)
    #expect(pattern.steps.map(\.degree) == [0, 4, -5, 2])
    #expect(pattern.steps.map(\.role) == [.free, .held, .octaveLocked, .free])
    #expect(pattern.steps.map(\.onset) == [0, 0, 1, 2])
    #expect(pattern.steps[0].duration == Beat(1, 2) && pattern.steps[0].velocity == 90)
    #expect(pattern.meter == nil)
  }

  @Test("lasts whole bars of a stated metre, else whole quarter notes")
  func length() throws {
    let waltz = MIDITimeSignature(numerator: 3, denominatorPower: 2)
    let notes: [Struck] = [(1, 60, 0, 240), (1, 62, 1_200, 360)]
    let inBars = try ArpeggioPatternDecoder.pattern(of: file(notes, meter: waltz))
    #expect(inBars.length == 6 && inBars.meter == .waltz)
    #expect(try ArpeggioPatternDecoder.pattern(of: file(notes)).length == 4)
    let cut = try ArpeggioPatternDecoder.pattern(of: file(notes + [(4, 60, 0, 480)]))
    #expect(cut.length == 1 && cut.steps.count == 1)
  }

  @Test("keeps places between left and right")
  func pan() throws {
    let pattern = try ArpeggioPatternDecoder.pattern(
      of: file(
        [(1, 60, 0, 100), (1, 60, 480, 100), (1, 60, 960, 100)], pans: [(480, 1), (960, 127)]))
    #expect(pattern.steps.map(\.pan) == [nil, -1, 1])
  }

  @Test("passes over drums and reads the first of separate patterns")
  func tracks() throws {
    var two = file([(1, 60, 0, 240), (10, 36, 0, 240)], format: .independent)
    two.tracks += file([(1, 67, 0, 240)]).tracks
    let pattern = try ArpeggioPatternDecoder.pattern(of: two)
    #expect(pattern.steps.map(\.degree) == [0])
  }

  @Test("refuses what is no figure")
  func refused() {
    #expect(error(file([])) == .noNotes)
    #expect(error(file([(4, 60, 0, 480)])) == .noNotes)
    #expect(error(file([(10, 36, 0, 480)])) == .noNotes)
    #expect(error(file([(1, 60, 0, 0)])) == .noNotes)
    #expect(error(file([(1, 100, 0, 240)])) == .tooFar(key: 100, allowed: 24...96))
    #expect(error(file([(1, 60, 480, 240), (4, 60, 0, 480)])) == .endsBeforeItBegins)
    #expect(error(file([(1, 60, 0, 65 * 480)])) == .tooLong(quarters: 65, most: 64))
    #expect(error(file([(1, 60, Int(UInt32.max), 240)]))?.isTooLong == true)
    let crowd = (0..<513).map { index -> Struck in (1, 60, index * 10, 5) }
    #expect(error(file(crowd)) == .tooManyNotes(count: 513, most: 512))
  }

  @Test("ends hostile bytes in a pattern or a typed error")
  func hostile() throws {
    let bytes = try file([(1, 60, 0, 240), (2, 64, 240, 240)]).encoded()
    var stream = RandomStream(
      seed: 5, purpose: "hostile", part: "", section: "", bar: 0, take: 0)
    for _ in 0..<2_000 {
      var spoiled = bytes
      for _ in 0...stream.index(4) {
        spoiled[stream.index(spoiled.count)] = UInt8(stream.index(256))
      }
      guard let decoded = try? MIDIFile.decode(spoiled) else { continue }
      guard let pattern = try? ArpeggioPatternDecoder.pattern(of: decoded) else { continue }
      #expect(pattern.length > .zero && pattern.length <= ArpeggioPattern.lengthLimit)
      #expect(pattern.steps.allSatisfy { $0.onset < pattern.length && $0.duration > .zero })
    }
  }
}

extension ArpeggioPatternError {
  fileprivate var isTooLong: Bool {
    if case .tooLong = self { true } else { false }
  }
}
