package jacquard.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** Damaged forms of checkpoint files: accidents, and forgeries whose checksums are right. */
final class Mutants {
  /** How a file is damaged; those from {@link #FORGED_HEADER} on have their checksums repaired. */
  enum Kind {
    FLIP,
    FLIPS,
    CUT,
    SPLICE,
    ZEROS,
    HEADER,
    FORGED_HEADER,
    TEXT,
    TOKEN,
    TYPE,
    NUMBER,
    LINE,
    BOMB;

    boolean isRepaired() {
      return compareTo(FORGED_HEADER) >= 0;
    }

    /** How many there are when there shall be {@code each}; accidents are quickly found. */
    int count(int each) {
      return isRepaired() ? each : 2 * each;
    }

    static int total(int each) {
      return Arrays.stream(values()).mapToInt(kind -> kind.count(each)).sum();
    }
  }

  private static final int HEADER = FileHeader.SIZE;
  private static final Pattern TYPE = Pattern.compile("[a-z]+(\\.[A-Za-z$]+)+");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+");
  private static final Pattern TOKEN = Pattern.compile("(?<![A-Za-z_0-9])[a-z]:[^\\s,}]*");
  private static final String[] FOREIGN = {
    "java.lang.ProcessBuilder",
    "javax.script.ScriptEngineManager",
    "java.net.URLClassLoader",
    "jacquard.checkpoint.Mutants$Trap",
    "!java.lang.ProcessBuilder",
    "!!java.net.URL",
    "[Ljava.lang.Object;",
    "list",
    "jumps",
    "args",
    "map",
    "sorted",
    "array",
    "java.lang.Object"
  };
  private static final String[] NUMBERS = {
    "0", "-1", "1", "2147483647", "2147483648", "-2147483648", "9223372036854775807",
    "99999999999999999999", "1e9", "0x10", "NaN", "", "100000000", "999999999"
  };
  private static final String[] TOKENS = {
    "n",
    "o:0",
    "o:1",
    "o:99999",
    "o:-1",
    "a:0",
    "a:77",
    "i:",
    "i:5",
    "l:x",
    "s:",
    "t:!!",
    "u:QQ==",
    "e:java.lang.Thread$State:NEW",
    "e:x",
    "z:maybe",
    "f:zzzzzzzzz",
    "d:",
    "c:-5",
    "q:1",
    ":",
    "-"
  };

  private final List<byte[]> files;
  private final Random random;

  Mutants(List<byte[]> files, long seed) {
    this.files = files;
    this.random = new Random(seed);
  }

  /** Named in forged files: it must never be loaded. */
  static final class Trap {
    static {
      System.out.println("TRAP: a class was initialized because a file named it");
    }
  }

  byte[] next(Kind kind) {
    byte[] file = files.get(random.nextInt(files.size())).clone();
    return switch (kind) {
      case FLIP -> flip(file);
      case FLIPS -> flips(file);
      case CUT -> Arrays.copyOf(file, random.nextInt(file.length));
      case SPLICE -> splice(file, files.get(random.nextInt(files.size())));
      case ZEROS -> zeros(file);
      case HEADER -> header(file, false);
      case FORGED_HEADER -> header(file, true);
      case TEXT -> repaired(file, text(structure(file)));
      case TOKEN -> repaired(file, replaced(structure(file), TOKEN, pick(TOKENS)));
      case TYPE -> repaired(file, replaced(structure(file), TYPE, pick(FOREIGN)));
      case NUMBER -> repaired(file, replaced(structure(file), NUMBER, pick(NUMBERS)));
      case LINE -> repaired(file, line(structure(file)));
      case BOMB -> repaired(file, bomb(structure(file)));
    };
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private byte[] flip(byte[] file) {
    file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
    return file;
  }

  private byte[] flips(byte[] file) {
    byte[] flipped = file;
    for (int i = 1 + random.nextInt(20); i >= 0; i--) {
      flipped = flip(flipped);
    }
    return flipped;
  }

  private byte[] splice(byte[] a, byte[] b) {
    int cut = random.nextInt(a.length);
    int from = random.nextBoolean() ? Math.min(cut, b.length) : random.nextInt(b.length);
    byte[] spliced = Arrays.copyOf(a, cut + b.length - from);
    System.arraycopy(b, from, spliced, cut, b.length - from);
    return spliced;
  }

  private byte[] zeros(byte[] file) {
    int from = random.nextInt(file.length);
    Arrays.fill(file, from, Math.min(file.length, from + 1 + random.nextInt(512)), (byte) 0);
    return file;
  }

  private byte[] header(byte[] file, boolean repair) {
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int[] fields = {8, 12, 16, 24, 32, 40, 44, 52};
    int field = fields[random.nextInt(fields.length)];
    long[] values = {
      -1, 0, 1, file.length, file.length + 1, Integer.MAX_VALUE, Long.MAX_VALUE, random.nextLong()
    };
    long value = values[random.nextInt(values.length)];
    if (field >= 16 && field <= 32) {
      header.putLong(field, value);
    } else {
      header.putInt(field, (int) value);
    }
    return repair ? checked(file) : file;
  }

  private static byte[] structure(byte[] file) {
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int offset = (int) header.getLong(16);
    return Arrays.copyOfRange(file, offset, offset + (int) header.getLong(24));
  }

  private static byte[] repaired(byte[] file, byte[] structure) {
    int offset = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(16);
    byte[] all = Arrays.copyOf(file, offset + structure.length);
    System.arraycopy(structure, 0, all, offset, structure.length);
    ByteBuffer header = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(24, structure.length).putLong(32, all.length);
    header.putInt(40, crc(structure, structure.length));
    return checked(all);
  }

  private static byte[] checked(byte[] file) {
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(HEADER - 4, crc(file, HEADER - 4));
    return file;
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private byte[] text(byte[] structure) {
    String specials = "{}[]:,#!&*'\"\\\n\t \0-?|>@`%\u007f";
    for (int i = random.nextInt(3); i >= 0; i--) {
      structure[random.nextInt(structure.length)] =
          random.nextInt(4) == 0
              ? (byte) random.nextInt(256)
              : (byte) specials.charAt(random.nextInt(specials.length()));
    }
    return structure;
  }

  private byte[] replaced(byte[] structure, Pattern what, String by) {
    String text = new String(structure, StandardCharsets.ISO_8859_1);
    List<int[]> places = new ArrayList<>();
    Matcher matcher = what.matcher(text);
    while (matcher.find()) {
      places.add(new int[] {matcher.start(), matcher.end()});
    }
    if (places.isEmpty()) {
      return text(structure);
    }
    int[] place = places.get(random.nextInt(places.size()));
    return (text.substring(0, place[0]) + by + text.substring(place[1]))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A line doubled, dropped or put elsewhere. */
  private byte[] line(byte[] structure) {
    List<String> lines =
        new ArrayList<>(
            List.of(new String(structure, StandardCharsets.ISO_8859_1).split("\n", -1)));
    String line = lines.get(random.nextInt(lines.size()));
    if (random.nextBoolean()) {
      lines.remove(line);
    }
    if (random.nextBoolean()) {
      lines.add(random.nextInt(lines.size()), line);
    }
    return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Much from little: deep nesting, long runs, and huge lengths. */
  private byte[] bomb(byte[] structure) {
    String text = new String(structure, StandardCharsets.ISO_8859_1);
    int at = random.nextInt(text.length());
    String piece =
        switch (random.nextInt(7)) {
          case 0 -> "{".repeat(20_000);
          case 1 -> "[".repeat(20_000);
          case 2 -> "a: { ".repeat(5_000);
          case 3 -> "!x ".repeat(5_000);
          case 4 -> " ".repeat(50_000);
          case 5 -> "_of: \"" + "[".repeat(10_000) + "I\", ";
          default -> "&a *a ".repeat(5_000);
        };
    return (text.substring(0, at) + piece + text.substring(at))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
