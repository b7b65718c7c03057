/// Words that name teams and schools outside the tables and lie a letter or two from a word inside.
///
/// Plain facts, written down by hand: `Southwest Missouri State` was Missouri State, `Cortland
/// State` is no Portland State. Such a word is no slip of the pen where it stands for a place.
enum OtherWords {
  static let words: [String] = [
    "bryan", "canton", "carleton", "clark", "cortland", "crown", "davison", "depauw", "dominican",
    "eton", "farmington", "guard", "highlands", "hills", "indian", "indians", "john", "joseph",
    "kansan", "louise", "macon", "marine", "merced", "mines", "nebraskan", "nevadan", "nichols",
    "northeast", "northland", "pacifica", "paine", "payne", "peter", "pittsburg", "rhodes",
    "rivier", "ross", "salve", "southmost", "southwest", "southwestern", "taylor", "texan",
    "trine", "virginian", "wagoner", "walsh", "warner", "webber", "williams",
  ]
}
