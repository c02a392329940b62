package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** The last line of a terminal never costs a line that was printed. */
class TerminalLineTest {
  /** Something that happens at a terminal. */
  sealed interface Act {}

  record Print(String text, boolean toErr) implements Act {}

  record Show() implements Act {}

  record Resize(int columns) implements Act {}

  private static final String LONG = "=".repeat(300);

  private int width = 80;

  private PrintStream stream(Screen screen) {
    return new PrintStream(screen, true, StandardCharsets.ISO_8859_1);
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    Arbitrary<Act> print =
        Arbitraries.of("one", "two\n", "\n", "three\nfour\n", "five\nsix")
            .flatMap(text -> Arbitraries.of(true, false).map(err -> new Print(text, err)));
    Arbitrary<Act> resize = Arbitraries.integers().between(20, 120).map(Resize::new);
    return Arbitraries.frequencyOf(
            Tuple.of(3, print), Tuple.of(3, Arbitraries.just(new Show())), Tuple.of(1, resize))
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 500)
  void allThatWasPrintedIsSeenAndAtMostOneLineMore(
      @ForAll("acts") List<Act> acts, @ForAll boolean wrapsAnew) {
    width = 80;
    Screen screen = new Screen(width, wrapsAnew);
    TerminalLine line = new TerminalLine(stream(screen), () -> width);
    PrintStream out = line.above(stream(screen));
    PrintStream err = line.above(stream(screen));
    StringBuilder printed = new StringBuilder();
    for (Act act : acts) {
      switch (act) {
        case Print(String text, boolean toErr) -> {
          (toErr ? err : out).print(text);
          printed.append(text);
        }
        case Show() -> line.show(LONG.substring(0, line.width()));
        case Resize(int columns) -> {
          width = columns;
          screen.resize(columns);
        }
      }
      List<String> expected = new ArrayList<>(Screen.of(printed.toString()));
      List<String> seen = screen.seen();
      if (act instanceof Show && (printed.isEmpty() || printed.toString().endsWith("\n"))) {
        assertEquals(LONG.substring(0, width - 1), seen.getLast());
        assertEquals(1, screen.lastRows());
      }
      seen.removeIf(each -> each.startsWith("=")); // shown, or what is left of it
      while (!expected.isEmpty() && expected.getLast().isEmpty()) {
        expected.removeLast();
      }
      while (!seen.isEmpty() && seen.getLast().isEmpty()) {
        seen.removeLast();
      }
      assertEquals(expected, seen);
    }
    line.close();
    assertEquals(Screen.of(printed.toString()), screen.seen());
  }

  @Test
  void linesOfManyThreadsStayWhole() throws InterruptedException {
    Screen screen = new Screen(width, true);
    TerminalLine line = new TerminalLine(stream(screen), () -> width);
    PrintStream out = line.above(stream(screen));
    List<String> expected = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads =
        Stream.of("a", "b", "c")
            .map(
                name ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int i = 0; i < 300; i++) {
                                out.println(name + i);
                                expected.add(name + i);
                                line.show("progress " + i);
                              }
                            }))
            .toList();
    for (Thread each : threads) {
      each.join();
    }
    line.close();
    assertEquals(expected.stream().sorted().toList(), screen.seen().stream().sorted().toList());
  }

  @Test
  void nobodyWatchesATest() {
    assertNull(TerminalLine.open());
    assertTrue(TerminalWidth.now() > 0);
    assertEquals(72, TerminalWidth.of("72"));
    for (String none : new String[] {"", "0", "wide", "-3", "٨٠"}) {
      assertEquals(80, TerminalWidth.of(none));
    }
    assertEquals(80, TerminalWidth.of(null));
  }
}
