package guide;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;

import jacquard.data.Digits;
import jacquard.data.Minibatches;
import jacquard.kernels.Rates;
import jacquard.learn.Backend;
import jacquard.learn.Softmax;
import jacquard.program.Program;

public final class Main {
  public static void main(String[] args) {
    Minibatches batches = Minibatches.shuffled(Digits.load().all(), 50, 1);
    Softmax softmax = new Softmax(Backend.current(), 64, 10, new Rates(0.001f, 0.9f, 0f));
    Program.of(repeat(300, call(batches::next), call(softmax::update))).start().run();
    System.out.printf("accuracy %.2f%n", softmax.score(Digits.load().all()).accuracy());
  }
}
