package jacquard.flow;

import java.io.IOException;

/**
 * The way to one worker elsewhere, or from there to a master.
 *
 * <p>Messages arrive in the order in which they were sent, each once, or the link is lost and both
 * ends are told. Two links are equal when they lead to the same place. Its text is for people.
 */
public interface Link {
  /** The size of the largest message, in bytes. */
  int largest();

  /**
   * Sends a message; it may wait for room. Threads may share a link.
   *
   * @throws IOException if the link is lost
   */
  void send(byte[] message) throws IOException;
}
