package jacquard.flow;

import jacquard.data.Examples;
import java.util.Iterator;

/** Chunks as they are given to jobs. */
final class Portable {
  private Portable() {}

  /** The same chunks; rows of a data set that cannot be had elsewhere on their own. */
  static Iterator<Examples> of(Iterator<? extends Examples> chunks) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return chunks.hasNext();
      }

      @Override
      public Examples next() {
        return chunks.next().portable();
      }
    };
  }
}
