package jacquard.program;

import java.util.Collection;
import java.util.List;

/** The known names that are near to an unknown one, for messages. */
final class Nearest {
  private static final int SHOWN = 8;

  private Nearest() {}

  /** What to add to a message: the nearest names within a few typing errors, else some of all. */
  static String hint(String unknown, Collection<String> known) {
    if (known.isEmpty()) {
      return "; there is none";
    }
    int least = known.stream().mapToInt(name -> distance(unknown, name)).min().orElse(0);
    List<String> near =
        least > Math.max(2, unknown.length() / 3)
            ? List.of()
            : known.stream()
                .distinct()
                .filter(name -> distance(unknown, name) == least)
                .limit(3)
                .toList();
    if (!near.isEmpty()) {
      return "; did you mean " + String.join(" or ", near) + "?";
    }
    List<String> all = known.stream().distinct().sorted().toList();
    List<String> some = all.subList(0, Math.min(SHOWN, all.size()));
    return "; there "
        + (all.size() == 1 ? "is " : "are ")
        + String.join(", ", some)
        + (all.size() > SHOWN ? ", …" : "");
  }

  /** How many letters must be changed, put in or left out, whatever their case. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        char x = Character.toLowerCase(a.charAt(i - 1));
        int same = diagonal + (x == Character.toLowerCase(b.charAt(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(same, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
