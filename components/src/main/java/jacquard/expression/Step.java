package jacquard.expression;

/** One instruction of a compiled function. */
final class Step {
  /** What a step does. */
  interface Action {
    /**
     * Computes from the operands.
     *
     * @param cells all places of the function
     */
    void run(Cell[] cells, int[] arguments, int[] results);
  }

  /** What a step of one result does. */
  interface Computation {
    Cell of(Cell[] operands);
  }

  private final Action action;
  private final int[] arguments;
  private final int[] results;
  private final String words;
  private final String of;
  private final int kernels;

  /**
   * Makes a step.
   *
   * @param arguments the places of its operands
   * @param results the places of its results
   * @param words for lists of steps
   * @param of what it computes, for errors
   * @param kernels how many kernels it launches; 0 for a loop of Java or a selection of rows
   */
  Step(Action action, int[] arguments, int[] results, String words, String of, int kernels) {
    this.action = action;
    this.arguments = arguments;
    this.results = results;
    this.words = words;
    this.of = of;
    this.kernels = kernels;
  }

  static Action one(Computation computation) {
    return (cells, arguments, results) -> {
      Cell[] operands = new Cell[arguments.length];
      for (int i = 0; i < operands.length; i++) {
        operands[i] = cells[arguments[i]];
      }
      cells[results[0]] = computation.of(operands);
    };
  }

  void run(Cell[] cells) {
    try {
      action.run(cells, arguments, results);
    } catch (IllegalArgumentException e) {
      if (kernels == 0) {
        throw e; // a loop of Java has named its operands
      }
      throw new IllegalArgumentException(of + ": " + e.getMessage(), e);
    }
  }

  String words() {
    return words;
  }

  int[] arguments() {
    return arguments;
  }

  int kernels() {
    return kernels;
  }
}
