package jacquard.program;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The known names that are near to an unknown one, for messages. */
final class Nearest {
  private static final int SHOWN = 8;

  private Nearest() {}

  /** What to add to a message: the names within a few typing errors, or else all if few. */
  static String hint(String unknown, Collection<String> known) {
    if (known.isEmpty()) {
      return "; there is none";
    }
    int errors = Math.max(2, unknown.length() / 3);
    List<String> near =
        known.stream()
            .distinct()
            .filter(name -> distance(unknown, name) <= errors)
            .sorted(Comparator.comparingInt((String name) -> distance(unknown, name)))
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
