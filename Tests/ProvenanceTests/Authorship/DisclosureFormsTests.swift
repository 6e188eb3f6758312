import Disclosures
import Drawing
import Foundation
import Music
import Production
import Provenance
import Testing

@Suite("Forms of a disclosure") struct DisclosureFormsTests {
  private let texts: DisclosureTexts

  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    texts = try DisclosureFile.read(
      folder: root.appendingPathComponent("Sources/Formats/Disclosures/Resources").path)
  }

  /// A song of 32 bars on which a person and the program worked together.
  private func session(title: String = "Rain on the Window") throws -> Session {
    let bars = 32
    var random = RandomStream(seed: 5, purpose: "forms")
    func notes(_ step: Beat, _ low: Int, _ span: Int, from first: Int = 0, rest: Double) -> [Note] {
      var notes: [Note] = []
      var time = Beat(4 * first)
      while time < Beat(4 * bars) {
        if !random.chance(rest) {
          notes.append(Fixture.note(time, low + random.index(span), step))
        }
        time = time + step
      }
      return notes
    }
    var song = Fixture.song(
      parts: [Fixture.part("lead", .lead, 73, notes(Beat(1, 2), 60, 14, from: 4, rest: 0.4))],
      bars: bars, chords: ["Dm9", "Gm7", "Bbmaj7", "A7"])
    song.score.title = title
    song.score.sections = [
      Section(id: "intro-1", name: "intro", startBar: 0, bars: 4, energy: 0.2),
      Section(id: "verse-1", name: "verse", startBar: 4, bars: 12, energy: 0.5),
      Section(id: "chorus-1", name: "chorus", startBar: 16, bars: 12, energy: 0.9),
      Section(id: "outro-1", name: "outro", startBar: 28, bars: 4, energy: 0.3),
    ]
    song.brief.prompt = "warm lo-fi in D minor"
    var session = Session(song, verb: "import", actor: .person)
    session.change("accompany", by: Session.model) { song in
      song.score.parts += [
        Fixture.part("keys", .chords, 4, notes(Beat(2), 55, 12, rest: 0.2)),
        Fixture.part("bass", .bass, 33, notes(Beat(1), 33, 9, from: 4, rest: 0.3)),
        Fixture.part("drums", .drums, 0, notes(Beat(1, 2), 36, 8, from: 8, rest: 0.2)),
      ]
      song.perform(1)
    }
    for _ in 0..<24 {
      let part = random.chance(0.6) ? "keys" : "bass"
      let count = session.song.score.part(part)?.notes.count ?? 1
      try session.set(random.index(count / 2), of: part) {
        $0.pitch = Pitch(number: $0.pitch.number + 2)
      }
    }
    for bar in 24..<28 {
      try session.add(Fixture.note(Beat(4 * bar) + Beat(1, 4), 50, Beat(1, 4)), to: "drums")
    }
    session.change("vary", by: Session.rules, inputs: #"{"parts":["lead"]}"#) { song in
      song.write(
        (song.score.part("lead")?.notes ?? []).map { note in
          var note = note
          if note.onset >= Beat(80), note.onset < Beat(96) { note.duration = Beat(1, 4) }
          return note
        }, to: "lead")
    }
    return session
  }

  private func disclosure(title: String = "Rain on the Window") throws -> Disclosure {
    let session = try session(title: title)
    return try DisclosureWriter(
      try session.authorship(), texts: texts,
      request: DisclosureRequest(
        project: "rain", program: "Etude 1", events: session.events,
        ledger: Disclosure.LedgerStatement(
          isSound: true,
          verdict: [
            "Every sealed event follows on the one before it, bears a valid signature, and agrees "
              + "with what the project holds.",
            "Complete up to event \(session.events.count); later events cannot be excluded.",
          ], head: String(repeating: "5f2c9a01", count: 8), events: session.events.count,
          lastTime: 1_790_000_000,
          people: [LedgerPerson(key: String(repeating: "ab", count: 32), name: "Ada Example")]),
        writers: [
          .init(name: "Ada Example", number: "00123456789", share: 6_000),
          .init(name: "Bo Example"),
        ], prompt: "warm lo-fi in D minor", styles: ["lo-fi"],
        soundFont: SoundFontIdentity(
          name: "FluidR3_GM.sf2", digest: String(repeating: "0c", count: 32)),
        model: .init(
          name: "etude-composer-1",
          training: [
            .init(
              collection: "openscore-lieder", licence: "CC0-1.0", works: 654,
              authors: ["Franz Schubert", "Clara Schumann"]),
            .init(
              collection: "polish-scores", licence: "CC-BY-4.0", works: 125,
              authors: (1...30).map { "Author \($0)" }),
          ]))
    ).disclosure()
  }

  /// Keeps a file for people to look at when `DRAWING_OUTPUT` names a folder.
  private func keep(_ bytes: some Sequence<UInt8>, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["DRAWING_OUTPUT"] else { return }
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  @Test(
    "the picture becomes a file of each format, the same each time",
    arguments: PictureFormat.allCases)
  func picture(format: PictureFormat) throws {
    let authorship = try session().authorship()
    let bytes = try AuthorshipPicture(of: authorship).encoded(as: format)
    #expect(try AuthorshipPicture(of: authorship).encoded(as: format) == bytes)
    #expect(bytes.count > 4_000)
    try keep(bytes, "authorship.\(format.rawValue)")
    let dark = try AuthorshipPicture(of: authorship, theme: .dark).encoded(as: format)
    #expect(dark != bytes)
    if format == .png { try keep(dark, "authorship-dark.png") }
  }

  @Test("a picture shows other hands otherwise")
  func pictureOfHands() throws {
    let machine = try Session(Fixture.song()).authorship()
    let person = try Session(Fixture.song(), verb: "import", actor: .person).authorship()
    #expect(
      try AuthorshipPicture(of: machine).encoded(as: .png, scale: 1)
        != AuthorshipPicture(of: person).encoded(as: .png, scale: 1))
  }

  @Test("empty and very long songs have pictures")
  func oddPictures() throws {
    let empty = try Session(Fixture.song(parts: [], bars: 0, chords: [])).authorship()
    #expect(try !AuthorshipPicture(of: empty).encoded(as: .png, scale: 1).isEmpty)
    let bars = 5_400
    let long = try Session(
      Fixture.song(
        parts: [
          Fixture.part("lead", .lead, 0, (0..<bars).map { Fixture.note(Beat(4 * $0), 60) })
        ], bars: bars)
    ).authorship()
    let picture = AuthorshipPicture(of: long)
    #expect(picture.size.width <= 3_200)
    #expect(try !picture.encoded(as: .png, scale: 1).isEmpty)
    #expect(AuthorshipPicture(of: empty, width: .nan).size.width == 1_000)
  }

  @Test("the page is whole, needs nothing from elsewhere and runs nothing")
  func page() throws {
    let disclosure = try disclosure()
    let picture = try AuthorshipPicture(of: disclosure.authorship).encoded(as: .svg)
    let html = DisclosurePage(disclosure, picture: String(decoding: picture, as: UTF8.self)).html
    try keep(html.utf8, "authorship.html")
    #expect(html.hasPrefix("<!DOCTYPE html>"))
    #expect(html.contains("<svg"))
    #expect(!html.contains("<?xml"))
    for word in ["<script", "src=", "http-equiv", "@import", "url(h"] {
      #expect(!html.lowercased().contains(word), "\(word)")
    }
    for word in [
      "Author Created", "Material Excluded", "New Material Included", "music (melody)",
      "no legal advice", "who sat at the keyboard", "Ada Example", "60.00", "40.00",
      String(repeating: "5f2c9a01", count: 8), "FluidR3_GM.sf2", "polish-scores",
    ] {
      #expect(html.contains(word), "\(word)")
    }
  }

  @Test("words of others do nothing in pages, fragments and sheets")
  func hostileTitle() throws {
    let title = "<script>alert('x')</script>&\"\u{1B}[31m\u{202E}\u{0}]]>"
    let disclosure = try disclosure(title: title)
    let html = DisclosurePage(disclosure, picture: "").html
    let xml = DisclosureFragment(disclosure).xml
    let text = DisclosureSheet(disclosure).text
    for form in [html, xml] {
      #expect(!form.contains("<script"))
      #expect(form.contains("&lt;script&gt;"))
    }
    for form in [html, xml, text] {
      #expect(
        !form.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E || $0.value == 0 })
    }
    #expect(try !DisclosurePages(disclosure).encoded().isEmpty)
  }

  @Test("the pages of paper are the same each time and tell no time of their making")
  func pages() throws {
    let disclosure = try disclosure()
    let bytes = try DisclosurePages(disclosure).encoded()
    try keep(bytes, "authorship-report.pdf")
    #expect(bytes.starts(with: Array("%PDF".utf8)))
    #expect(try DisclosurePages(disclosure).encoded() == bytes)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("CreationDate"))
  }

  @Test("the fragment leaves out what was not measured")
  func fragment() throws {
    let disclosure = try disclosure()
    let xml = DisclosureFragment(disclosure).xml
    try keep(xml.utf8, "authorship.xml")
    try keep(DisclosureSheet(disclosure).text.utf8, "authorship.txt")
    let release = try #require(xml.components(separatedBy: "<Release>").last)
    #expect(xml.components(separatedBy: "<ContainsAI>Partly</ContainsAI>").count == 3)
    #expect(
      release.contains("<ContainsAI>\(disclosure.delivery.work?.rawValue ?? "")</ContainsAI>"))
    #expect(!xml.contains("Lyricist"))
    #expect(!xml.contains("Artwork"))
    #expect(
      xml.components(separatedBy: "<AiContribution>").count - 1
        == disclosure.delivery.contributions.filter { $0.share != nil }.count)
  }

  @Test("a disclosure comes back from JSON as it was")
  func json() throws {
    let disclosure = try disclosure()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try encoder.encode(disclosure)
    #expect(try JSONDecoder().decode(Disclosure.self, from: data) == disclosure)
  }
}
