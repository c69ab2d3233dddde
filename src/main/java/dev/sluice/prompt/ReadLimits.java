package dev.sluice.prompt;

/**
 * How much of a file is taken in.
 *
 * @param maxLineBytes the longest line, row or document, in bytes of UTF-8
 * @param maxUnpackedBytes the most bytes that a {@code .gz} file may unpack to
 */
public record ReadLimits(int maxLineBytes, long maxUnpackedBytes) {
    /** Lines up to 16 MB, packed files up to 16 GB. */
    public static final ReadLimits DEFAULT = new ReadLimits(16 << 20, 16L << 30);

    /** Checks the ranges. */
    public ReadLimits {
        if (maxLineBytes < 1 || maxLineBytes > 1 << 30) {
            throw new IllegalArgumentException("max-line-bytes must be 1 to 1073741824: value=" + maxLineBytes);
        }
        if (maxUnpackedBytes < 1) {
            throw new IllegalArgumentException("max-unpacked-bytes must be >= 1: value=" + maxUnpackedBytes);
        }
    }
}
