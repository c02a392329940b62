package jacquard.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A member in a process of its own: it prints what it is told, and {@code end FINGERPRINT}.
 *
 * <p>The first owner holds at a step until a line comes through the standard input. The process
 * ends when its standard input does.
 */
final class MemberProcess {
  private MemberProcess() {}

  /** Takes the name, the step to hold at, the directory, and names and ports of all members. */
  public static void main(String[] args) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (int i = 3; i < args.length; i += 2) {
      ports.put(args[i], Integer.parseInt(args[i + 1]));
    }
    CountDownLatch go = new CountDownLatch(1);
    Thread.ofPlatform().daemon().start(() -> listen(go));
    String held = args[0] + " is at step " + args[1];
    Membership membership =
        Membership.onLoopback("test-" + ports.get("a"), args[0], ports, Path.of(args[2]));
    try (Member member = Member.join(membership)) {
      Migration migration =
          new Migration(
              member,
              SmallRun.NAME,
              SmallRun::experiment,
              line -> {
                System.out.println(line);
                if (line.equals(held) && member.ownership(SmallRun.NAME).epoch() == 1) {
                  await(go);
                }
              });
      System.out.println("end " + migration.everySteps(SmallRun.EVERY).run().fingerprint());
      await(go); // the others are to have the end from the log of a majority
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void listen(CountDownLatch go) {
    try {
      while (System.in.read() >= 0) {
        go.countDown();
      }
    } catch (IOException e) {
      // the same as its end
    }
    Runtime.getRuntime().halt(0);
  }
}
