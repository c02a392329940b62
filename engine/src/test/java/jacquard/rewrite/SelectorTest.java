package jacquard.rewrite;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.checkpoint;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static jacquard.program.Selectors.calls;
import static jacquard.program.Selectors.inside;
import static jacquard.program.Selectors.named;
import static jacquard.program.Selectors.not;
import static jacquard.program.Selectors.weaves;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.program.Place;
import jacquard.program.Program;
import jacquard.program.Selector;
import jacquard.program.Selectors;
import jacquard.vm.ProgramException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What selectors match, written in Java and as text. */
class SelectorTest {
  /** A layer. */
  public static final class Layer {
    /** An update. */
    public void update() {}

    /** What comes out. */
    public int filt() {
      return 1;
    }
  }

  private final Layer layer1 = new Layer();
  private final Layer layer2 = new Layer();
  private final Program program =
      Program.of(
              seq(
                  weave(
                      repeat(3, call(layer1::filt), call("my call", () -> 2)).named("train_1"),
                      loop(call(layer1::update))),
                  checkpoint("half"),
                  repeat(2, buffer(2, call(layer2::filt))).named("train_2"),
                  call(layer2::update)))
          .naming("layer1", layer1)
          .naming("layer2", layer2);

  private List<String> paths(Selector selector) {
    return program.find(selector).places().stream().map(Place::path).toList();
  }

  private List<String> paths(String text) {
    List<String> paths = paths(Selector.parse(text));
    String again = Selector.parse(text).text(program.components());
    assertEquals(paths, paths(Selector.parse(again)), again);
    return paths;
  }

  @Test
  void callsAreFoundByComponentAndMethod() {
    assertEquals(List.of("/0/0/0"), paths(calls(layer1::filt)));
    assertEquals(List.of("/3"), paths(calls(layer2::update)));
    assertEquals(List.of("/0/0/0"), paths("layer1.filt"));
    assertEquals(List.of("/0/0/0", "/2/0/0"), paths("layer*.filt"));
    assertEquals(List.of("/0/0/0", "/2/0/0"), paths("layer?.filt and call"));
    assertEquals(List.of("/0/0/1"), paths("\"my call\""));
  }

  @Test
  void nodesAreFoundByNameConstructAndPath() {
    assertEquals(List.of("/0/0", "/2"), paths("train_*"));
    assertEquals(List.of("/0/0", "/2"), paths("repeat"));
    assertEquals(List.of("/1"), paths("checkpoint"));
    assertEquals(List.of("/1"), paths("half"));
    assertEquals(List.of("/2/0"), paths("/2/0"));
    assertEquals(List.of("/"), paths("/"));
    assertEquals(List.of("/", "/0", "/0/1", "/2/0"), paths("seq or weave or loop or buffer"));
  }

  @Test
  void conditionsAreCombined() {
    assertEquals(List.of("/0/0/0"), paths(named("*.filt").and(inside(weaves()))));
    assertEquals(List.of("/0/0/0"), paths("*.filt and inside(weave)"));
    assertEquals(List.of("/2/0/0"), paths(named("*.filt").and(not(inside(weaves())))));
    assertEquals(List.of("/2/0/0"), paths("*.filt and not inside(weave)"));
    assertEquals(List.of("/0/1/0", "/2/0/0", "/3"), paths("call and not inside(train_1)"));
    assertEquals(List.of("/0/1/0"), paths("(loop or *.update) and inside(loop)"));
    assertEquals(
        List.of("/2/0/0"),
        paths(Selectors.where("deep", p -> p.parent() != null && p.path().startsWith("/2/0/"))));
  }

  @Test
  void matchesArePrinted() {
    assertEquals(
        "2 places of *.filt\n  /0/0/0  call layer1.filt\n  /2/0/0  call layer2.filt",
        program.find("*.filt").toString());
  }

  private static String wrong(String text) {
    return String.valueOf(
        assertThrows(ProgramException.class, () -> Selector.parse(text)).getMessage());
  }

  @Test
  void whatIsWrongInATextIsMarked() {
    assertEquals(
        """
        in a selector, column 15: ')' is expected, but the text ends
          inside(train_1
                        ^
          for example: layer*.filt and not inside(test)\
        """,
        wrong("inside(train_1"));
    assertEquals(
        """
        in a selector, column 3: nothing more is expected
          a b(c)
            ^
          for example: layer*.filt and not inside(test)\
        """,
        wrong("a b(c)"));
    assertEquals("in a selector, column 1: a name,", wrong("").substring(0, 32));
    assertEquals("in a selector, column 7: a name,", wrong("a and )").substring(0, 32));
    assertEquals(
        "in a selector, column 1: something to select is expected before or",
        wrong("or a").lines().findFirst().orElseThrow());
    assertEquals(
        "in a selector, column 3: a path looks like / or /0/2, not \"/x\"",
        wrong("  /x").lines().findFirst().orElseThrow());
    assertEquals(
        "in a selector, column 7: the quote has no end",
        wrong("a and \"b").lines().findFirst().orElseThrow());
    assertThrows(ProgramException.class, () -> Selectors.calls(() -> 3));
  }

  @Test
  void thatNothingMatchesIsAnErrorUnlessAskedOtherwise() {
    ProgramException e =
        assertThrows(ProgramException.class, () -> program.find("layer1.updat").after(() -> {}));
    assertEquals(
        "nothing in the program matches layer1.updat; near names are layer1.update,"
            + " layer2.update, layer1.filt, layer2.filt, half. If that is right, say orNone()",
        e.getMessage());
    assertEquals(0, program.find("layer1.updat").count());
    assertEquals(
        program.root(), program.find("layer1.updat").orNone().after(() -> {}).program().root());
  }
}
