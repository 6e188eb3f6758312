public import Production

/// What the words of a stem's name say of its kind.
///
/// Names are how engineers label sessions: `03_LeadVox_dry.wav`, `Kick In`, `BGV L`, `EP stereo`.
public enum StemNames {
  /// The kind that a name speaks of; nil where no word is known.
  ///
  /// Words count from the last to the first, as a noun stands behind what describes it; a describing
  /// word alone decides only where no noun does. Of several words that fit, the longest counts. What a reverb
  /// or a delay gave back is called so wherever the word stands: `Vox Verb`, `Delay - Lead`.
  public static func kind(of name: String) -> StemKind? {
    let words = words(of: name)
    let joined = words.joined(separator: " ")
    if words.contains(where: { returns.contains($0) }) { return .effectReturn }
    let said = phrases.filter { (" " + joined + " ").contains(" " + $0.0 + " ") }
    if let longest = said.max(by: { $0.0.count < $1.0.count }) { return longest.1 }
    for word in words.reversed() {
      if let kind = nouns[word] { return kind }
    }
    for word in words.reversed() {
      let begun = nouns.filter { word.count > 4 && word.hasPrefix($0.key) && $0.key.count > 3 }
      if let longest = begun.max(by: { $0.key.count < $1.key.count }) { return longest.value }
    }
    return words.lazy.compactMap { manners[$0] }.first
  }

  /// A name's words in small letters: parted at signs, digits, and where a capital begins.
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasSmall = false
    for character in name {
      let isLetter = character.isLetter
      if !isLetter || (character.isUppercase && wasSmall) {
        if !word.isEmpty { words.append(word.lowercased()) }
        word = ""
      }
      if isLetter { word.append(character) }
      wasSmall = isLetter && character.isLowercase
    }
    if !word.isEmpty { words.append(word.lowercased()) }
    return words
  }

  /// Words for what a room or an echo gave back.
  private static let returns: Set = [
    "return", "returns", "rtn", "verb", "verbs", "reverb", "reverbs", "rvb", "delay", "delays",
    "dly",
  ]

  private static let phrases: [(String, StemKind)] = [
    ("lead vocal", .vocal), ("lead vox", .vocal), ("backing vocal", .backing),
    ("backing vocals", .backing), ("back vox", .backing), ("bg vox", .backing),
    ("bass drum", .kick), ("kick drum", .kick), ("snare drum", .snare), ("drum kit", .drums),
    ("drum loop", .drums), ("hi hat", .hats), ("hi hats", .hats), ("drum bus", .drums),
    ("lead guitar", .lead), ("lead synth", .lead), ("solo guitar", .lead),
    ("bass guitar", .bass), ("sub bass", .bass), ("synth bass", .bass), ("acid bass", .bass),
    ("electric piano", .chords), ("rhythm guitar", .chords), ("string section", .pad),
    ("music box", .arpeggio), ("slap bass", .bass), ("voice over", .vocal),
  ]

  private static let nouns: [String: StemKind] = [
    "vocal": .vocal, "vocals": .vocal, "vox": .vocal, "voice": .vocal, "singer": .vocal,
    "rap": .vocal, "leadvox": .vocal, "acapella": .vocal, "acappella": .vocal,
    "bgv": .backing, "bgvs": .backing, "bv": .backing, "bvs": .backing, "backing": .backing,
    "harmony": .backing, "harmonies": .backing, "adlib": .backing, "adlibs": .backing,
    "choir": .pad, "doubles": .backing, "backings": .backing,
    "lead": .lead, "melody": .lead, "solo": .lead, "hook": .lead, "theme": .lead,
    "sax": .lead, "saxophone": .lead, "trumpet": .lead, "flute": .lead, "violin": .lead,
    "clarinet": .lead, "oboe": .lead, "harmonica": .lead, "fiddle": .lead, "whistle": .lead,
    "counter": .counter, "countermelody": .counter, "obbligato": .counter, "riff": .counter,
    "cello": .counter, "viola": .counter, "horn": .counter, "horns": .chords, "brass": .chords,
    "trombone": .counter, "bassoon": .counter,
    "kick": .kick, "kik": .kick, "bd": .kick, "bassdrum": .kick, "kickdrum": .kick,
    "snare": .snare, "sn": .snare, "sd": .snare, "clap": .snare, "claps": .snare, "snap": .snare,
    "snaps": .snare, "rim": .snare, "rimshot": .snare,
    "hat": .hats, "hats": .hats, "hihat": .hats, "hihats": .hats, "hh": .hats, "cymbal": .hats,
    "cymbals": .hats, "ride": .hats, "crash": .hats,
    "drum": .drums, "drums": .drums, "kit": .drums, "drumkit": .drums, "beat": .drums,
    "beats": .drums, "overhead": .drums, "overheads": .drums, "oh": .drums, "loop": .drums,
    "breakbeat": .drums, "percussion": .percussion, "perc": .percussion, "percs": .percussion,
    "conga": .percussion, "congas": .percussion, "bongo": .percussion, "bongos": .percussion,
    "shaker": .percussion, "tambourine": .percussion, "tamb": .percussion, "tom": .percussion,
    "toms": .percussion, "cowbell": .percussion, "timpani": .percussion, "cajon": .percussion,
    "bass": .bass, "sub": .bass, "contrabass": .bass, "upright": .bass, "tuba": .bass,
    "guitar": .chords, "guitars": .chords, "gtr": .chords, "gtrs": .chords, "piano": .chords,
    "keys": .chords, "keyboard": .chords, "keyboards": .chords, "rhodes": .chords,
    "wurlitzer": .chords, "wurli": .chords, "ep": .chords, "organ": .chords, "chords": .chords,
    "chord": .chords, "stab": .chords, "stabs": .chords, "clav": .chords, "clavinet": .chords,
    "comp": .chords, "ukulele": .chords, "banjo": .arpeggio, "mandolin": .arpeggio,
    "accordion": .chords, "harpsichord": .chords, "strum": .chords, "synth": .chords,
    "pad": .pad, "pads": .pad, "strings": .pad, "string": .pad, "atmosphere": .pad,
    "drone": .pad, "ambience": .pad, "texture": .pad, "orchestra": .pad,
    "arp": .arpeggio, "arpeggio": .arpeggio, "sequence": .arpeggio, "seq": .arpeggio,
    "pluck": .arpeggio, "plucks": .arpeggio, "harp": .arpeggio, "bells": .arpeggio,
    "bell": .arpeggio, "marimba": .arpeggio, "vibraphone": .arpeggio, "glockenspiel": .arpeggio,
    "celesta": .arpeggio, "kalimba": .arpeggio, "xylophone": .arpeggio,
    "fx": .effects, "sfx": .effects, "effect": .effects, "effects": .effects, "riser": .effects,
    "risers": .effects, "impact": .effects, "sweep": .effects, "noise": .effects,
    "echo": .effectReturn, "echoes": .effectReturn, "wet": .effectReturn,
    "vinyl": .effects, "foley": .effects, "downlifter": .effects, "uplifter": .effects,
  ]

  /// Words that describe rather than name.
  private static let manners: [String: StemKind] = [
    "print": .effectReturn, "prints": .effectReturn,
    "rhythm": .chords, "background": .backing, "low": .bass, "main": .lead, "top": .lead,
  ]
}
