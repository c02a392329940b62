package jacquard.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The order of the rows of a mapped data set in one epoch, such that little of it is read at once.
 *
 * <p>Rows that follow each other in the file are a page of some {@value #PAGE_BYTES} bytes. The
 * pages are permuted; then of the rows in the order of the pages always those of some {@value
 * #SPAN_BYTES} bytes, which are a span, are permuted among each other. Both permutations are
 * functions of seed, epoch and place.
 */
final class PageShuffle {
  /** Draws of the streams that permute; {@link Minibatches} uses the one above. */
  private static final long PAGES = -3L;

  private static final long ROWS = -4L;

  /** So much is worth a seek on a disk. */
  private static final int PAGE_BYTES = 1 << 16;

  /** What is permuted together should stay in memory, and in the caches if it can. */
  private static final int SPAN_BYTES = 1 << 22;

  private final MappedDataset data;
  private final long seed;
  private final int epoch;
  private final int pageRows;
  private final int[] pages;

  /** The place of the file's last page, which may be shorter, and its rows. */
  private final int shortPlace;

  private final int shortRows;

  private final int spanRows;

  /** The rows of the file that are given from a place on, in the order they are given. */
  private int[] span = {};

  private int spanFirst;

  /**
   * The order of an epoch.
   *
   * @param size the rows of a minibatch
   */
  PageShuffle(MappedDataset data, int size, long seed, int epoch) {
    this.data = data;
    this.seed = seed;
    this.epoch = epoch;
    this.spanRows = spanRows(size);
    this.pageRows = Math.max(1, PAGE_BYTES / Float.BYTES / data.columns());
    int count = Math.ceilDiv(data.rows(), pageRows);
    this.pages = IntStream.range(0, count).toArray();
    Shuffle.permute(pages, seed, PAGES, epoch);
    this.shortPlace =
        IntStream.range(0, count).filter(i -> pages[i] == count - 1).findFirst().orElseThrow();
    this.shortRows = data.rows() - (count - 1) * pageRows;
  }

  /** Whole minibatches, at least one. */
  private int spanRows(int size) {
    long rowBytes = (long) Float.BYTES * data.columns();
    long minibatches = Math.max(1, SPAN_BYTES / rowBytes / size);
    return (int) Math.min(minibatches * size, data.rows());
  }

  /**
   * The {@code count} rows from the {@code first} of the epoch on: no more than a minibatch, which
   * begin where one does.
   */
  Batch rows(int first, int count) {
    if (first < spanFirst || first >= spanFirst + span.length) {
      read(first / spanRows * spanRows);
    }
    int from = first - spanFirst;
    return data.gathered(Arrays.copyOfRange(span, from, from + count));
  }

  private void read(int first) {
    int count = Math.min(spanRows, data.rows() - first);
    span = new int[count];
    spanFirst = first;
    for (int at = 0; at < count; at++) {
      span[at] = row(first + at);
    }
    Shuffle.permute(span, seed, ROWS - first, epoch);
  }

  /** The row of the file that is at a place when only pages are permuted. */
  private int row(int place) {
    return pages[page(place)] * pageRows + offset(place);
  }

  private int page(int place) {
    if (isBeforeShort(place)) {
      return place / pageRows;
    }
    int after = place - shortPlace * pageRows - shortRows;
    return after < 0 ? shortPlace : shortPlace + 1 + after / pageRows;
  }

  private int offset(int place) {
    if (isBeforeShort(place)) {
      return place % pageRows;
    }
    int after = place - shortPlace * pageRows - shortRows;
    return after < 0 ? after + shortRows : after % pageRows;
  }

  private boolean isBeforeShort(int place) {
    return place / pageRows < shortPlace;
  }
}
