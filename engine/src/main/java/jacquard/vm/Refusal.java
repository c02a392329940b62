package jacquard.vm;

/** The machine's own refusal of a step, before any code of a component or program has run. */
final class Refusal extends ProgramException {
  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message);
  }
}
