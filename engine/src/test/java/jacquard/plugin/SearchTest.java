package jacquard.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.plugin.Search.Range;
import jacquard.plugin.Search.Trial;
import jacquard.vm.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The search for settings. */
class SearchTest {
  private static Event score(Object value) {
    return new Event("run", "end", value);
  }

  @Test
  void aGridIsTriedInOrderAndItsBestIsFired() {
    Search search = Search.grid(Map.of("rate", List.of(0.1, 0.2), "noise", List.of(1.0, 2.0)));
    for (int life = 0; life < 2; life++) {
      List<Object> tried = new ArrayList<>();
      Fired fired = search.act(new Event("", "begin", null));
      double[] scores = {3, 1, Double.NaN, 1};
      for (double score : scores) {
        assertEquals("next", fired.name());
        tried.add(Objects.requireNonNull(fired.value()));
        fired = search.act(score(score));
      }
      assertEquals(
          List.of(
              Map.of("noise", 1.0, "rate", 0.1),
              Map.of("noise", 1.0, "rate", 0.2),
              Map.of("noise", 2.0, "rate", 0.1),
              Map.of("noise", 2.0, "rate", 0.2)),
          tried);
      assertEquals(Fired.end(new Trial(Map.of("noise", 1.0, "rate", 0.2), 1)), fired);
      assertEquals(4, search.trials().size());
    }
  }

  @Property(tries = 100)
  void randomSettingsAreInTheirRangesAndAFunctionOfTheSeed(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int count) {
    Map<String, Range> ranges =
        Map.of("rate", Range.logarithmic(1e-4, 1), "noise", Range.even(-1, 2));
    List<Object> one = all(Search.random(ranges, count, seed));
    assertEquals(count, one.size());
    assertEquals(one, all(Search.random(ranges, count, seed)));
    for (Object each : one) {
      Map<?, ?> settings = (Map<?, ?>) each;
      double rate = (Double) Objects.requireNonNull(settings.get("rate"));
      double noise = (Double) Objects.requireNonNull(settings.get("noise"));
      assertTrue(rate >= 1e-4 && rate <= 1 && noise >= -1 && noise <= 2, each.toString());
    }
  }

  private static List<Object> all(Search search) {
    List<Object> all = new ArrayList<>();
    Fired fired = search.act(new Event("", "begin", null));
    while (fired.name().equals("next")) {
      all.add(Objects.requireNonNull(fired.value()));
      fired = search.act(score(all.size()));
    }
    return all;
  }

  @Test
  void badOnesAreRefused() {
    assertThrows(ProgramException.class, () -> Search.grid(Map.of()));
    assertThrows(ProgramException.class, () -> Search.grid(Map.of("a", List.of())));
    assertThrows(ProgramException.class, () -> Search.random(Map.of(), 3, 1));
    assertThrows(ProgramException.class, () -> Range.logarithmic(0, 1));
    assertThrows(ProgramException.class, () -> Range.even(1, 1));
    Search search = Search.grid(Map.of("a", List.of(1.0)));
    assertThrows(ProgramException.class, search::best);
    search.act(new Event("", "begin", null));
    assertThrows(ProgramException.class, () -> search.act(score("text")));
  }
}
