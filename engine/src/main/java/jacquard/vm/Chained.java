package jacquard.vm;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A component that can join calls, each of which is fed the last one's result, into one function.
 *
 * <p>An optimized run believes what the function promises:
 *
 * <ul>
 *   <li>it gives what the last call would have given, to the bit;
 *   <li>it leaves every component's state as the calls would have; best for methods that change
 *       none, such as filters;
 *   <li>where one of them would have thrown, it throws, and has changed nothing; the run then makes
 *       the calls one by one and fails at the right one.
 * </ul>
 */
public interface Chained {
  /**
   * The calls as one function.
   *
   * @param calls two or more; the first is a method of this component, and all components are
   *     {@code Chained}
   * @return null if they cannot be joined
   */
  @Nullable UnaryOperator<Object> chain(List<Method> calls);
}
