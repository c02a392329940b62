package jacquard.examples;

/** What to do where nothing can be drawn because the machine has no fonts. */
final class Fonts {
  static final String ADVICE =
      "this machine has no fonts to write labels with; install fontconfig and a font, such as the"
          + " packages fontconfig and fonts-dejavu-core";

  private Fonts() {}

  /** Why a drawing failed, and what to do. */
  static String advice(Throwable failure) {
    return isAboutFonts(failure) ? ADVICE : String.valueOf(failure.getMessage());
  }

  /** The JDK says so in different ways, at the first drawing and after it. */
  static boolean isAboutFonts(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String text = t.toString();
      if (text.contains("ontconfig") || text.contains("sun.font") || text.contains("FontManager")) {
        return true;
      }
      for (StackTraceElement each : t.getStackTrace()) {
        if (each.getClassName().startsWith("sun.font.")) {
          return true;
        }
      }
    }
    return false;
  }
}
