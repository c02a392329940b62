package jacquard.examples;

import picocli.CommandLine;

/** The command of {@link Main} with a k-fold that ends within seconds. */
final class SmallKFold {
  private SmallKFold() {}

  /** Runs the command and exits. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Main());
    RunCommand.add(line, new KFoldDigits(2, 40));
    System.exit(line.execute(args));
  }
}
