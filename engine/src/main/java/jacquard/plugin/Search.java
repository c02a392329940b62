package jacquard.plugin;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.vm.Atomic;
import jacquard.vm.ProgramException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An action that tries settings for the lowest score: it fires {@code next} with settings to try,
 * takes the next number it is given as their score, and fires {@code end} with the best {@link
 * Trial} after the last.
 *
 * <p>Settings are maps of numbers by name. All are known from the beginning, so that no random
 * state needs to be saved.
 */
@Atomic
public final class Search implements Action, Stateful {
  /**
   * Settings that were tried.
   *
   * @param settings by name
   * @param score the lower the better; NaN is worse than any
   */
  public record Trial(Map<String, Double> settings, double score) {}

  /**
   * The numbers a setting may have.
   *
   * @param low the least
   * @param high more than that
   * @param isLogarithmic whether logarithms are drawn evenly, and not the numbers; then both are
   *     positive
   */
  public record Range(double low, double high, boolean isLogarithmic) {
    /** Checks the ranges. */
    public Range {
      if (!(low < high) || (isLogarithmic && low <= 0) || !Double.isFinite(high - low)) {
        throw new ProgramException(
            String.format(Locale.ROOT, "there is no range from %s to %s", low, high));
      }
    }

    /** Numbers drawn evenly. */
    public static Range even(double low, double high) {
      return new Range(low, high, false);
    }

    /** Numbers whose logarithms are drawn evenly. */
    public static Range logarithmic(double low, double high) {
      return new Range(low, high, true);
    }

    double at(double share) {
      double at =
          isLogarithmic ? low * StrictMath.pow(high / low, share) : low + (high - low) * share;
      return Math.clamp(at, low, high);
    }
  }

  private List<SortedMap<String, Double>> settings;
  private List<Trial> trials = new ArrayList<>();
  private boolean isTrying;

  private Search(List<SortedMap<String, Double>> settings) {
    this.settings = settings;
  }

  /** To be loaded. */
  private Search() {
    this(List.of());
  }

  /**
   * All combinations of some values of each setting; the last name, in alphabetical order, changes
   * first.
   *
   * @throws ProgramException if a setting has no values
   */
  public static Search grid(Map<String, List<Double>> values) {
    List<SortedMap<String, Double>> all = List.of(new TreeMap<>());
    for (Map.Entry<String, List<Double>> axis : new TreeMap<>(values).entrySet()) {
      List<SortedMap<String, Double>> longer = new ArrayList<>();
      for (SortedMap<String, Double> each : all) {
        for (double value : axis.getValue()) {
          SortedMap<String, Double> more = new TreeMap<>(each);
          more.put(axis.getKey(), value);
          longer.add(more);
        }
      }
      all = longer;
    }
    if (values.isEmpty() || all.isEmpty()) {
      throw new ProgramException("a grid needs at least one value of each setting: " + values);
    }
    return new Search(all);
  }

  /**
   * So many points drawn from ranges, a function of the seed.
   *
   * @throws ProgramException if there is no range or {@code count} is not positive
   */
  public static Search random(Map<String, Range> ranges, int count, long seed) {
    if (count <= 0 || ranges.isEmpty()) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "a random search needs ranges and a positive number of trials, not %d of %s",
              count,
              ranges));
    }
    Random random = new Random(seed); // its numbers are specified
    List<SortedMap<String, Double>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SortedMap<String, Double> point = new TreeMap<>();
      new TreeMap<>(ranges)
          .forEach((name, range) -> point.put(name, range.at(random.nextDouble())));
      all.add(point);
    }
    return new Search(all);
  }

  @Override
  public void state(State s) {
    settings = s.value("settings", settings);
    trials = s.value("trials", trials);
    isTrying = s.value("isTrying", isTrying);
  }

  @Override
  public Fired act(Event event) {
    if (isTrying) {
      double score = Numbers.of(event, "the score of what a search has tried are");
      trials.add(new Trial(settings.get(trials.size()), score));
    } else {
      trials = new ArrayList<>();
    }
    isTrying = trials.size() < settings.size();
    return isTrying ? Fired.next(settings.get(trials.size())) : Fired.end(best());
  }

  /** What was tried, in order, since it began. */
  public List<Trial> trials() {
    return List.copyOf(trials);
  }

  /**
   * The trial of the lowest score, the first of equals.
   *
   * @throws ProgramException if there is none yet
   */
  public Trial best() {
    return trials.stream()
        .min(Comparator.comparingDouble(Trial::score))
        .orElseThrow(() -> new ProgramException("the search has tried nothing yet"));
  }
}
