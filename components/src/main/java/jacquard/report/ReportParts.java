package jacquard.report;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of the page of a run directory; the images of a checkpoint are made once. */
final class ReportParts {
  private static final int CHECKPOINTS = 12;
  private static final int LOG = 40;
  private static final int COLUMNS = 10;

  /** Larger checkpoints are not read for their images, in bytes. */
  private static final long LARGEST = 1L << 28;

  private final RunDirectory directory;
  private @Nullable Path imagesOf;
  private String imagesText = "";

  ReportParts(RunDirectory directory) {
    this.directory = directory;
  }

  String title() {
    return directory.configuration().name()
        + " · "
        + directory.path().toAbsolutePath().getFileName();
  }

  /** The whole page but its frame. */
  Html main() {
    return main(false);
  }

  /** The same of a run that is, or is not, held between two steps. */
  Html main(boolean isHeld) {
    RunState state = directory.state().orElse(null);
    List<MetricRow> metrics = directory.metrics();
    List<Path> checkpoints = directory.newestFirst();
    Html main = new Html();
    header(state, isHeld, main);
    program(state, main);
    section(main, "curves", "Curves", curves(metrics));
    section(main, "settings", "Settings tried", ReportTables.settings(metrics));
    main.put("%s", images(checkpoints));
    section(main, "checkpoints", "Checkpoints", checkpoints(checkpoints));
    section(main, "configuration", "Configuration", configuration(state));
    section(main, "log", "Log", log());
    return main;
  }

  /** A part of the page, if there is anything in it. */
  static void section(Html main, String id, String title, Html content) {
    if (!content.isEmpty()) {
      main.put("<section id=\"%s\">\n<h2>%s</h2>\n%s</section>\n", id, title, content);
    }
  }

  // ---- where it stands
  // ---------------------------------------------------------------------------

  private void header(@Nullable RunState state, boolean isHeld, Html main) {
    String word = state == null ? "not begun" : isHeld ? "held" : state.status().word();
    String kind = word.replace(' ', '-');
    main.put(
        "<header id=\"head\">\n<h1>%s <span class=\"pill %s\">%s</span></h1>\n",
        directory.configuration().name(), kind, word);
    if (state == null) {
      main.put("<p class=\"empty\">No session has begun this run yet.</p>\n");
    } else {
      double percent = Math.clamp(100 * state.done(), 0, 100);
      String shown = String.format(Locale.ROOT, "%.1f", percent);
      main.put(
          "<div class=\"bar\" role=\"progressbar\" aria-label=\"done\" aria-valuenow=\"%s\""
              + " aria-valuemin=\"0\" aria-valuemax=\"100\"><div class=\"%s\""
              + " style=\"width:%s%%\"></div></div>\n",
          shown, kind, shown);
      main.put("<p class=\"where\">%s</p>\n", state.position());
      main.put("<dl class=\"facts\">");
      fact(main, "done", shown + " %");
      fact(main, "steps", String.format(Locale.ROOT, "%,d", state.steps()));
      fact(main, "time", ReportTables.time(state.seconds()));
      fact(main, "sessions", String.valueOf(state.sessions().size()));
      fact(main, "as of", ReportTables.moment(state.updated()));
      main.put("</dl>\n");
      if (state.error() != null) {
        main.put("<pre class=\"error\">%s</pre>\n", state.error());
      }
    }
    main.put("</header>\n");
  }

  private static void fact(Html main, String name, String value) {
    main.put("<div><dt>%s</dt><dd>%s</dd></div>", name, value);
  }

  private void program(@Nullable RunState state, Html main) {
    List<ProgramTable.Row> rows = directory.table();
    Html content = new Html();
    if (!rows.isEmpty()) {
      boolean isRunning = state != null && state.status() == RunState.Status.RUNNING;
      ReportTables.program(rows, isRunning, content);
    } else {
      directory.program().ifPresent(text -> content.put("<pre>%s</pre>\n", head(text)));
    }
    section(main, "program", "Program", content);
  }

  private static String head(String text) {
    List<String> lines = text.lines().limit(ProgramTable.MOST + 1L).toList();
    return lines.size() <= ProgramTable.MOST
        ? text
        : String.join("\n", lines.subList(0, ProgramTable.MOST)) + "\n…";
  }

  private static Html curves(List<MetricRow> metrics) {
    Html curves = ReportCurves.of(metrics);
    if (curves.isEmpty()) {
      return new Html().put("<p class=\"empty\">Nothing was measured yet.</p>\n");
    }
    Html figures = new Html().put("<div class=\"figures\">\n%s</div>\n", curves);
    return metrics.stream().noneMatch(row -> row.fold() > 0)
        ? figures
        : figures
            .put("<p class=\"dim\">A line is the mean over folds, its band goes from the least to")
            .put(" the most. Points are folds, the dashed line is their mean.</p>\n");
  }

  // ---- checkpoints
  // -------------------------------------------------------------------------------

  /** The images of the newest checkpoint that is whole, or what they were. */
  private Html images(List<Path> files) {
    for (Path file : files) {
      if (file.equals(imagesOf)) {
        break;
      }
      try {
        if (Files.size(file) > LARGEST) {
          break; // a process that is at the run may need its memory itself
        }
        imagesText = images(new ReportImages(Checkpoint.read(file)), file).toString();
        imagesOf = file;
        break;
      } catch (CheckpointException | IOException e) {
        // Damaged, or deleted meanwhile: an older one is better than none.
      }
    }
    return new Html().put(imagesText); // it is HTML already
  }

  private static Html images(ReportImages images, Path file) {
    Html content = new Html();
    String from = ReportTables.step(file);
    for (String name : images.confusions()) {
      Html part = new Html();
      ReportTables.confusion(images.confusion(name), part);
      section(content, "confusion-" + name, "Confusion matrix", part);
    }
    Html filters = new Html();
    for (String name : images.filters()) {
      int units = images.units(name);
      String words =
          String.format(Locale.ROOT, "%d of %d units", Math.min(ReportImages.UNITS, units), units);
      tiles(filters, name, words, "filters of " + name, images.filters(name, COLUMNS));
    }
    figures(
        content,
        "filters",
        "Filters",
        filters,
        "What each unit adds to an image (white) and takes away (black), at step " + from + ".");
    Html made = new Html();
    for (String name : images.reconstructions()) {
      String alt = "reconstructions by " + name;
      tiles(made, name, images.way(name), alt, images.reconstructions(name, COLUMNS));
    }
    figures(
        content,
        "reconstructions",
        "Reconstructions",
        made,
        "Images that were kept with the run, and below each what is left of it after the way up to"
            + " this layer and down again, by probabilities, at step "
            + from
            + ".");
    return content;
  }

  private static void tiles(
      Html figures, String name, String words, String alt, BufferedImage image) {
    figures
        .put("<figure class=\"tiles\"><figcaption><b>%s</b> ", name)
        .put("<span class=\"dim\">%s</span></figcaption>", words)
        .put("<img alt=\"%s\" src=\"%s\"/></figure>\n", alt, ReportImages.address(image));
  }

  private static void figures(Html main, String id, String title, Html figures, String words) {
    if (!figures.isEmpty()) {
      Html part = new Html().put("<div class=\"figures\">\n%s</div>\n", figures);
      section(main, id, title, part.put("<p class=\"dim\">%s</p>\n", words));
    }
  }

  private static Html checkpoints(List<Path> files) {
    Html content = new Html();
    if (files.isEmpty()) {
      return content.put("<p class=\"empty\">None was saved yet.</p>\n");
    }
    content.put("<table>\n<thead>").row("th", "step", "size", "saved").put("</thead>\n<tbody>\n");
    for (Path file : files.subList(0, Math.min(CHECKPOINTS, files.size()))) {
      try {
        content.row(
            "td",
            ReportTables.step(file),
            ReportTables.size(Files.size(file)),
            ReportTables.moment(Files.getLastModifiedTime(file).toInstant()));
      } catch (IOException e) {
        // It was deleted meanwhile.
      }
    }
    content.put("</tbody>\n</table>\n");
    int more = files.size() - CHECKPOINTS;
    return more > 0 ? content.put("<p class=\"dim\">and %s older</p>\n", more) : content;
  }

  // ---- what it was asked to be
  // -------------------------------------------------------------------

  private Html configuration(@Nullable RunState state) {
    RunConfiguration run = directory.configuration();
    Html content = new Html().put("<dl class=\"pairs\">\n");
    pair(content, "directory", directory.path().toAbsolutePath().normalize().toString());
    if (!run.command().isEmpty()) {
      pair(content, "command", String.join(" ", run.command()));
    }
    run.options().forEach((name, value) -> pair(content, name, String.valueOf(value)));
    pair(content, "seed", String.valueOf(run.seed()));
    pair(content, "backend", run.backend());
    if (run.device() != null) {
      pair(content, "device", run.device());
    }
    if (state != null) {
      state.sessions().getLast().environment().forEach((name, value) -> pair(content, name, value));
    }
    content.put("</dl>\n");
    if (state != null) {
      ReportTables.sessions(state.sessions(), content);
    }
    return content;
  }

  private static void pair(Html content, String name, String value) {
    content.put("<div><dt>%s</dt><dd>%s</dd></div>\n", name, value);
  }

  private Html log() {
    Html content = new Html();
    Optional<String> log = directory.log();
    if (log.isEmpty()) {
      return content.put("<p class=\"empty\">Nothing happened yet.</p>\n");
    }
    List<String> lines = new ArrayList<>(log.get().lines().toList());
    int first = Math.max(0, lines.size() - LOG);
    if (first > 0) {
      content.put("<p class=\"dim\">the last %s of %s lines</p>\n", LOG, lines.size());
    }
    content.put("<pre>%s</pre>\n", String.join("\n", lines.subList(first, lines.size())));
    return content;
  }
}
