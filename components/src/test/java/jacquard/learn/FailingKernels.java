package jacquard.learn;

import jacquard.kernels.Kernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Kernels that fail at one of their calls, once or from then on. */
final class FailingKernels {
  private static final Set<String> NO_OPERATIONS =
      Set.of("name", "deviceName", "isOnArrays", "array", "close", "toString", "hashCode");

  private final Kernels kernels;
  private long calls;
  private long failing = Long.MAX_VALUE;
  private boolean isLasting;
  private @Nullable Supplier<Throwable> failure;

  FailingKernels(Kernels real) {
    this.kernels =
        (Kernels)
            Proxy.newProxyInstance(
                FailingKernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, args) ->
                    method.getName().equals("equals")
                        ? proxy == args[0]
                        : call(real, method, args));
  }

  private @Nullable Object call(Kernels real, Method method, Object @Nullable [] args)
      throws Throwable {
    if (!NO_OPERATIONS.contains(method.getName())) {
      calls++;
      if (failure != null && (isLasting ? calls >= failing : calls == failing)) {
        throw failure.get();
      }
    }
    try {
      return method.invoke(real, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** What computes. */
  Kernels kernels() {
    return kernels;
  }

  /** Has the call fail that comes after so many others, and all behind it if that is lasting. */
  void failAfter(long others, boolean lasting, Supplier<Throwable> thrown) {
    calls = 0;
    failing = others + 1;
    isLasting = lasting;
    failure = thrown;
  }

  /** Has no call fail; whether one did. */
  boolean mend() {
    boolean hasFailed = failure != null && calls >= failing;
    failure = null;
    return hasFailed;
  }
}
