import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Gets the build an OpenCL driver: {@code Pocl.java TARGET}.
 *
 * <p>Where the system has one, it is used. Else, on Debian and its relatives, PoCL's packages are
 * downloaded (checked by apt against the archive's signature, and kept in ~/.cache/jacquard/pocl)
 * and unpacked into TARGET, without root and without touching the system. TARGET/env is a shell
 * file with the variables that make a process use it; Maven sets the same ones for the tests.
 */
final class Pocl {
  private static final List<String> WANTED = List.of("pocl-opencl-icd", "ocl-icd-libopencl1");
  private static final String LINKER = "binutils";

  /**
   * Parts of the closure that PoCL's runtime compiler does not need, or that belong to the system:
   * the C library and compilers.
   */
  private static final Pattern NOT_NEEDED =
      Pattern.compile(
          "clang-.*|libclang1-.*|libclang-rt-.*|llvm-.*|.*-dev|lib32.*|libx32.*|libc6.*|libc-.*"
              + "|libcrypt.*|gcc.*|cpp.*|g\\+\\+.*"
              + "|lib(gcc|asan|tsan|ubsan|lsan|hwasan|itm|gomp)[-\\d].*"
              + "|lib(atomic|quadmath|cc1-|objc|isl|mpc|mpfr)\\d?.*|libgc1|libstdc\\+\\+.*"
              + "|lib(gmp|nsl|k5|gssapi|keyutils)[-\\d].*|lib(krb5|tirpc).*|linux-libc.*"
              + "|rpcsvc-proto|python.*|perl.*");

  private static final Pattern INSTALLATION = Pattern.compile("^Inst (\\S+) .*?\\((\\S+) ");
  private static final Pattern HASH = Pattern.compile("(?m)^SHA256: ([0-9a-f]{64})$");
  private static final Pattern FILE = Pattern.compile("(?m)^Filename: \\S*/([^/\\s]+)$");

  private final Path target;
  private final Path cache;
  private List<String> options = List.of();

  private Pocl(Path target, Path cache) {
    this.target = target;
    this.cache = cache;
  }

  public static void main(String[] args) throws Exception {
    Path target = Path.of(args[0]).toAbsolutePath();
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "jacquard", "pocl");
    try {
      new Pocl(target, cache).provide();
    } catch (Failure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void provide() throws IOException, InterruptedException {
    // First: a shell that has read TARGET/env would take the driver there for the system's.
    if (Files.exists(target.resolve("complete"))) {
      return;
    }
    if (systemHasPlatform()) {
      useSystem();
      return;
    }
    if (!onPath("apt-get") || !onPath("dpkg")) {
      throw new Failure(
          """
          The OpenCL tests need an OpenCL driver and this system has none. Install one, then build
          again: Fedora: dnf install pocl; Arch: pacman -S pocl; macOS: brew install pocl; Windows:
          the driver of the processor's or graphics card's maker. (Only on Debian and Ubuntu can the
          build get one by itself.)\
          """);
    }
    System.out.println("no OpenCL driver found: getting PoCL from the Debian archive");
    Files.createDirectories(cache);
    List<Path> packages = download();
    unpack(packages);
  }

  /** Asks the loader itself, as a program would, whether any platform answers. */
  private static boolean systemHasPlatform() {
    for (String name : libraryNames()) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment function =
            SymbolLookup.libraryLookup(name, Arena.global()).find("clGetPlatformIDs").orElseThrow();
        MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
        int code =
            (int)
                Linker.nativeLinker()
                    .downcallHandle(
                        function,
                        FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS))
                    .invokeExact(0, MemorySegment.NULL, count);
        if (code == 0 && count.get(ValueLayout.JAVA_INT, 0) > 0) {
          return true;
        }
      } catch (IllegalArgumentException e) {
        // No such library.
      } catch (Throwable e) {
        throw new IllegalStateException("cannot ask " + name + " for its platforms", e);
      }
    }
    return false;
  }

  private static List<String> libraryNames() {
    String os = System.getProperty("os.name");
    if (os.startsWith("Mac")) {
      return List.of("/System/Library/Frameworks/OpenCL.framework/OpenCL");
    }
    return os.startsWith("Windows") ? List.of("OpenCL.dll") : List.of("libOpenCL.so.1");
  }

  /** Leaves everything to the system, except that the tests' variables must name what it has. */
  private void useSystem() throws IOException {
    delete(target);
    Path vendors = Files.createDirectories(target.resolve("vendors"));
    Files.createDirectories(target.resolve("cache"));
    String given = System.getenv("OCL_ICD_VENDORS");
    Path source = Path.of(given == null ? "/etc/OpenCL/vendors" : given);
    if (Files.isDirectory(source)) {
      try (Stream<Path> files = Files.list(source)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".icd")).toList()) {
          Files.copy(file, vendors.resolve(file.getFileName()));
        }
      }
    }
    Files.writeString(target.resolve("env"), "# The system's own OpenCL driver is used.\n");
  }

  private List<Path> download() throws IOException, InterruptedException {
    List<String> closure = closure();
    List<Path> files = new ArrayList<>();
    for (String versioned : closure) {
      files.add(download(versioned));
    }
    return files;
  }

  /** The packages, as name=version, that apt would install now. */
  private List<String> closure() throws IOException, InterruptedException {
    Answer answer = simulate();
    if (answer.code() != 0) {
      // A fresh machine has no package lists, and without root it cannot fetch them into place.
      options = privateLists();
      answer = simulate();
    }
    if (answer.code() != 0) {
      apt(List.of("apt-get", "update")).orFail();
      answer = simulate();
    }
    answer.orFail();
    List<String> closure = new ArrayList<>();
    for (String line : answer.output().lines().toList()) {
      Matcher matcher = INSTALLATION.matcher(line);
      if (matcher.find() && !NOT_NEEDED.matcher(matcher.group(1)).matches()) {
        closure.add(matcher.group(1) + "=" + matcher.group(2));
      }
    }
    return closure;
  }

  private Answer simulate() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("apt-get", "-s", "install", "--no-install-recommends"));
    command.addAll(WANTED);
    if (!onPath("ld")) {
      command.add(LINKER);
    }
    return apt(command);
  }

  private List<String> privateLists() throws IOException {
    Path lists = Files.createDirectories(cache.resolve("lists"));
    Files.createDirectories(lists.resolve("partial"));
    Path archives = Files.createDirectories(cache.resolve("apt").resolve("archives"));
    Files.createDirectories(archives.resolve("partial"));
    return List.of("-o", "Dir::State::Lists=" + lists, "-o", "Dir::Cache=" + cache.resolve("apt"));
  }

  private Path download(String versioned) throws IOException, InterruptedException {
    Answer record = apt(List.of("apt-cache", "show", versioned)).orFail();
    Matcher name = FILE.matcher(record.output());
    Matcher hash = HASH.matcher(record.output());
    if (!name.find() || !hash.find()) {
      throw new Failure("apt knows no file of " + versioned + ": " + record.output());
    }
    // apt names its downloads differently where a version has an epoch; the archive's name is ours.
    Path file = cache.resolve(name.group(1));
    if (!Files.exists(file) || !sha256(file).equals(hash.group(1))) {
      System.out.println("  " + file.getFileName());
      fetch(versioned, hash.group(1), file);
    }
    return file;
  }

  /** Downloads into a directory of its own, and moves the file into place once it is whole. */
  private void fetch(String versioned, String hash, Path file)
      throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory(cache, "download");
    try {
      run(scratch, apt("apt-get", "-q", "download", versioned)).orFail();
      Path deb = find(scratch, Pattern.compile(".*\\.deb")).getFirst();
      if (!sha256(deb).equals(hash)) {
        throw new Failure("download of " + versioned + " is damaged: SHA-256 differs");
      }
      Files.move(deb, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(scratch);
    }
  }

  private void unpack(List<Path> packages) throws IOException, InterruptedException {
    delete(target);
    Path root = Files.createDirectories(target.resolve("root"));
    for (Path file : packages) {
      run(target, List.of("dpkg", "-x", file.toString(), root.toString())).orFail();
    }
    // PoCL looks for its parts beside and above its library: a link to the whole directory keeps
    // both true. Libraries from elsewhere join it.
    Path libraries =
        find(root, Pattern.compile(".*/libpocl\\.so\\.[\\d.]*")).getFirst().getParent();
    Files.createSymbolicLink(target.resolve("lib"), target.relativize(libraries));
    link(root, libraries, Pattern.compile(".*/lib/[^/]*/lib[^/]*\\.so[.\\d]*"));
    link(root, target.resolve("bin"), Pattern.compile(".*/bin/(ld|.*-ld|as|.*-as)(\\.bfd)?"));
    link(root, target.resolve("vendors"), Pattern.compile(".*/etc/OpenCL/vendors/.*\\.icd"));
    Files.createDirectories(target.resolve("cache"));
    Files.writeString(target.resolve("env"), env());
    Files.writeString(target.resolve("complete"), String.join("\n", packages.toString()) + "\n");
  }

  private String env() {
    return """
    # Makes a process use the OpenCL driver that the build unpacked here; for sh and its kin.
    export LD_LIBRARY_PATH='%1$s/lib'"${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
    export OCL_ICD_VENDORS='%1$s/vendors'
    export PATH="$PATH":'%1$s/bin'
    export POCL_CACHE_DIR='%1$s/cache'
    """
        .formatted(target.toString().replace("'", "'\\''"));
  }

  /** One directory of links, so that the variables need not know the system's directories. */
  private static void link(Path root, Path directory, Pattern wanted) throws IOException {
    Files.createDirectories(directory);
    for (Path file : find(root, wanted)) {
      Path link = directory.resolve(file.getFileName());
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, directory.relativize(file));
      }
    }
  }

  private static List<Path> find(Path root, Pattern wanted) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(f -> wanted.matcher(f.toString()).matches()).toList();
    }
  }

  private Answer apt(List<String> command) throws IOException, InterruptedException {
    return run(cache, apt(command.toArray(String[]::new)));
  }

  private List<String> apt(String... command) {
    List<String> all = new ArrayList<>(List.of(command[0], "-o", "Debug::NoLocking=1"));
    all.addAll(options);
    all.addAll(Arrays.asList(command).subList(1, command.length));
    return all;
  }

  /** What a command said, and how it ended. */
  private record Answer(List<String> command, int code, String output) {
    Answer orFail() {
      if (code != 0) {
        throw new Failure(
            """
            cannot get PoCL: '%s' failed:
            %s
            Without a network, install an OpenCL driver first: apt-get install pocl-opencl-icd\
            """
                .formatted(String.join(" ", command), end(output)));
      }
      return this;
    }
  }

  /** The last lines, where commands say what went wrong. */
  private static String end(String output) {
    List<String> lines = output.strip().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
  }

  private static Answer run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    return new Answer(command, process.waitFor(), output);
  }

  private static boolean onPath(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> files = Files.walk(tree)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** A reason to stop, told to the user without a stack trace. */
  private static final class Failure extends RuntimeException {
    Failure(String message) {
      super(message);
    }
  }
}
