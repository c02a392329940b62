package jacquard.data;

import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the first field of a LIBSVM file is, and the encoding of the file.
 *
 * <p>Labels are integers that name classes, unless it says that they are real-valued targets.
 */
public final class LibsvmSettings {
  private static final LibsvmSettings PLAIN = new LibsvmSettings(Options.of(Map.of()));

  private final Options options;

  private LibsvmSettings(Options options) {
    this.options = options;
  }

  /** Integer labels; UTF-8, or what a byte order mark says. */
  public static LibsvmSettings plain() {
    return PLAIN;
  }

  /** The same with real-valued targets in place of labels. */
  public LibsvmSettings withRealTarget() {
    return new LibsvmSettings(options.with(LabelKind.OPTION, "real"));
  }

  /** The same in an encoding; only remarks have characters that need one. */
  public LibsvmSettings withEncoding(Charset encoding) {
    return new LibsvmSettings(options.with("encoding", encoding.name()));
  }

  boolean realTarget() {
    return options.has(LabelKind.OPTION);
  }

  @Nullable Charset encoding() {
    return options.has("encoding") ? Charset.forName(options.get("encoding", "")) : null;
  }

  Options options() {
    return options;
  }

  /** The settings among the options of a source. */
  static LibsvmSettings of(Map<String, String> all) {
    return new LibsvmSettings(Options.of(all).without("columns").without("classes"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LibsvmSettings s && options.equals(s.options);
  }

  @Override
  public int hashCode() {
    return options.hashCode();
  }

  @Override
  public String toString() {
    return "LibsvmSettings" + options.texts();
  }
}
