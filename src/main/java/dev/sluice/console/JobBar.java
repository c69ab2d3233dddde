package dev.sluice.console;

import dev.sluice.job.JobProgress;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** One job's line in the terminal: the library renders it, {@link Screen} places it. */
final class JobBar implements AutoCloseable {
    private static final int NARROWEST_NAME = 12;
    private static final int FIGURES_WIDTH = 68;
    private final ProgressBar bar;
    private volatile String line = "";

    JobBar(JobProgress job, Instant now, boolean unicode, IntSupplier width) {
        int nameWidth = Math.max(NARROWEST_NAME, width.getAsInt() - FIGURES_WIDTH - 20);
        bar = new ProgressBarBuilder()
                .setTaskName(Figures.tail(job.name(), nameWidth))
                .setInitialMax(total(job))
                .setStyle(unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setSpeedUnit(ChronoUnit.MINUTES)
                .showSpeed(new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .startsFrom(done(job), Duration.between(job.startedAt(), now))
                .setConsumer(new Keeper(width))
                .setUpdateIntervalMillis(Integer.MAX_VALUE)
                .continuousUpdate()
                .build();
    }

    /** Returns the line for the job as it is now. */
    String render(JobProgress job) {
        bar.maxHint(total(job));
        bar.stepTo(done(job));
        bar.setExtraMessage(" failed " + job.failed() + " retries " + job.retries());
        bar.refresh();
        return line;
    }

    @Override
    public void close() {
        bar.close();
    }

    private static long done(JobProgress job) {
        return job.answered() + job.failed();
    }

    /** Returns how many prompts there are, or -1 (the library's word for it) as long as that is unknown. */
    private static long total(JobProgress job) {
        return job.total() > 0 ? job.total() : -1;
    }

    /** Keeps what was rendered last. */
    private final class Keeper implements ProgressBarConsumer {
        private final IntSupplier width;

        Keeper(IntSupplier width) {
            this.width = width;
        }

        @Override
        public int getMaxRenderedLength() {
            return width.getAsInt() - 1;
        }

        @Override
        public void accept(String rendered) {
            line = rendered;
        }

        @Override
        public void close() {}
    }
}
