package jacquard.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of a checkpoint when the classes of its objects are changed: one test for each row
 * of {@code engine/docs/EVOLUTION.md}.
 */
class EvolutionTest {
  private static final Map<String, String> OLD = new LinkedHashMap<>();
  private static final Map<String, String> NEW = new LinkedHashMap<>();
  private static Versions versions;

  /** Two versions of the body of a component. */
  private static void change(String name, String before, String after) {
    OLD.put(name + ".M", component(before));
    NEW.put(name + ".M", component(after));
  }

  private static String component(String body) {
    return "public class M implements Stateful {\n" + body + "\n}\n";
  }

  /** A component with one field of a type declared with it. */
  private static String field(String declarations, String type, String value) {
    return String.join(
        "\n",
        declarations,
        type + " x = " + value + ";",
        "public void state(State s) { x = s.value(\"x\", x); }",
        "public String toString() { return String.valueOf(x); }");
  }

  private static String record(String declaration, String value) {
    return field(declaration, "R", value);
  }

  private static final String EMPTY = "public void state(State s) {}\n";

  @BeforeAll
  static void compile(@TempDir Path directory) {
    records();
    elements();
    namesOfClasses();
    methods();
    frames();
    versions = new Versions(directory, OLD, NEW);
  }

  private static void refused(String name, long steps, String... wanted) {
    versions.save(name + ".M", steps);
    says(() -> versions.load(name + ".M"), wanted);
  }

  private static void says(Executable action, String... wanted) {
    String message = String.valueOf(assertThrows(CheckpointException.class, action).getMessage());
    for (String text : wanted) {
      assertTrue(message.contains(text), message);
    }
  }

  // ---- records ----------------------------------------------------------------------------------

  private static void records() {
    String two = record("record R(int a, String b) {}", "new R(1, \"one\")");
    change(
        "gains",
        two,
        record(
            """
            record R(int a, String b, double c) {
              @FormerComponents({"a", "b"}) R(int a, String b) { this(a, b, 0.5); }
            }
            """,
            "null"));
    change("gainsUntold", two, record("record R(int a, String b, double c) {}", "null"));
    change(
        "loses",
        two,
        record(
            "record R(int a) { @FormerComponents({\"b\", \"a\"}) R(String b, int a) { this(a); } }",
            "null"));
    change("losesUntold", two, record("record R(int a) {}", "null"));
    change("renames", two, record("record R(@Formerly(\"a\") int n, String b) {}", "null"));
    change("reorders", two, record("record R(String b, int a) {}", "null"));
    change(
        "retypes",
        two,
        record(
            """
            record R(long a, String b) {
              @FormerComponents({"a", "b"}) R(int a, String b) { this(10L * a, b); }
            }
            """,
            "null"));
    change("retypesUntold", two, record("record R(long a, String b) {}", "null"));
    change(
        "ages",
        record("record R(int a) {}", "new R(3)"),
        record(
            """
            record R(int a, int b, int c) {
              @FormerComponents({"a", "b"}) R(int a, int b) { this(a, b, 2); }
              @FormerComponents("a") R(int a) { this(a, 1); }
            }
            """,
            "null"));
    change(
        "nulls",
        record("record R(Integer a) {}", "new R(null)"),
        record("record R(int a) {}", "null"));
    change(
        "misnamed",
        two,
        record(
            "record R(int a) { @FormerComponents(\"a\") R(int a, int b) { this(a); } }", "null"));
  }

  @Test
  void aRecordGainsAComponent() {
    assertEquals("R[a=1, b=one, c=0.5]", versions.loaded("gains.M"));
    refused(
        "gainsUntold",
        0,
        "the record gainsUntold.M$R was saved with the components [a, b], but has [a, b, c] now",
        "@FormerComponents({\"a\", \"b\"}) R(int a, String b)");
  }

  @Test
  void aRecordLosesAComponent() {
    assertEquals("R[a=1]", versions.loaded("loses.M"));
    refused("losesUntold", 0, "was saved with the components [a, b], but has [a] now");
  }

  @Test
  void aRecordRenamesAComponent() {
    assertEquals("R[n=1, b=one]", versions.loaded("renames.M"));
  }

  @Test
  void aRecordOrdersItsComponentsAnew() {
    assertEquals("R[b=one, a=1]", versions.loaded("reorders.M"));
  }

  @Test
  void aRecordConvertsAComponent() {
    assertEquals("R[a=10, b=one]", versions.loaded("retypes.M"));
    refused(
        "retypesUntold",
        0,
        "the component a of the record retypesUntold.M$R was saved as Integer, but is declared"
            + " long",
        "@FormerComponents");
    refused("nulls", 0, "the component a of the record nulls.M$R was saved as null");
  }

  @Test
  void aRecordKnowsSeveralEarlierVersions() {
    assertEquals("R[a=3, b=1, c=2]", versions.loaded("ages.M"));
  }

  @Test
  void aConstructorThatNamesOtherComponentsThanItTakesIsRefusedWhenTheRecordIsRegistered() {
    refused("misnamed", 0, "@FormerComponents names [a], but the constructor takes 2 values");
  }

  // ---- elements ---------------------------------------------------------------------------------

  private static void elements() {
    String ints = field("", "List<Integer>", "new ArrayList<>(List.of(1, 2))");
    change("listOfTexts", ints, field("", "List<String>", "null"));
    change("listOfNumbers", ints, field("", "List<? extends Number>", "null"));
    change(
        "listConverted",
        ints,
        """
        List<String> x = List.of();
        public int stateVersion() { return 2; }
        public void state(State s) {
          if (s.version() < 2) {
            List<Integer> old = s.value("x", List.of());
            x = new ArrayList<>(old.stream().map(String::valueOf).toList());
          } else {
            x = s.value("x", x);
          }
        }
        public String toString() { return x + " " + x.get(0).getClass().getSimpleName(); }
        """);
    change(
        "mapOfLists",
        field("", "Map<String, List<Integer>>", "new TreeMap<>(Map.of(\"a\", List.of(1)))"),
        field("", "Map<String, List<Long>>", "null"));
    change(
        "keys",
        field("", "Map<String, Integer>", "new TreeMap<>(Map.of(\"a\", 1))"),
        field("", "Map<Integer, Integer>", "null"));
    change(
        "recordOfList",
        record("record R(List<Integer> a) {}", "new R(List.of(1))"),
        record("record R(List<String> a) {}", "null"));
    change(
        "recordOfListConverted",
        record("record R(List<Integer> a) {}", "new R(List.of(1))"),
        record(
            """
            record R(List<String> a) {
              @FormerComponents("a") R(Collection<Integer> a) {
                this(a.stream().map(i -> "no. " + i).toList());
              }
            }
            """,
            "null"));
  }

  @Test
  void elementsOfAnotherTypeAreRefused() {
    refused(
        "listOfTexts",
        0,
        "listOfTexts.M.x was saved as a list of Integer, but is declared"
            + " java.util.List<java.lang.String>",
        "raise its stateVersion and convert it");
    refused("mapOfLists", 0, "saved as a map of a list of Integer, but is declared");
    refused("keys", 0, "saved as a map of String, but is declared");
    refused("recordOfList", 0, "component a of the record recordOfList.M$R was saved as a list of");
  }

  @Test
  void elementsOfAWiderTypeAreTaken() {
    assertEquals("[1, 2]", versions.loaded("listOfNumbers.M"));
  }

  @Test
  void elementsAreConverted() {
    assertEquals("[1, 2] String", versions.loaded("listConverted.M"));
    assertEquals("R[a=[no. 1]]", versions.loaded("recordOfListConverted.M"));
  }

  // ---- names ------------------------------------------------------------------------------------

  private static void namesOfClasses() {
    String body =
        """
        record R(int a) {}
        enum Kind { BIG, SMALL }
        R[] rs = {new R(7)};
        Kind kind = Kind.SMALL;
        int n;
        public void state(State s) {
          rs = s.value("rs", rs);
          kind = s.value("kind", kind);
          n = s.value("n", n);
        }
        public int next() { return ++n; }
        public int take(R r) { return r.a(); }
        static class Numbers extends Generator<Numbers.L> {
          static class L extends Frame { int i; }
          public L start() { return new L(); }
          protected void generate(L f, Task self) { while (true) { self.yield(f.i); f.i++; } }
        }
        static R make() { return new R(5); }
        public Node program() {
          return Programs.seq(
              Programs.repeat(3, Programs.generate(new Numbers()), Programs.call(this::next)),
              Programs.call((Fn.F0<R>) %s::make), Programs.call(this::take));
        }
        public String toString() { return rs[0] + " " + kind + " " + n; }
        """;
    OLD.put("before.pack.Model", model("Model", "", body));
    NEW.put("after.Learner", model("Learner", "@Formerly({\"x.Y\", \"before.pack.Model\"})", body));
    NEW.put("after.Stranger", model("Stranger", "", body));
    NEW.put("after.Rival", model("Rival", "@Formerly(\"before.pack.Model\")", body));
    change(
        "constant",
        field("enum Kind { A, B }", "Kind", "Kind.B"),
        field("enum Kind { @Formerly({\"C\", \"B\"}) BETA, A }", "Kind", "null"));
    change(
        "constantGone",
        field("enum Kind { A, B }", "Kind", "Kind.B"),
        field("enum Kind { A }", "Kind", "null"));
    change(
        "renamedField",
        field("", "int", "4"),
        """
        @Formerly("x") int y = 0;
        int z = 1;
        public void state(State s) {
          y = s.value("y", y);
          z = s.has("z") ? s.value("z", z) : 2;
        }
        public int stateVersion() { return 2; }
        public String toString() { return y + " " + z; }
        """);
  }

  private static String model(String name, String annotation, String body) {
    String all = body.replace("%s", name);
    return annotation + " public class " + name + " implements Stateful {\n" + all + "\n}\n";
  }

  @Test
  void aClassIsRenamedOrMovedWithItsMembers() {
    for (int steps = 0; steps <= 18; steps++) {
      versions.save("before.pack.Model", steps);
      var loaded = versions.load("after.Learner");
      if (steps == 0) {
        assertEquals("R[a=7] SMALL 0", loaded.component("m", Object.class).toString());
      }
      assertEquals("(5)", loaded.run("main").run().toString(), "after " + steps + " steps");
      assertEquals("R[a=7] SMALL 3", loaded.component("m", Object.class).toString());
    }
  }

  @Test
  void aClassThatDoesNotSayItsEarlierNameIsRefused() {
    versions.save("before.pack.Model", 2);
    says(
        () -> versions.load("after.Stranger"),
        "before.pack.Model",
        "is not a registered class",
        "@Formerly");
  }

  @Test
  void twoClassesOfOneEarlierNameAreRefused() {
    versions.save("before.pack.Model", 2);
    says(
        () -> versions.load("after.Learner", "after.Rival"),
        "after.Learner and after.Rival both say that they were formerly before.pack.Model");
  }

  @Test
  void anEnumConstantIsRenamed() {
    assertEquals("BETA", versions.loaded("constant.M"));
    refused("constantGone", 0, "there is no constant constantGone.M$Kind:B", "@Formerly");
  }

  @Test
  void aDeclaredFieldIsRenamed() {
    assertEquals("4 2", versions.loaded("renamedField.M"));
  }

  // ---- methods ----------------------------------------------------------------------------------

  private static void methods() {
    String calls =
        "public Node program() { return Programs.repeat(4, Programs.call(this::%s)); }\n";
    String next =
        EMPTY
            + "transient int n; public int next() { return ++n; }\n"
            + calls.replace("%s", "next");
    change(
        "method",
        next,
        EMPTY + "transient int n; @Formerly(\"next\") public int advance() { return 10 + ++n; }\n");
    change("methodGone", next, EMPTY + "transient int n; public int advance() { return ++n; }\n");
    change(
        "result",
        next,
        EMPTY + "transient int n; public String next() { return \"no. \" + ++n; }\n");
    OLD.put("up.M", component(next));
    NEW.put("up.M", "public class M extends Base { " + EMPTY + "}");
    NEW.put(
        "up.Base",
        "public abstract class Base implements Stateful { transient int n; public int next() {"
            + " return 20 + ++n; } }");
    String takes =
        """
        public %s next(%s x) { return x; }
        public int next(int x) { return -1; }
        public %s first() { return new %s(1); }
        public Node program() {
          return Programs.seq(Programs.call(this::first), Programs.call((Fn.F1<%s, %s>) this::next));
        }
        """;
    change(
        "parameter",
        EMPTY + "record R(int a) {}\n" + takes.replace("%s", "R"),
        EMPTY + "@Formerly(\"parameter.M$R\") record Row(int a) {}\n" + takes.replace("%s", "Row"));
    change(
        "parameterOther",
        EMPTY + "record R(int a) {}\n" + takes.replace("%s", "R"),
        EMPTY
            + "record R(int a) {}\n"
            + " public R next(long x) { return null; } public R first() { return null; }");
    change(
        "hook",
        EMPTY
            + """
            transient int n; public void look(Moment m) { n++; } public int next() { return 1; }
            public Node program() {
              return Programs.repeat(3, Programs.call(this::next).withHooks(
                  List.of(Hook.of(Hook.When.AFTER, (Fn.P1<Moment>) this::look))));
            }
            """,
        EMPTY
            + """
            transient int n; @Formerly("look") public void watch(Moment m) { n += 10; } public int next() { return n; }
            """);
  }

  @Test
  void aCalledMethodIsRenamed() {
    assertEquals("(14)", versions.result("method.M", 0));
    refused(
        "methodGone", 0, "methodGone.M has no method next()I", "write @Formerly(\"next\") on it");
  }

  @Test
  void aCalledMethodGivesAnotherType() {
    assertEquals("(\"no. 3\")", versions.result("result.M", 3));
  }

  @Test
  void aCalledMethodMovesUpToASuperclass() {
    assertEquals("(24)", versions.result("up.M", 0));
  }

  @Test
  void aParametersClassIsRenamed() {
    assertEquals("(Row[a=1])", versions.result("parameter.M", 0));
    assertEquals("(Row[a=1])", versions.result("parameter.M", 3));
    refused("parameterOther", 0, "parameterOther.M has no method next(LparameterOther/M$R;)");
  }

  @Test
  void aHooksMethodIsRenamed() {
    assertEquals("(20)", versions.result("hook.M", 1));
  }

  // ---- frames -----------------------------------------------------------------------------------

  private static String generator(String locals, String body) {
    return EMPTY
        + "static class G extends Generator<G.L> {\n static class L extends Frame { "
        + locals
        + " }\n public L start() { return new L(); }\n protected void generate(L f, Task self) {\n"
        + body
        + "\n"
        + "} }\n"
        + "public Node program() { return Programs.buffer(5, Programs.generate(new G())); }\n";
  }

  private static void frames() {
    String counts = generator("int i;", "while (true) { self.yield(f.i); f.i++; }");
    change(
        "local",
        counts,
        generator("@Formerly(\"i\") int at;", "while (true) { self.yield(f.at); f.at++; }"));
    change(
        "localMore",
        counts,
        generator("int i; int j;", "while (true) { self.yield(f.i); f.i++; }"));
    change(
        "localElements",
        generator(
            "List<Integer> i = new ArrayList<>(List.of(1));", "while (true) { self.yield(1); }"),
        generator("List<String> i = new ArrayList<>();", "while (true) { self.yield(1); }"));
    change(
        "statementBefore",
        counts,
        generator("int i;", "while (true) { Objects.hash(f.i); self.yield(f.i); f.i++; }"));
    change(
        "statementAfter",
        counts,
        generator("int i;", "while (true) { self.yield(f.i); f.i++; Objects.hash(f.i); }"));
    change(
        "helper",
        generator(
            "int i;",
            "while (true) { ask(f, self); f.i++; } } void ask(L f, Task self) { self.yield(f.i);"),
        generator(
            "int i;",
            "while (true) { tell(f, self); f.i++; } } void tell(L f, Task self) {"
                + " self.yield(f.i);"));
  }

  @Test
  void aLocalIsRenamed() {
    assertEquals("(int[5]{0, 1, 2, 3, …})", versions.result("local.M", 5));
  }

  @Test
  void otherLocalsAreRefused() {
    refused("localMore", 5, "was saved with the locals [i], but localMore.M$G$L has [i, j] now");
    refused("localElements", 5, "the local i was saved as a list of Integer, but is declared");
  }

  @Test
  void aStatementBeforeTheYieldIsToldWhileLoading() {
    refused(
        "statementBefore",
        5,
        "/0 (generate G) waited in statementBefore.M$G.generate",
        "its code was changed since the checkpoint was saved",
        "resume with the class that saved it");
    refused("helper", 5, "/0 (generate G) waited in helper.M$G.ask");
  }

  @Test
  void aStatementAfterTheYieldChangesNothingOfWhatIsWaitedFor() {
    assertEquals("(int[5]{0, 1, 2, 3, …})", versions.result("statementAfter.M", 5));
  }
}
