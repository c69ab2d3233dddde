package dev.sluice.prompt;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.concurrent.ForkJoinPool;

/**
 * Counts by the encodings of jtokkit, which are loaded at their first use (a third of a second, 30 MB). Thread-safe.
 *
 * <p>Texts of up to 262,144 characters are counted exactly; jtokkit takes 1 s for a million repeated letters, so for
 * longer ones 16 samples spread over the text are counted and scaled up.
 */
public final class JtokkitTokenCounter implements TokenCounter {
    private static final int EXACT_CHARS = 1 << 18;
    private static final int SAMPLES = 16;
    private static final int SAMPLE_CHARS = EXACT_CHARS / SAMPLES;
    private final EncodingRegistry encodings = Encodings.newLazyEncodingRegistry();

    /** Loads an encoding in the background, so that the first prompt needn't wait for it. */
    public void prepare(String encoding) {
        ForkJoinPool.commonPool().execute(() -> count(encoding, ""));
    }

    @Override
    public int count(String encoding, String text) {
        Encoding counting =
                encodings.getEncoding(encoding).orElseGet(() -> encodings.getEncoding(EncodingType.O200K_BASE));
        return text.length() <= EXACT_CHARS ? counting.countTokensOrdinary(text) : estimate(counting, text);
    }

    private static int estimate(Encoding counting, String text) {
        long tokens = 0;
        for (int i = 0; i < SAMPLES; i++) {
            int start = (int) ((long) (text.length() - SAMPLE_CHARS) * i / (SAMPLES - 1));
            tokens += counting.countTokensOrdinary(text.substring(start, start + SAMPLE_CHARS));
        }
        return (int) Math.min(Integer.MAX_VALUE, tokens * text.length() / EXACT_CHARS);
    }
}
