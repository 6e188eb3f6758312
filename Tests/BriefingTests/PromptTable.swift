/// Prompts as producers write them, and what is understood in each.
enum PromptTable {
  static let all: [Row] = part1 + part2 + part3 + part4 + part5 + genres + bands

  struct Row: Sendable, CustomStringConvertible {
    var description: String
    var expected: String

    init(_ prompt: String, _ expected: String) {
      (description, self.expected) = (prompt, expected)
    }
  }

  private static let part1: [Row] = [
    Row(
      "warm lo-fi hip-hop in D minor, 82 bpm, 60 seconds, dusty drums and a wandering Rhodes",
      "style=lo-fi:1.0 | mood=0.4,-0.5 | bpm=82.0 | key=D minor | seconds=60.0 | with=drums,electric-piano"
    ),
    Row(
      "quiet intro, big drop at 0:45, fade out",
      "form=intro@0.2,drop@0.8 | events=drop@45.0,fade out"),
    Row(
      "no drums",
      "without=drums"),
    Row(
      "only strings and piano",
      "only=strings,grand-piano"),
    Row(
      "without bass",
      "without=bass"),
    Row(
      "drill in F# minor at 140",
      "style=drill:1.0 | bpm=140.0 | key=F# minor"),
    Row(
      "waltz time in G major",
      "key=G major | meter=3/4"),
    Row(
      "in three, slow and sad, Bb",
      "mood=-0.6,-0.4 | pace=-0.6 | key=Bb major | meter=3/4"),
    Row(
      "a minute and a half of jazz",
      "style=jazz-swing:1.0 | seconds=90.0"),
    Row(
      "two and a half minutes of house",
      "style=house:1.0 | seconds=150.0"),
    Row(
      "90s house, 124bpm",
      "style=house:1.0 | bpm=124.0 | era=1990s"),
    Row(
      "trap, 90s, dark",
      "style=trap:1.0 | mood=-0.5,0.0 | seconds=90.0"),
    Row(
      "80s synthwave for a product video, 1:30",
      "style=synthwave:1.0 | seconds=90.0 | use=product video | era=1980s"),
    Row(
      "16 bars of bossa nova",
      "style=bossa-nova:1.0 | bars=16"),
    Row(
      "thirty-two bar AABA jazz tune",
      "style=jazz-swing:1.0 | bars=32 | form=A,A,B,A"),
    Row(
      "verse chorus verse chorus bridge chorus pop ballad",
      "style=pop-ballad:1.0 | form=verse,chorus,verse,chorus,bridge,chorus"),
    Row(
      "intro (8 bars), verse (16 bars), chorus 8 bars, no intro",
      "form=intro(8),verse(16),chorus(8) | events=no intro"),
    Row(
      "Am F C G",
      "chords=Am,F,C,G"),
    Row(
      "sad piano ballad, chords: Dm9 | G13 | Cmaj7",
      "style=pop-ballad:1.0 | mood=-0.6,-0.4 | chords=Dm9,G13,Cmaj7"),
    Row(
      "ii-V-I in Bb",
      "key=Bb major | chords=ii,V,I"),
    Row(
      "I–V–vi–IV in C, uptempo",
      "pace=0.5 | key=C major | chords=I,V,vi,IV"),
    Row(
      "Am I dreaming? A sad song about rain",
      "mood=-0.25,-0.35 | ??=dreaming"),
    Row(
      "eighty-two bpm jazz",
      "style=jazz-swing:1.0 | bpm=82.0"),
    Row(
      "one hundred and twenty bpm house",
      "style=house:1.0 | bpm=120.0"),
    Row(
      "-9 LUFS trap, loud",
      "style=trap:1.0 | lufs=-9.0"),
    Row(
      "quiet master, ambient",
      "style=ambient:1.0 | lufs=-18.0"),
    Row(
      "seamless loop of lofi, 8 bars",
      "style=lo-fi:1.0 | bars=8 | loop"),
    Row(
      "jaz in 3/4",
      "style=jazz-swing:1.0 | meter=3/4"),
    Row(
      "colourful bosa nova with nylon guitar",
      "style=bossa-nova:1.0 | mood=0.6,0.4 | with=nylon-guitar"),
    Row(
      "not too fast, no drums, instrumental",
      "pace=-0.2 | without=drums,choir,voice-oohs,synth-voice,choir-pad,voice-lead"),
    Row(
      "very sad, slightly dark",
      "mood=-0.53,-0.27"),
    Row(
      "half jazz half trap",
      "style=jazz-swing:0.5,trap:0.5"),
    Row(
      "60% trap 40% jazz",
      "style=trap:0.6,jazz-swing:0.4"),
    Row(
      "trap meets jazz",
      "style=trap:0.5,jazz-swing:0.5"),
    Row(
      "jazz-influenced house",
      "style=jazz-swing:0.3,house:0.7"),
    Row(
      "lo-fi with a bossa feel",
      "style=lo-fi:0.7,bossa-nova:0.3"),
    Row(
      "trap:0.6,jazz:0.4",
      "style=trap:0.6,jazz-swing:0.4"),
    Row(
      "Drake type beat",
      "style=trap:1.0"),
    Row(
      "something like Daft Punk",
      "style=house:1.0"),
    Row(
      "in the style of bossa nova",
      "style=bossa-nova:1.0"),
    Row(
      "baroque trio sonata in G minor, 90 bpm",
      "style=baroque:1.0 | bpm=90.0 | key=G minor"),
    Row(
      "a four-part chorale in D major, 16 bars",
      "style=chorale:1.0 | key=D major | bars=16"),
    Row(
      "chamber music in F minor, 3/4",
      "style=string-quartet:1.0 | key=F minor | meter=3/4"),
    Row(
      "in the style of Chopin",
      "style=classical-piano:1.0 | mood=-0.2,-0.3 | with=grand-piano"),
    Row(
      "like rain on a window",
      "mood=0.1,-0.3 | ??=window"),
    Row(
      "sounds like a sunset over the ocean",
      "mood=0.5,-0.7"),
    Row(
      "Zimmeresque epic trailer, 2 minutes",
      "style=cinematic:1.0 | seconds=120.0"),
    Row(
      "inspired by Radiohead and Burial",
      "style=indie-rock:1.0"),
    Row(
      "in the style of Jane Nobody",
      ""),
    Row(
      "key change at 1:30, build from 0:30, stop at the end",
      "form=build | events=key change@90.0,build@30.0,stop"),
    Row(
      "drumless beat for a podcast intro, 15 seconds",
      "seconds=15.0 | without=drums,percussion | use=podcast intro"),
    Row(
      "fast techno at 60 bpm",
      "style=techno:1.0 | bpm=60.0 | pace=0.65"),
    Row(
      "no piano but a piano",
      "with=piano | without=piano"),
    Row(
      "120 bpm, no wait, 90 bpm",
      "bpm=120.0"),
    Row(
      "in C major and in D minor",
      "key=C major"),
    Row(
      "32 bars at 120 bpm, 10 seconds",
      "bpm=120.0 | seconds=10.0 | bars=32"),
    Row(
      "string quartet, adagio, E-flat major",
      "style=string-quartet:1.0 | pace=-0.6 | key=Eb major"),
    Row(
      "piano trio playing a medium swing, 12-bar blues in F",
      "style=blues:1.0 | pace=0.0 | key=F major | only=grand-piano,upright-bass,jazz-kit"),
    Row(
      "5/4 prog jazz like Dave Brubeck",
      "style=hard-rock:0.3,jazz-swing:0.7 | meter=5/4"),
    Row(
      "lofi beats to study to",
      "style=lo-fi:1.0 | use=study"),
    Row(
      "70/30 house and jazz",
      "style=house:0.7,jazz-swing:0.3"),
    Row(
      "orchestral, half-time, timpani, brass, choir",
      "style=cinematic:1.0 | pace=-0.5 | with=timpani,brass,choir"),
    Row(
      "80-90 bpm boom bap",
      "style=boom-bap:1.0 | bpm=85.0"),
    Row(
      "make me a song",
      ""),
    Row(
      "a minor key, sad cello",
      "mood=-0.6,-0.4 | scale=minor | with=cello"),
    Row(
      "in a minor",
      "key=A minor"),
    Row(
      "F# dorian funk jam with slap bass",
      "style=funk:1.0 | key=F# dorian | with=slap-bass"),
    Row(
      "song for my daughter's birthday, happy, ukulele",
      "mood=0.9,0.5 | with=nylon-guitar | use=daughter's birthday"),
    Row(
      "1920s ragtime, honky-tonk piano",
      "style=jazz-swing:1.0 | with=honky-tonk-piano | era=1920s"),
    Row(
      "0:00 intro, 0:15 verse, 0:45 drop, 1:30 outro",
      "form=intro,verse,drop,outro | events=intro@0.0,verse@15.0,drop@45.0,outro@90.0"),
    Row(
      "2 min 30 synthwave",
      "style=synthwave:1.0 | seconds=150.0"),
    Row(
      "1m30s",
      "seconds=90.0"),
    Row(
      "drop at 30 seconds, fade out over the last 10 seconds, 2 minutes",
      "seconds=120.0 | form=drop | events=drop@30.0,fade out@110.0"),
  ]

  private static let part2: [Row] = [
    Row(
      "8 bar intro 16 bar verse 8 bar chorus",
      "form=intro(8),verse(16),chorus(8)"),
    Row(
      "flibbertigibbet zorp with sidechain pumping and vinyl crackle",
      "style=lo-fi:1.0 | mood=0.0,0.9 | ??=flibbertigibbet zorp with sidechain"),
    Row(
      "no drums, bass or guitar",
      "without=drums,bass,guitar"),
    Row(
      "without drums, bass and guitar",
      "without=drums,bass,guitar"),
    Row(
      "just piano",
      "only=grand-piano"),
    Row(
      "solo piano, nocturne",
      "style=classical-piano:1.0 | only=grand-piano"),
    Row(
      "piano solo at 1:20",
      "form=solo | with=grand-piano | events=solo@80.0"),
    Row(
      "guitar solo at 1:20 over Em7 A7",
      "form=solo | chords=Em7,A7 | with=guitar | events=solo@80.0"),
    Row(
      "Queen style rock anthem",
      "style=hard-rock:1.0"),
    Row(
      "dark queen vibes",
      "mood=-0.5,0.0 | ??=queen"),
    Row(
      "future bass drop",
      "style=trap:1.0 | form=drop | events=drop"),
    Row(
      "a house for my cat",
      "style=house:1.0 | use=cat"),
    Row(
      "haunted house halloween music, spooky organ",
      "style=horror:1.0 | mood=-0.5,0.0 | with=organ"),
    Row(
      "I need a 45 second bed for a travel vlog, breezy ukulele, no drums please",
      "mood=0.6,0.4 | seconds=45.0 | with=nylon-guitar | without=drums | use=travel vlog"),
    Row(
      "gimme something dark and grimy, 140, for a boxing highlight reel",
      "mood=-0.5,0.0 | bpm=140.0 | use=boxing highlight reel"),
    Row(
      "Chilled-out Sunday morning jazz, brushes, upright bass and piano only",
      "style=jazz-swing:1.0 | mood=0.55,-0.2 | only=brush-kit,upright-bass,grand-piano | ??=Sunday"),
    Row(
      "A 2-minute epic orchestral trailer cue that starts quiet and builds to a huge climax at 1:30",
      "style=cinematic:1.0 | seconds=120.0 | events=build,climax@90.0 | places=energy 0.2 in bar 0 | use=trailer"
    ),
    Row(
      "melancholic synthwave in A minor at 100bpm with arpeggios and a big sax solo",
      "style=synthwave:1.0 | mood=-0.33,-0.07 | bpm=100.0 | key=A minor | form=solo | with=arpeggio,tenor-sax"
    ),
    Row(
      "can you do a bossa nova in 6/8? female vocals, flute",
      "style=bossa-nova:1.0 | meter=6/8 | with=choir,flute"),
    Row(
      "hip hop beat, boom-bap drums, jazzy piano sample, vinyl crackle, 88 BPM, 16 bar loop",
      "style=boom-bap:0.7,jazz-swing:0.3 | bpm=88.0 | bars=16 | with=grand-piano | loop"),
    Row(
      "slow ballad in E flat major, 72 beats per minute, piano and strings",
      "style=pop-ballad:1.0 | bpm=72.0 | key=Eb major | with=grand-piano,strings"),
    Row(
      "house track w/ piano chords, female vocal chops, 126 bpm, 3 minutes, drop at 1:00 and 2:00",
      "style=house:1.0 | bpm=126.0 | seconds=180.0 | form=drop | with=grand-piano,choir | events=drop@60.0,drop@120.0 | ??=chops"
    ),
    Row(
      "No guitar. No vocals. Just a lonely piano in C# minor, rubato, about two minutes",
      "mood=-0.13,-0.07 | key=C# minor | seconds=120.0 | only=grand-piano | without=guitar,choir,voice-oohs,synth-voice,choir-pad,voice-lead"
    ),
    Row(
      "Cinematic ambient, 90 secs, drones and pads, no percussion, no melody",
      "style=cinematic:0.5,ambient:0.5 | seconds=90.0 | with=pad | without=percussion,lead"),
    Row(
      "something upbeat & happy for kids, glockenspiel, ukulele, handclaps, 0:30",
      "mood=0.8,0.55 | seconds=30.0 | with=glockenspiel,nylon-guitar,drums | use=kids"),
    Row(
      "trap soul, 70 bpm half-time, F minor, 808s, sparse Rhodes",
      "style=trap:1.0 | mood=0.2,-0.6 | bpm=70.0 | pace=-0.5 | key=F minor | with=808-bass,electric-piano"
    ),
    Row(
      "Make it like Billie Eilish but more cheerful",
      "style=pop-ballad:1.0 | mood=0.9,0.5"),
    Row(
      "lofi, in the style of nujabes, 85bpm",
      "style=lo-fi:1.0 | bpm=85.0"),
    Row(
      "an étude à la Satie, 40 bars",
      "style=classical-piano:1.0 | mood=-0.1,-0.7 | bars=40 | with=grand-piano"),
    Row(
      "swinging big band number, 160 bpm, brass section, walking bass, sax solo, 32 bar AABA form",
      "style=jazz-swing:1.0 | bpm=160.0 | bars=32 | form=A,A,B,A | with=brass,tenor-sax"),
    Row(
      "uptempo funk, slap bass, horn stabs, E9 vamp",
      "style=funk:1.0 | pace=0.5 | chords=E9 | with=slap-bass,brass"),
    Row(
      "80's power ballad with a key change before the last chorus",
      "style=pop-ballad:1.0 | form=chorus | events=key change in chorus#-1 | era=1980s"),
    Row(
      "i v vi iv in g",
      "key=G major | chords=i,v,vi,iv"),
    Row(
      "play me a 12/8 slow blues in A",
      "style=blues:1.0 | pace=-0.6 | key=A major | meter=12/8"),
    Row(
      "seven-eight time prog rock, distorted guitar, odd and angular",
      "style=hard-rock:1.0 | meter=7/8 | with=distortion-guitar | ??=odd and angular"),
    Row(
      "30 seconds of seamless, loopable menu music for a mobile game",
      "seconds=30.0 | use=mobile game | loop"),
    Row(
      "warm pads, gentle arpeggio, 60bpm, sleep music, 10 minutes",
      "mood=0.6,-0.4 | bpm=60.0 | seconds=600.0 | with=warm-pad,arpeggio | use=sleep music"),
    Row(
      "Loud, aggressive drum and bass, 174bpm, reese bass",
      "style=drum-and-bass:1.0 | mood=-0.6,0.9 | bpm=174.0 | with=reese-bass | lufs=-9.0"),
    Row(
      "minimal techno without any melody, 4 minutes, -8 LUFS",
      "style=techno:1.0 | seconds=240.0 | without=lead | lufs=-8.0"),
    Row(
      "verse (8 bars) / chorus (8 bars) / verse / chorus / bridge (4 bars) / chorus x2",
      "form=verse(8),chorus(8),verse,chorus,bridge(4),chorus,chorus"),
    Row(
      "intro 4 bars, build 8 bars, drop 16 bars, break 8 bars, drop 16 bars, outro 4",
      "form=intro(4),build(8),drop(16),break(8),drop(16),outro(4) | events=build,drop,break"),
    Row(
      "jazz-tinged lo-fi, 60 percent lo-fi and 40 percent jazz",
      "style=jazz-swing:0.4,lo-fi:0.6"),
    Row(
      "mostly house with a touch of jazz",
      "style=house:0.7,jazz-swing:0.3"),
    Row(
      "a bit of trap in a bossa nova",
      "style=trap:0.3,bossa-nova:0.7"),
    Row(
      "It should be in a minor key, slow, with cello & no brass",
      "pace=-0.6 | scale=minor | with=cello | without=brass"),
    Row(
      "not sad, not slow",
      "mood=0.3,0.2 | pace=0.18"),
    Row(
      "tango with bandoneon and violin in D minor, 2:15",
      "style=tango:1.0 | key=D minor | seconds=135.0 | with=bandoneon,violin"),
    Row(
      "epic fantasy battle music, taiko drums and choir, 150 bpm, 7/8",
      "style=cinematic:1.0 | mood=0.1,0.53 | bpm=150.0 | meter=7/8 | with=taiko,choir"),
    Row(
      "reggae for a beach bar, off-beat guitar, one minute",
      "style=reggae:1.0 | mood=0.6,0.4 | seconds=60.0 | with=guitar"),
    Row(
      "sweet lullaby, music box, 3/4, 50 bpm, 45 sec",
      "style=pop-ballad:1.0 | mood=0.6,0.4 | bpm=50.0 | meter=3/4 | seconds=45.0 | with=music-box"),
    Row(
      "Tempo: 95 BPM. Key: F minor. Length: 1:45. Style: trap. Mood: dark.",
      "style=trap:1.0 | mood=-0.5,0.0 | bpm=95.0 | key=F minor | seconds=105.0"),
    Row(
      "BPM 128, key G, house",
      "style=house:1.0 | bpm=128.0 | key=G major"),
    Row(
      "syntwave, nostalgc, 110 bpm",
      "style=synthwave:1.0 | mood=0.1,-0.3 | bpm=110.0"),
    Row(
      "pianno and violn, sad",
      "mood=-0.6,-0.4 | with=grand-piano,violin"),
    Row(
      "chords Cmaj7 Am7 Dm7 G7, bossa, nylon guitar",
      "style=bossa-nova:1.0 | chords=Cmaj7,Am7,Dm7,G7 | with=nylon-guitar"),
    Row(
      "progression: i - VI - III - VII, D minor, cinematic",
      "style=cinematic:1.0 | key=D minor | chords=i,VI,III,VII"),
    Row(
      "1-5-6-4 pop ballad in D",
      "style=pop-ballad:1.0 | key=D major | chords=I,V,vi,IV"),
    Row(
      "make a song called \"Midnight Train\" about love, pop ballad",
      "style=pop-ballad:1.0 | mood=0.6,-0.4"),
    Row(
      "travis scott type beat, 140",
      "style=trap:1.0 | bpm=140.0"),
    Row(
      "moody, rainy, neon city drive",
      "style=synthwave:1.0 | mood=-0.1,-0.03 | ??=city"),
    Row(
      "dark but hopeful strings, 75 bpm",
      "mood=-0.13,0.1 | bpm=75.0 | with=strings"),
    Row(
      "jazz waltz, 150, quartet, Bb",
      "style=jazz-swing:1.0 | bpm=150.0 | key=Bb major"),
    Row(
      "a piece for solo violin, tragic, G minor, 90 seconds",
      "mood=-0.6,-0.4 | key=G minor | seconds=90.0 | only=violin"),
    Row(
      "🎉 party house 128",
      "style=house:1.0 | mood=0.8,0.7 | bpm=128.0"),
    Row(
      "اصنع لي أغنية هادئة",
      "??=اصنع لي أغنية هادئة"),
    Row(
      "音楽を作って",
      "??=音楽を作って"),
    Row(
      "hold music, easy listening, vibraphone and guitar, 2 min",
      "style=jazz-swing:1.0 | seconds=120.0 | with=vibraphone,guitar | use=hold music"),
    Row(
      "no intro, straight into the chorus, 20 secs for a jingle",
      "mood=0.1,0.1 | seconds=20.0 | form=chorus | events=no intro | use=jingle"),
    Row(
      "synth bass, gated drums, 1984, fm piano, D dorian",
      "style=synthwave:1.0 | key=D dorian | with=synth-bass,power-kit,fm-electric-piano | era=1980s"
    ),
    Row(
      "energetic workout music, one hundred twenty-eight bpm, two minutes thirty seconds",
      "mood=0.2,0.6 | bpm=128.0 | seconds=150.0 | use=workout music"),
  ]

  private static let part3: [Row] = [
    Row(
      "cello and piano duet, andante, F major, ABA form, 48 bars",
      "pace=-0.3 | key=F major | bars=48 | form=A,B,A | with=cello,grand-piano"),
    Row(
      "8-bit chiptune boss battle, fast, minor, loop",
      "style=chiptune:1.0 | mood=0.0,0.9 | pace=0.65 | scale=minor | loop"),
    Row(
      "gospel choir and hammond organ, joyful, 6/8, Ab",
      "style=gospel:1.0 | mood=0.9,0.5 | key=Ab major | meter=6/8 | with=choir,drawbar-organ"),
    Row(
      "phrygian flamenco guitar with claps and palmas",
      "scale=phrygian | with=nylon-guitar,drums | ??=palmas"),
    Row(
      "like Bach but on synths",
      "style=baroque:1.0 | mood=0.3,0.2 | with=polysynth"),
    Row(
      "inspired by nature, flute and harp",
      "mood=0.5,-0.7 | with=flute,harp"),
    Row(
      "drop the tempo halfway",
      "form=drop | events=drop"),
    Row(
      "soft rock, acoustic guitar, three minutes, key of D",
      "style=pop-ballad:1.0 | key=D major | seconds=180.0 | with=steel-guitar"),
    Row(
      "from 0:30 to 1:00 only drums",
      "with=drums | places=only drums from 30.0s until 60.0s"),
    Row(
      "deep house 122bpm for a fashion show, sleek & minimal, -10 lufs",
      "style=house:1.0 | mood=0.2,0.0 | bpm=122.0 | use=fashion show | lufs=-10.0"),
    Row(
      "quiet verse, loud chorus",
      "form=verse@0.2,chorus@0.9"),
    Row(
      "start calm, end epic, 90 seconds",
      "style=cinematic:1.0 | seconds=90.0 | places=energy 0.15 in bar 0,energy 0.8 in share 1.0"),
    Row(
      "sound like a Tarantino movie",
      "use=movie"),
    Row(
      "bass-heavy, mid-tempo, gritty",
      "mood=-0.15,0.3 | pace=0.0"),
    Row(
      "hard bop head, sixty-four bars, 220 bpm, trumpet and tenor sax",
      "style=jazz-swing:1.0 | bpm=220.0 | bars=64 | with=trumpet,tenor-sax"),
    Row(
      "acoustic pop in the key of B flat, 92bpm, verse-chorus, no synths",
      "style=pop-ballad:1.0 | bpm=92.0 | key=Bb major | form=verse,chorus | without=synthLead,synthPad,synthEffects"
    ),
    Row(
      "\"epic\" battle, Dm, 140bpm, brass + choir, 45s",
      "style=cinematic:1.0 | mood=0.1,0.75 | bpm=140.0 | key=D minor | seconds=45.0 | with=brass,choir"
    ),
    Row(
      "a tune like Taylor Swift meets Kraftwerk",
      "style=pop-ballad:1.0"),
    Row(
      "Give me four bars of swing, 140 bpm",
      "style=jazz-swing:1.0 | bpm=140.0 | bars=4"),
    Row(
      "rainy day lofi; piano, vinyl; 70–80 bpm",
      "style=lo-fi:1.0 | mood=0.1,-0.3 | bpm=75.0 | with=grand-piano | ??=vinyl"),
    Row(
      "dark trap, 808s and hi-hats, G# minor, one-twenty-eight bpm",
      "style=trap:1.0 | bpm=128.0 | key=G# minor | with=808-bass,drums"),
    Row(
      "don't use any drums, don't include bass",
      "without=drums,bass"),
    Row(
      "hold the brass, strings only",
      "only=strings | without=brass"),
    Row(
      "nothing but harp",
      "only=harp"),
    Row(
      "everything except drums",
      "without=drums"),
    Row(
      "minus the bass, please",
      "without=bass"),
    Row(
      "half time trap 150",
      "style=trap:1.0 | bpm=150.0 | pace=-0.5"),
    Row(
      "super dark synthwave",
      "style=synthwave:1.0 | mood=-0.8,0.0"),
    Row(
      "a wee bit sad folk tune with fiddle",
      "style=folk:1.0 | mood=-0.3,-0.2 | with=fiddle"),
    Row(
      "extremely fast bebop, 280 bpm",
      "style=jazz-swing:1.0 | bpm=280.0 | pace=1.0"),
    Row(
      "C, G, Am, F",
      "chords=C,G,Am,F"),
    Row(
      "Dm7-G7-Cmaj7 loop",
      "chords=Dm7,G7,Cmaj7 | loop"),
    Row(
      "chords: Am | F | C G | E7",
      "chords=Am,F,C G,E7"),
    Row(
      "key: Eb major",
      "key=Eb major"),
    Row(
      "in c sharp minor",
      "key=C# minor"),
    Row(
      "Bbm trap",
      "style=trap:1.0 | key=Bb minor"),
    Row(
      "B♭ major waltz",
      "style=waltz:1.0 | key=Bb major | meter=3/4"),
    Row(
      "F♯ minor, 6/8",
      "key=F# minor | meter=6/8"),
    Row(
      "ten minutes of ambient",
      "style=ambient:1.0 | seconds=600.0"),
    Row(
      "an hour of rain sounds",
      "mood=0.1,-0.3 | seconds=3600.0"),
    Row(
      "2-3 minutes of house",
      "style=house:1.0 | seconds=150.0"),
    Row(
      "1 hour meditation",
      "mood=0.5,-0.7 | seconds=3600.0"),
    Row(
      "0:45",
      "seconds=45.0"),
    Row(
      "five-four jazz",
      "style=jazz-swing:1.0 | meter=5/4"),
    Row(
      "7/4 groove",
      "mood=0.2,0.6 | meter=7/4"),
    Row(
      "pop ballad in Beyoncé style",
      "style=pop-ballad:1.0"),
    Row(
      "reminiscent of Ennio Morricone",
      "style=cinematic:1.0"),
    Row(
      "something à la Debussy",
      "style=cinematic:1.0 | mood=0.2,-0.5 | with=grand-piano,flute,harp"),
    Row(
      "in the style of Mozart, for string quartet",
      "style=string-quartet:1.0 | mood=0.6,0.3 | with=violin,viola,cello"),
    Row(
      "like a rolling stone",
      "mood=0.2,-0.6 | ??=stone"),
    Row(
      "like Boards of Canada and Aphex Twin",
      "style=house:1.0"),
    Row(
      "sounds like Tokyo at night",
      "mood=0.2,-0.6 | ??=Tokyo"),
    Row(
      "-14 LUFS, house",
      "style=house:1.0 | lufs=-14.0"),
    Row(
      "loudness: -16",
      "lufs=-16.0"),
    Row(
      "jazz, 120 bpm, 32 bars, 64 seconds",
      "style=jazz-swing:1.0 | bpm=120.0 | seconds=64.0 | bars=32"),
    Row(
      "grunge with distortion",
      "style=hard-rock:1.0 | ??=distortion"),
    Row(
      "no drop",
      "events=no drop"),
    Row(
      "without an intro",
      "events=no intro"),
    Row(
      "fade in, then a slow build, then stop",
      "events=fade in,build,stop"),
    Row(
      "break at 1:00 for 8 bars",
      "form=break(8) | events=break@60.0"),
    Row(
      "key change at bar 33, 120 bpm",
      "bpm=120.0 | events=key change@64.0"),
    Row(
      "double chorus at the end",
      "form=chorus,chorus"),
    Row(
      "bossa nova but drumless",
      "style=bossa-nova:1.0 | without=drums,percussion"),
    Row(
      "16 bars",
      "bars=16"),
    Row(
      "metal in drop D",
      "style=metal:1.0 | form=drop | events=drop"),
    Row(
      "for a wedding, first dance, romantic",
      "mood=0.6,-0.4 | use=wedding"),
    Row(
      "lo-fi with 10% jazz",
      "style=lo-fi:0.9,jazz-swing:0.1"),
    Row(
      "20% house, 80% lofi",
      "style=house:0.2,lo-fi:0.8"),
    Row(
      "house with hints of bossa nova",
      "style=house:0.7,bossa-nova:0.3"),
    Row(
      "cinematic with trap drums",
      "style=cinematic:1.0 | with=tr-808-kit"),
  ]

  private static let part4: [Row] = [
    Row(
      "Could you write me a moody trip hop beat around 80bpm with a creepy music box and deep sub bass, about a minute long",
      "style=lo-fi:1.0 | mood=-0.4,-0.18 | bpm=80.0 | seconds=60.0 | with=music-box,sub-bass"),
    Row(
      "we're shooting an ad for running shoes: fast, punchy, 15s, big ending",
      "mood=0.2,0.6 | pace=0.65 | seconds=15.0 | form=outro@0.8 | use=running | ??=we're shooting an ad,shoes"
    ),
    Row(
      "christmas jingle, sleigh bells, F major, 20 seconds",
      "style=holiday:1.0 | key=F major | seconds=20.0 | with=tinkle-bell | use=jingle"
    ),
    Row(
      "slow, dark, cinematic drone that never resolves",
      "style=cinematic:1.0 | mood=-0.5,0.0 | pace=-0.6 | ??=no resolves"),
    Row(
      "smooth late night saxophone jazz for my restaurant, no vocals",
      "style=jazz-swing:1.0 | mood=0.47,-0.47 | with=tenor-sax | without=choir,voice-oohs,synth-voice,choir-pad,voice-lead | use=restaurant"
    ),
    Row(
      "happy birthday tune for a 5 year old",
      "mood=0.5,0.1 | use=birthday | ??=5"),
    Row(
      "hard trap beat w/ 808 and flute, 145 BPM, key of Gm",
      "style=trap:1.0 | bpm=145.0 | key=G minor | with=808-bass,flute"),
    Row(
      "Hopeful piano + strings. 2 mins. Starts small, grows, ends quietly.",
      "mood=0.6,0.3 | seconds=120.0 | with=grand-piano,strings | events=build | places=energy 0.2 in share 1.0 | ??=small"
    ),
    Row(
      "something Burial-esque",
      "style=house:1.0"),
    Row(
      "give me vibes like Stranger Things",
      "style=synthwave:1.0"),
    Row(
      "an 80s workout montage, 120bpm, synth toms, A major",
      "mood=0.2,0.6 | bpm=120.0 | key=A major | with=polysynth,drums | use=montage | era=1980s"),
    Row(
      "3/4 bossa? try it, 110",
      "style=bossa-nova:1.0 | bpm=110.0 | meter=3/4"),
    Row(
      "indie folk with banjo, mandolin and handclaps but without drums",
      "style=folk:1.0 | with=banjo,steel-guitar | without=drums"),
    Row(
      "80 bars, 174 bpm liquid dnb, E minor, drop at bar 33",
      "style=drum-and-bass:1.0 | bpm=174.0 | key=E minor | bars=80 | form=drop | events=drop@44.14"),
    Row(
      "Techno. 132. Dark. No breakdown.",
      "style=techno:1.0 | mood=-0.5,0.0 | bpm=132.0 | events=no break"),
    Row(
      "medieval tavern music with lute and flute, lively",
      "style=cinematic:1.0 | mood=0.7,0.6 | with=nylon-guitar,flute | ??=tavern"),
    Row(
      "I want my song to be in D mixolydian at a relaxed pace, with fiddle and whistle",
      "pace=-0.3 | key=D mixolydian | with=fiddle,whistle"),
    Row(
      "a 30-second sting, dramatic, orchestral hits",
      "style=cinematic:1.0 | mood=0.2,0.6 | seconds=30.0 | with=orchestra-hit | ??=sting"),
    Row(
      "make it sound expensive",
      "mood=0.1,0.1"),
    Row(
      "Am7 - D7 - Gmaj7 - Cmaj7, swing, 140",
      "style=jazz-swing:1.0 | bpm=140.0 | chords=Am7,D7,Gmaj7,Cmaj7"),
    Row(
      "verse: Am F C G, chorus: F G Am",
      "form=verse,chorus | chords=Am,F,C,G,F,G,Am"),
    Row(
      "lo fi beat for coding, tempo seventy five, no bass",
      "style=lo-fi:1.0 | bpm=75.0 | without=bass | use=coding"),
    Row(
      "jazzy lo-fi",
      "style=jazz-swing:0.3,lo-fi:0.7"),
    Row(
      "E minor pentatonic blues rock riff",
      "style=hard-rock:1.0 | key=E minor pentatonic"),
    Row(
      "quick 8 bar loop, G minor, 90",
      "bpm=90.0 | pace=0.5 | key=G minor | bars=8 | loop"),
    Row(
      "romantic bolero a la Los Panchos",
      "style=bossa-nova:1.0 | mood=0.6,-0.4"),
    Row(
      "in the key of love",
      "mood=0.6,-0.4"),
    Row(
      "sad boi hours",
      "mood=-0.6,-0.4"),
    Row(
      "chill summer reggaeton 95 bpm perreo",
      "style=house:1.0 | mood=0.6,-0.05 | bpm=95.0 | ??=perreo"),
    Row(
      "slow down at the end",
      "events=tempo change"),
    Row(
      "with a big finish",
      "mood=0.2,0.6"),
    Row(
      "uplifting trance 138 bpm F# minor supersaw lead, long breakdown",
      "style=house:1.0 | bpm=138.0 | key=F# minor | form=break | with=supersaw,lead | events=break"),
    Row(
      "mozart meets trap",
      "style=trap:1.0 | mood=0.6,0.3 | with=violin,viola,cello"),
    Row(
      "soft piano for baby's sleep, 30 min",
      "mood=0.5,-0.7 | seconds=1800.0 | with=grand-piano | use=baby"),
    Row(
      "Only use piano.",
      "only=grand-piano"),
    Row(
      "No piano, only guitar.",
      "only=guitar | without=piano"),
  ]

  private static let part5: [Row] = [
    Row("medium swing", "style=jazz-swing:1.0 | pace=0.0"),
    Row("swing feel", "style=jazz-swing:1.0"),
    Row("a swing tune", "style=jazz-swing:1.0"),
    Row("medium swing lo-fi", "style=lo-fi:1.0 | pace=0.0"),
    Row("corporate", "style=corporate:1.0"),
    Row("inspirational, 100 bpm", "style=corporate:1.0 | mood=0.6,0.3 | bpm=100.0"),
    Row("motivational", "style=corporate:1.0 | mood=0.6,0.3"),
    Row("uplifting corporate", "style=corporate:1.0 | mood=0.6,0.3"),
    Row("motivational house", "style=house:1.0 | mood=0.6,0.3"),
    Row("not in C major, not 120 bpm", ""),
    Row("not in C major or D minor but in E minor", "key=E minor"),
    Row("jazz, not in 4/4, not at 120", "style=jazz-swing:1.0"),
    Row("anything but 3/4, 90 bpm", "bpm=90.0"),
    Row(
      "not too slow, 90 bpm, no drums, D minor",
      "bpm=90.0 | pace=0.18 | key=D minor | without=drums"),
    Row("cinematic strings only, 20 sec", "style=cinematic:1.0 | seconds=20.0 | only=strings"),
    Row("C lydian cinematic strings only", "style=cinematic:1.0 | key=C lydian | only=strings"),
    Row("trap with cinematic strings", "style=trap:1.0 | with=strings"),
    Row("no drums until the chorus", "form=chorus | places=no drums until chorus"),
    Row(
      "starts with solo piano, jazz",
      "style=jazz-swing:1.0 | with=grand-piano | places=only grand-piano in bar 0"),
    Row(
      "house, no drums or bass in the intro",
      "style=house:1.0 | form=intro | places=no drums in intro,no bass in intro"),
    Row("drop at 0:45, no drums", "form=drop | without=drums | events=drop@45.0"),
    Row("only piano for 60 seconds", "seconds=60.0 | only=grand-piano"),
    Row(
      "trap 808 dark 70 BPM 1:00 drop at 30 seconds silence at 0:28",
      "style=trap:1.0 | mood=-0.5,0.0 | bpm=70.0 | seconds=60.0 | form=drop | with=808-bass | events=drop@30.0,break@28.0"
    ),
    Row("jazz that ends at 0:45", "style=jazz-swing:1.0 | seconds=45.0"),
    Row("house ending at 45 seconds", "style=house:1.0 | seconds=45.0"),
    Row("end the piece at forty-five seconds", "seconds=45.0"),
    Row("a quiet ending at 0:50", "form=outro@0.2 | events=outro@50.0"),
    Row(
      "solo piano intro, jazz",
      "style=jazz-swing:1.0 | form=intro | with=grand-piano | places=only grand-piano in intro"),
    Row(
      "C major, key change to D major at 1:00", "key=C major | events=key change@60.0 to D major"),
    Row("fuck yeah loud trap", "style=trap:1.0 | lufs=-9.0 | ??=fuck"),
    Row("jazz, 60 s, 90 bpm", "style=jazz-swing:1.0 | bpm=90.0 | seconds=60.0"),
    Row("crotchet = 90", "bpm=90.0"),
    Row("dotted quarter note = 60, 6/8", "bpm=90.0 | meter=6/8"),
    Row("in the style of Daft Punk, F minor", "style=house:1.0 | key=F minor"),
    Row("like Daft Punk but trap", "style=trap:1.0"),
    Row("like Daft Punk but no house", ""),
    Row(
      "jazz, key change to B minor at the last chorus",
      "style=jazz-swing:1.0 | form=chorus | events=key change to B minor in chorus#-1"),
  ]

  /// Genres by the names that their listeners use.
  private static let genres: [Row] = [
    Row(
      "boombap with a muted trumpet, 91 bpm, dusty",
      "style=boom-bap:1.0 | mood=0.2,-0.6 | bpm=91.0 | with=muted-trumpet"),
    Row(
      "old school hip hop, E minor, 16 bars",
      "style=boom-bap:1.0 | key=E minor | bars=16"),
    Row(
      "chicago drill, E minor, 142 bpm, sliding 808s",
      "style=drill:1.0 | bpm=142.0 | key=E minor"),
    Row(
      "UK drill beat with dark piano and choir, 60 seconds",
      "style=drill:1.0 | mood=-0.5,0.0 | seconds=60.0 | with=grand-piano,choir"),
    Row(
      "warehouse techno, 135 bpm, phrygian, 3 minutes",
      "style=techno:1.0 | bpm=135.0 | scale=phrygian | seconds=180.0"),
    Row(
      "liquid drum and bass, 174 bpm, warm Rhodes, drop at 0:44",
      "style=drum-and-bass:1.0 | mood=0.6,-0.4 | bpm=174.0 | form=drop | with=electric-piano | events=drop@44.0"
    ),
    Row(
      "jungle, 170 bpm, A minor",
      "style=drum-and-bass:1.0 | bpm=170.0 | key=A minor"),
    Row(
      "drill meets drum & bass",
      "style=drill:0.5,drum-and-bass:0.5"),
    Row(
      "d'n'b without a lead",
      "style=drum-and-bass:1.0 | without=lead"),
    Row(
      "UKG, shuffled two-step beat, 132 bpm, organ stabs",
      "style=uk-garage:1.0 | mood=0.1,0.1 | bpm=132.0 | with=organ,chords"),
    Row(
      "2-step with vocal chops, Bb minor",
      "style=uk-garage:1.0 | key=Bb minor | with=synth-voice"),
    Row(
      "speed garage, loud",
      "style=uk-garage:1.0 | lufs=-9.0"),
    Row(
      "dark ambient drone in A minor, 5 minutes, no melody",
      "style=ambient:1.0 | key=A minor | seconds=300.0 | without=lead"),
    Row(
      "warm ambient with piano, no drums",
      "style=ambient:1.0 | mood=0.6,-0.4 | with=grand-piano | without=drums"),
    Row(
      "8 bit game boy music, G major, fast",
      "style=chiptune:1.0 | pace=0.65 | key=G major"),
    Row(
      "chip tune boss theme in E minor, 150 bpm",
      "style=chiptune:1.0 | bpm=150.0 | key=E minor | use=boss theme"),
    Row(
      "disco at 118 with sweeping strings and cowbell",
      "style=disco:1.0 | bpm=118.0 | with=slow-strings,agogo"),
    Row(
      "nu-disco meets house, F# minor",
      "style=disco:0.5,house:0.5 | key=F# minor"),
    Row(
      "70s disco, four on the floor",
      "style=disco:1.0 | era=1970s"),
    Row(
      "minneapolis funk, E minor, 108 bpm, clavinet and horns",
      "style=funk:1.0 | bpm=108.0 | key=E minor | with=clavinet,brass"),
    Row(
      "p-funk jam, 2 minutes",
      "style=funk:1.0 | seconds=120.0"),
    Row(
      "sixties soul in Ab with horns and tambourine, 12/8",
      "style=soul:1.0 | key=Ab major | meter=12/8 | with=brass,percussion | era=1960s"),
    Row(
      "r&b slow jam, 68 bpm, Db major",
      "style=soul:1.0 | bpm=68.0 | key=Db major"),
    Row(
      "northern soul, 120 bpm",
      "style=soul:1.0 | bpm=120.0"),
    Row(
      "neo soul, 84 bpm, dusty Rhodes, fretless bass",
      "style=neo-soul:1.0 | mood=0.2,-0.6 | bpm=84.0 | with=electric-piano,fretless-bass"),
    Row(
      "nu-soul groove without drums, Eb minor",
      "style=neo-soul:1.0 | mood=0.2,0.6 | key=Eb minor | without=drums"),
    Row(
      "gospel in 12/8, Ab, choir and hammond",
      "style=gospel:1.0 | key=Ab major | meter=12/8 | with=choir,drawbar-organ"),
    Row(
      "praise break, fast, F major",
      "style=gospel:1.0 | pace=0.65 | key=F major"),
    Row(
      "half gospel half funk",
      "style=gospel:0.5,funk:0.5"),
  ]

  /// Bands of guitars, roots and dances by their names.
  private static let bands: [Row] = [
    Row("indie rock, 128 bpm, D major", "style=indie-rock:1.0 | bpm=128.0 | key=D major"),
    Row(
      "classic rock with organ, A mixolydian", "style=hard-rock:1.0 | key=A mixolydian | with=organ"
    ),
    Row("thrash metal in E phrygian, 190 bpm", "style=metal:1.0 | bpm=190.0 | key=E phrygian"),
    Row("pop-punk, 184 bpm, two minutes", "style=punk:1.0 | bpm=184.0 | seconds=120.0"),
    Row("punky country, fiddle", "style=punk:0.3,country:0.7 | with=fiddle"),
    Row(
      "slow blues in G, 12/8, harmonica",
      "style=blues:1.0 | pace=-0.6 | key=G major | meter=12/8 | with=harmonica"),
    Row("bluesy lo-fi", "style=blues:0.3,lo-fi:0.7"),
    Row("fingerpicked folk in 3/4, D dorian", "style=folk:1.0 | key=D dorian | meter=3/4"),
    Row("train beat, 110 bpm", "style=country:1.0 | bpm=110.0"),
    Row("roots reggae, 74 bpm, A minor", "style=reggae:1.0 | bpm=74.0 | key=A minor"),
    Row("one drop, 76 bpm", "style=reggae:1.0 | bpm=76.0"),
    Row("like Metallica but slow", "style=metal:1.0 | pace=-0.6"),
    Row("in the style of Bob Marley", "style=reggae:1.0"),
    Row(
      "salsa in C minor with trumpet, 190 bpm",
      "style=salsa:1.0 | bpm=190.0 | key=C minor | with=trumpet"),
    Row("latin dance, montuno", "style=salsa:1.0"),
    Row("afrobeat with tenor sax, D dorian", "style=afrobeat:1.0 | key=D dorian | with=tenor-sax"),
    Row("corporate background music, 60 seconds", "style=corporate:1.0 | seconds=60.0"),
    Row("christmas song in F major", "style=holiday:1.0 | key=F major"),
    Row("nursery rhyme, music box", "style=holiday:1.0 | with=music-box"),
    Row("viennese waltz in Eb", "style=waltz:1.0 | key=Eb major"),
    Row("nuevo tango in G minor, cello", "style=tango:1.0 | key=G minor | with=cello"),
    Row("irish jig in D, 6/8", "style=irish:1.0 | key=D major | meter=6/8"),
    Row("celtic-tinged folk", "style=irish:0.3,folk:0.7"),
    Row("horror score, 45 seconds", "style=horror:1.0 | seconds=45.0"),
    Row("in the style of Piazzolla", "style=tango:1.0"),
  ]
}
