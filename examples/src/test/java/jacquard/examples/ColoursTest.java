package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LowerChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** When there are colours, and what is near to a misspelt word. */
class ColoursTest {
  @Test
  void noColourAndDumbTerminalsHaveNone() {
    assertTrue(Colours.areSeen(Map.of("TERM", "xterm"), () -> true));
    assertFalse(Colours.areSeen(Map.of("TERM", "xterm"), () -> false));
    assertFalse(Colours.areSeen(Map.of("NO_COLOR", "1", "TERM", "xterm"), () -> true));
    assertFalse(Colours.areSeen(Map.of("NO_COLOR", "0"), () -> true));
    assertFalse(Colours.areSeen(Map.of("TERM", "dumb"), () -> true));
    assertFalse(Colours.areSeen(Map.of("TERM", "dumb", "NO_COLOR", ""), () -> true));
  }

  @Property(tries = 200)
  void aLetterMoreOrLessIsOneEdit(
      @ForAll @LowerChars @StringLength(min = 1, max = 12) String word, @ForAll char letter) {
    assertEquals(0, Misspelt.edits(word, word));
    assertEquals(1, Misspelt.edits(word, word + letter));
    assertEquals(1, Misspelt.edits(letter + word, word));
    assertEquals(word.length(), Misspelt.edits(word, ""));
    assertTrue(Misspelt.edits(word, new StringBuilder(word).reverse().toString()) <= word.length());
  }

  @Test
  void swappedNeighboursAreOneEditAndFarWordsAreNotNear() {
    assertEquals(1, Misspelt.edits("devcies", "devices"));
    for (String far : new String[] {"nope", "xyzzy", "-", "a"}) {
      String errors = Ran.of(far).errors();
      assertFalse(errors.contains("did you mean"), errors);
    }
  }
}
