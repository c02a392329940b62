package jacquard.expression;

import jacquard.kernels.Rates;
import java.util.function.Supplier;

/** Rates that stay the same. */
record FixedRates(Rates get) implements Supplier<Rates> {}
