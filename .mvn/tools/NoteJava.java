import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Notes the java command that runs this, so that scripts start programs with the same JDK. */
final class NoteJava {
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), Path.of(System.getProperty("java.home"), "bin", "java") + "\n");
  }
}
