package jacquard.program;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import jacquard.vm.Args;
import jacquard.vm.Expect;
import jacquard.vm.Node;
import jacquard.vm.Vm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of nodes and components, and paths. */
class NamingTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "Z9", "train_layer1", "a.b-c_d", "x23456789.123456789"})
  void aNodeMayBeCalled(String name) {
    assertEquals(name, seq().named(name).name());
    assertEquals(name, seq().counting(name).unit());
    assertEquals(name + ": seq (" + name + ")", seq().named(name).counting(name).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "1a", "_a", "a b", "a/b", "a:b", "ä", "a\n", "a'b", "-a", "a\""})
  void aNodeMayNotBeCalled(String name) {
    String rule = "a name is a letter and up to 63 letters, digits, '_', '.' or '-', not ";
    Expect.refused(() -> seq().named(name), rule);
    Expect.refused(() -> seq().counting(name), rule);
  }

  @Test
  void aNameHasAtMost64Letters() {
    seq().named("x".repeat(64));
    Expect.refused(() -> seq().named("x".repeat(65)), "not \"xxx");
    Components longest = Components.NONE.with("x".repeat(64), this);
    assertEquals("x".repeat(64), longest.of(this));
    Expect.refused(() -> Components.NONE.with("x".repeat(65), this), "up to 63");
  }

  @Test
  void aNameStaysWithOtherChildren() {
    Node node = repeat(3, seq()).named("train").counting("round");
    Node other = node.withChildren(List.of(seq(), seq()));
    assertEquals(node.toString(), other.toString());
    assertEquals(2, other.children().size());
    assertEquals(1, node.children().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"kf", "_x", "A_1"})
  void aComponentMayBeCalled(String name) {
    assertEquals(name, Components.NONE.with(name, this).of(this));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "a.b", "a-b", "a b", "é"})
  void aComponentMayNotBeCalled(String name) {
    Expect.refused(
        () -> Components.NONE.with(name, this),
        "a component is named by a letter or '_' and up to 63 letters, digits or '_', not \""
            + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "next:5", "100 % sure", "x", "größer", "平均"})
  void aCallMayBeCalled(String name) {
    assertEquals("call " + name, call(name, () -> 1).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u0000", "a\u202eb", " a"})
  void aCallMayNotBeCalled(String name) {
    Expect.refused(
        () -> call(name, () -> 1), "a call is named by one line of up to 64 visible characters");
    Expect.refused(() -> call("x".repeat(65), () -> {}), "a call is named by one line");
  }

  @Test
  void namesAndComponentsAreUsedOnce() {
    Components one = Components.NONE.with("one", this);
    Expect.refused(() -> one.with("one", "other"), "two components are named one");
    Expect.refused(() -> one.with("two", this), "the component two is already named one");
    Expect.refused(() -> one.with("one", this), "named one");
    assertNull(Components.NONE.of(this));
    assertEquals(List.of("one", "two"), List.copyOf(one.with("two", 2).byName().keySet()));
    assertEquals(1, one.byName().size());
    Expect.thrown(UnsupportedOperationException.class, () -> one.byName().clear());
  }

  @Test
  void componentsAreToldApartByIdentity() {
    String equal1 = new String("same".toCharArray());
    String equal2 = new String("same".toCharArray());
    Components both = Components.NONE.with("one", equal1).with("two", equal2);
    assertEquals("two", both.of(equal2));
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless caller does
  void nullIsNoComponentAndNoName() {
    Expect.thrown(NullPointerException.class, () -> Components.NONE.with("x", null), "component x");
    Expect.thrown(NullPointerException.class, () -> Components.NONE.with(null, this), "name");
    Expect.thrown(NullPointerException.class, () -> seq().named(null), "name");
    Expect.thrown(NullPointerException.class, () -> call(null, () -> 1), "name");
  }

  int next() {
    return 1;
  }

  @Test
  void errorsUseTheNamesOfTheRun() {
    Node fails =
        call(
            "fails",
            () -> {
              throw new IllegalStateException("no");
            });
    Program program = Program.of(seq(call(this::next), fails)).naming("me", this);
    Vm run = program.start();
    run.run(1);
    assertEquals("/0 (call me.next)", run.jump().to().toString());
    Expect.stepFails(run::run, "at /1 (call fails)");
    assertEquals(Args.of(1), run.jump().args());
  }

  @Test
  void pathsLeadToNodes() {
    Node leaf = call(this::next);
    Program program = Program.of(seq(seq(), repeat(2, seq(), leaf)));
    assertSame(program.root(), program.at("/"));
    assertSame(leaf, program.at("/1/1"));
    assertSame(leaf, Program.of(leaf).at("/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "//", "/0/", "/a", "/-1", "/0 ", "/1234567890", "return", "/٣"})
  void otherTextIsNoPath(String path) {
    Expect.refused(() -> Program.of(seq(seq())).at(path), "a path looks like / or /0/2, not ");
  }

  @Test
  void aPathMayLeadNowhere() {
    Program program = Program.of(seq(seq(), call(this::next)));
    Expect.refused(() -> program.at("/2"), "there is nothing at /2: seq has 2 children");
    Expect.refused(() -> program.at("/0/0"), "there is nothing at /0/0: seq has 0 children");
    Expect.refused(() -> program.at("/1/0/0"), "call NamingTest.next has 0 children");
  }
}
