package jacquard.program;

import jacquard.vm.Paths;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Something wrong with a program that is known before it runs.
 *
 * @param path where
 * @param node the node's line there, such as {@code call kf.next}
 * @param severity how bad it is
 * @param sentence what is wrong, and what to do where that is not plain
 */
public record Problem(String path, String node, Severity severity, String sentence) {
  /** How bad a problem is. */
  public enum Severity {
    /** The step fails if the run comes there. */
    ERROR,

    /** No step fails, but what is there is surely not meant, or not ready for saving. */
    WARNING
  }

  /** The order of the program. */
  static final Comparator<Problem> BY_PATH = (a, b) -> compare(a.way(), b.way());

  private List<Integer> way() {
    return Paths.indices(path).stream().map(Integer::valueOf).toList();
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      if (!a.get(i).equals(b.get(i))) {
        return Integer.compare(a.get(i), b.get(i));
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  /** Whether the step fails if the run comes there. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Such as {@code error at /0/1 (call pca.filt): takes 1 value but is given none}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s at %s (%s): %s",
        severity == Severity.ERROR ? "error" : "warning",
        path,
        node,
        sentence);
  }
}
