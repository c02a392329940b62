package jacquard.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Values that travel as bytes. */
class PayloadTest {
  record Pair(Object left, List<Object> right) {}

  record Unknown(int x) {}

  /** A table that is had again from its source. */
  record Table(String source) implements ByReference {
    @Override
    public String fingerprint() {
      return "of " + source;
    }
  }

  @Property(tries = 100)
  void whatIsDecodedHasTheSameBits(
      @ForAll float[] numbers, @ForAll double d, @ForAll long l, @ForAll String text) {
    Payload payload = new Payload(Pair.class);
    byte[] bytes = payload.encode(new Pair(numbers, List.of(d, l, text, numbers)));
    Pair copy = (Pair) payload.decode(bytes);
    assertArrayEquals(bits(numbers), bits((float[]) copy.left));
    assertEquals(
        Double.doubleToRawLongBits(d), Double.doubleToRawLongBits((double) copy.right.get(0)));
    assertEquals(List.of(l, text), copy.right.subList(1, 3));
    assertSame(copy.left, copy.right.get(3));
    assertNotSame(numbers, copy.left);
    assertArrayEquals(bytes, payload.encode(copy));
  }

  private static int[] bits(float[] numbers) {
    int[] bits = new int[numbers.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(numbers[i]);
    }
    return bits;
  }

  @Property(tries = 200)
  void aDamagedByteIsRefused(@ForAll int where, @ForAll byte value) {
    Payload payload = new Payload(Pair.class);
    byte[] bytes = payload.encode(new Pair(new float[] {1, 2, 3}, List.of("a", 7)));
    int at = Math.floorMod(where, bytes.length);
    if (bytes[at] != value) {
      bytes[at] = value;
      assertThrows(CheckpointException.class, () -> payload.decode(bytes));
    }
  }

  @Property(tries = 50)
  void whatIsCutOffIsRefused(@ForAll int where) {
    Payload payload = new Payload();
    byte[] bytes = payload.encode(new int[100]);
    byte[] cut = java.util.Arrays.copyOf(bytes, Math.floorMod(where, bytes.length));
    assertThrows(CheckpointException.class, () -> payload.decode(cut));
  }

  @Example
  void numbersTextAndListsNeedNoClass() {
    Payload payload = new Payload();
    for (Object value : List.of(7, "seven", List.of(1.5, true), -0.0)) {
      assertEquals(value, payload.decode(payload.encode(value)));
    }
  }

  @Example
  void classesThatAreNotRegisteredAreRefusedOnBothSides() {
    assertThrows(CheckpointException.class, () -> new Payload().encode(new Unknown(1)));
    byte[] bytes = new Payload(Unknown.class).encode(new Unknown(1));
    assertThrows(CheckpointException.class, () -> new Payload().decode(bytes));
  }

  @Example
  void aTableTravelsByReferenceAndIsAttachedOnce() {
    AtomicInteger attached = new AtomicInteger();
    Types types =
        Types.with()
            .reference(
                Table.class,
                source -> {
                  attached.incrementAndGet();
                  return new Table(source);
                })
            .keepingAttached();
    Payload payload = new Payload(types);
    byte[] bytes = payload.encode(new Table("there"));
    Table first = assertInstanceOf(Table.class, payload.decode(bytes));
    assertSame(first, payload.decode(bytes));
    assertEquals(1, attached.get());
  }
}
