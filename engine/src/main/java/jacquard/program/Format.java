package jacquard.program;

/** A form in which a program is written. */
public enum Format {
  /** Aligned text, one node a line, with paths and steps; for people. */
  TEXT,

  /** Indented text without columns, which says all that {@link Program#parse} needs; for files. */
  PLAIN,

  /** A graph in the language of Graphviz. */
  DOT,

  /** A flowchart in the language of Mermaid. */
  MERMAID
}
